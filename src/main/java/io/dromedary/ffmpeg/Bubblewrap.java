package io.dromedary.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The command line of bubblewrap (bwrap(1)): the guest has its own namespaces, and so no network and no view of other
 * processes; it has no capabilities, and cannot get new privileges. It sees the system's programs, libraries and fonts,
 * and otherwise only its mounts, and writes only to {@link GuestMounts#MADE}.
 *
 * <p>The guest is the first process of its namespace ({@code --as-pid-1}): when it ends, the kernel ends all processes
 * that it started, and then bubblewrap ends.
 *
 * <p>If root runs the server, there is no user namespace, in which root would stay root for some unprotected files of
 * /proc; instead, the guest becomes a separate user by {@code setpriv} inside the sandbox. The death signal of bubblewrap
 * would not reach another user, so the first process is {@code flock}, which still runs as root: it waits for the guest,
 * and returns its exit value (128 plus the number for a signal).
 */
final class Bubblewrap implements Isolation {

    /** Bubblewrap itself covers this only if it can write to the folder, which does not depend on the files in it. */
    private static final List<String> KERNEL_SETTINGS = existing("/proc/sys");
    private static final List<String> FILES_OF_ROOT = existing("/proc/irq", "/proc/bus", "/proc/fs", "/proc/acpi", "/proc/scsi");
    /** The capabilities by which the guest drops its privileges, and then these too. */
    private static final List<String> CAPABILITIES = List.of("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP");

    /**
     * The programs that form the sandbox.
     *
     * @param bwrap   bubblewrap itself
     * @param setpriv makes the guest a separate user; none if it stays the same user
     * @param flock   opens the file of the filter for bubblewrap; always present with setpriv
     * @param filter  the filter of system calls
     */
    record Programs(Path bwrap, Optional<Path> setpriv, Optional<Path> flock, Optional<Path> filter) {
    }

    private final Programs programs;
    private final SystemView view;
    private final Set<Part> parts;

    /** @param hidden folders and files that stay hidden even inside visible folders, such as the data folder */
    Bubblewrap(Programs programs, List<Path> hidden, Set<Part> parts) {
        this.programs = programs;
        this.view = new SystemView(hidden);
        this.parts = Set.copyOf(parts);
    }

    @Override
    public List<String> words(Path program, GuestMounts mounts, OptionalInt user) {
        var words = new ArrayList<String>();
        if (parts.contains(Part.FILTER)) {
            // The first file that a process opens gets descriptor 3, and flock keeps it open for the program that it executes.
            words.addAll(List.of(programs.flock().orElseThrow().toString(), "--shared", "--no-fork",
                    programs.filter().orElseThrow().toString()));
        }
        words.add(programs.bwrap().toString());
        words.addAll(kernelWords(user));
        words.addAll(List.of("--dev", "/dev"));
        words.addAll(view.words(program));
        words.addAll(folders(mounts));
        if (parts.contains(Part.FILTER)) {
            words.addAll(List.of("--seccomp", "3"));
        }
        words.add("--");
        user.ifPresent(id -> {
            // The locked folder is the root of the guest's own mounts.
            words.addAll(List.of(programs.flock().orElseThrow().toString(), "--shared", "--close", "/"));
            words.addAll(SeparateUser.words(programs.setpriv().orElseThrow(), id, true, Optional.empty()));
        });
        return words;
    }

    /** The words for namespaces, capabilities and /proc. */
    private List<String> kernelWords(OptionalInt user) {
        var words = new ArrayList<>(List.of("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
                "--unshare-cgroup-try"));
        if (user.isEmpty()) {
            words.add("--unshare-user");
        }
        if (parts.contains(Part.NO_NAMESPACES)) {
            words.add("--disable-userns");
        }
        words.addAll(List.of("--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"));
        if (user.isPresent()) {
            CAPABILITIES.forEach(each -> words.addAll(List.of("--cap-add", each)));
        }
        words.addAll(List.of("--proc", "/proc"));
        if (parts.contains(Part.KERNEL_SETTINGS)) {
            KERNEL_SETTINGS.forEach(each -> words.addAll(List.of("--ro-bind", each, each)));
        }
        if (parts.contains(Part.FILES_OF_ROOT)) {
            FILES_OF_ROOT.forEach(each -> words.addAll(List.of("--ro-bind", each, each)));
        }
        return words;
    }

    /** The words that bind the folders of a guest. */
    private static List<String> folders(GuestMounts mounts) {
        // /tmp exists, but is read-only like the rest: a guest writes its temporary files where it works.
        var words = new ArrayList<>(List.of("--dir", "/tmp", "--dir", GuestMounts.FOLDER,
                "--ro-bind", mounts.given().toString(), GuestMounts.GIVEN,
                "--ro-bind", mounts.results().toString(), GuestMounts.RESULTS));
        mounts.elsewhere().forEach((name, file) ->
                words.addAll(List.of("--ro-bind", file.toString(), GuestMounts.GIVEN + "/" + name)));
        words.addAll(List.of("--bind", mounts.made().toString(), GuestMounts.MADE, "--remount-ro", "/dev", "--remount-ro", "/",
                "--chdir", GuestMounts.MADE));
        return words;
    }

    private static List<String> existing(String... paths) {
        return Stream.of(paths).filter(each -> Files.isDirectory(Path.of(each))).toList();
    }

    @Override
    public Set<Part> parts() {
        return parts;
    }

    @Override
    public boolean hasNamespaces() {
        return true;
    }

    @Override
    public boolean isOfAnother() {
        return programs.setpriv().isPresent();
    }
}
