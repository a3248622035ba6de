package io.dromedary.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Explains why bubblewrap does not work here, and what to do in Compose, in Kubernetes and with systemd: bubblewrap
 * itself reports only the failed call, and different restrictions make the same call fail.
 *
 * @param proc the folder in which the kernel shows its restrictions: {@code /proc}
 */
record BubblewrapDiagnosis(Path proc) {

    /** The reason if the program is missing. */
    static final String NOT_INSTALLED = "bubblewrap is not installed: 'apt-get install bubblewrap' brings it, on the machine"
            + " of a systemd unit or in the image of a container";

    private static final String NO_NAMESPACES = "the kernel allows no user namespaces (user.max_user_namespaces is 0): set"
            + " 'sysctl user.max_user_namespaces=15000' on the machine, also where it runs Compose, a Kubernetes node or a"
            + " systemd unit";
    private static final String NOT_FOR_USERS = "the kernel allows user namespaces to root alone"
            + " (kernel.unprivileged_userns_clone is 0): set 'sysctl kernel.unprivileged_userns_clone=1' on the machine, also"
            + " where it runs Compose, a Kubernetes node or a systemd unit";
    private static final String APPARMOR_RESTRICTS = "AppArmor takes the rights from user namespaces"
            + " (kernel.apparmor_restrict_unprivileged_userns is 1): give /usr/bin/bwrap a profile with 'userns,' (Ubuntu's"
            + " bwrap-userns-restrict), or set 'sysctl kernel.apparmor_restrict_unprivileged_userns=0', on the machine, also"
            + " where it runs Compose, a Kubernetes node or a systemd unit";
    private static final String SECCOMP = "a seccomp profile forbids namespaces: in Compose set 'security_opt:"
            + " [seccomp=<file>]' to the file in deploy/, in Kubernetes 'seccompProfile' of type Localhost to the same file,"
            + " and in a systemd unit take RestrictNamespaces and SystemCallFilter away";
    private static final String APPARMOR_PROFILE = "the AppArmor profile of the container (%s) forbids mounts: in Compose set"
            + " 'security_opt: [apparmor=unconfined]', in Kubernetes 'appArmorProfile' to type Unconfined, and in a systemd"
            + " unit take AppArmorProfile away";
    private static final String MASKED_PROC = "parts of /proc are masked, and where they are, no other /proc can be mounted:"
            + " in Compose set 'security_opt: [systempaths=unconfined]', in Kubernetes 'procMount: Unmasked' with"
            + " 'hostUsers: false', and in a systemd unit take ProtectKernelTunables, ProtectKernelLogs, ProtectProc and"
            + " ProcSubset away";
    private static final String UNKNOWN = "it needs namespaces and mounts: a container has to allow them (see deploy/), and a"
            + " systemd unit must not restrict them";

    /** The value in /proc/self/status if a filter is active (seccomp(2)). */
    private static final String FILTERED = "2";

    /**
     * The reason.
     *
     * @param said the output of bubblewrap
     */
    String explain(String said) {
        return reason(said) + " (bubblewrap says: " + said + ")";
    }

    private String reason(String said) {
        boolean namespace = said.contains("namespace") || said.contains("clone");
        if (said.contains("mount proc")) {
            return MASKED_PROC;
        }
        if (namespace && isSet("user/max_user_namespaces", "0")) {
            return NO_NAMESPACES;
        }
        if (namespace && isSet("kernel/unprivileged_userns_clone", "0")) {
            return NOT_FOR_USERS;
        }
        if (isSet("kernel/apparmor_restrict_unprivileged_userns", "1")
                && (namespace || said.contains("uid map") || said.contains("RTM_NEWADDR"))) {
            return APPARMOR_RESTRICTS;
        }
        if (namespace && isFiltered()) {
            return SECCOMP;
        }
        Optional<String> profile = read("self/attr/current").filter(text -> !text.isEmpty() && !text.equals("unconfined"));
        if (profile.isPresent() && said.contains("Permission denied")) {
            return APPARMOR_PROFILE.formatted(profile.get());
        }
        return "bubblewrap does not work here: " + UNKNOWN;
    }

    private boolean isSet(String name, String value) {
        return read("sys/" + name).filter(value::equals).isPresent();
    }

    private boolean isFiltered() {
        return read("self/status").stream().flatMap(String::lines).filter(line -> line.startsWith("Seccomp:"))
                .anyMatch(line -> line.endsWith(FILTERED));
    }

    /** The content of a file; none if this kernel has no such file, or it is not readable. */
    private Optional<String> read(String name) {
        Path file = proc.resolve(name);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            // Without a security module, its files exist but cannot be read (EINVAL).
            return Optional.empty();
        }
    }
}
