package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bubblewrap says, beside what the kernel says of itself: files in the place of those of /proc, and a real filter. */
@Tag("process")
class BubblewrapDiagnosisTest {

    private static final String NO_NAMESPACE = "bwrap: No permissions to create new namespace, likely because the kernel does"
            + " not allow non-privileged user namespaces.";

    @TempDir
    Path proc;

    private String explain(String said) {
        return new BubblewrapDiagnosis(proc).explain(said);
    }

    private void kernelSays(String file, String text) throws IOException {
        Path path = proc.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }

    @Test
    void noUserNamespacesAtAll() throws IOException {
        kernelSays("sys/user/max_user_namespaces", "0");
        assertThat(explain("bwrap: Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces exceeded"
                + " (ENOSPC)")).contains("sysctl user.max_user_namespaces=15000", "ENOSPC");
    }

    @Test
    void namespacesForRootAlone() throws IOException {
        kernelSays("sys/user/max_user_namespaces", "15000");
        kernelSays("sys/kernel/unprivileged_userns_clone", "0");
        assertThat(explain(NO_NAMESPACE)).contains("sysctl kernel.unprivileged_userns_clone=1", NO_NAMESPACE);
    }

    @Test
    void namespacesWithoutRights() throws IOException {
        kernelSays("sys/kernel/unprivileged_userns_clone", "1");
        kernelSays("sys/kernel/apparmor_restrict_unprivileged_userns", "1");
        for (String said : List.of("bwrap: setting up uid map: Permission denied",
                "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted")) {
            assertThat(explain(said)).contains("kernel.apparmor_restrict_unprivileged_userns=0", "'userns,'");
        }
    }

    @Test
    void aSeccompProfile() throws IOException {
        kernelSays("self/status", "NoNewPrivs:\t0\nSeccomp:\t2\nSeccomp_filters:\t1");
        assertThat(explain(NO_NAMESPACE)).contains("seccomp=", "Localhost", "RestrictNamespaces");
        kernelSays("self/status", "NoNewPrivs:\t0\nSeccomp:\t0");
        assertThat(explain(NO_NAMESPACE)).doesNotContain("seccomp=").contains("does not work here");
    }

    @Test
    void anAppArmorProfile() throws IOException {
        kernelSays("self/attr/current", "docker-default (enforce)");
        assertThat(explain("bwrap: Failed to make / slave: Permission denied"))
                .contains("docker-default (enforce)", "apparmor=unconfined", "appArmorProfile", "AppArmorProfile");
        kernelSays("self/attr/current", "unconfined");
        assertThat(explain("bwrap: Failed to make / slave: Permission denied")).doesNotContain("apparmor=unconfined");
    }

    @Test
    void aMaskedProc() throws IOException {
        kernelSays("self/status", "Seccomp:\t2");
        assertThat(explain("bwrap: Can't mount proc on /newroot/proc: Operation not permitted"))
                .contains("systempaths=unconfined", "procMount: Unmasked", "ProtectKernelTunables");
    }

    @Test
    void whatIsNotKnownIsToldAsItWasSaid() {
        assertThat(explain("bwrap: no idea")).contains("does not work here", "bwrap: no idea");
    }

    /** The filter of guests forbids namespaces, as that of a container does: a server under it is told so. */
    @Test
    void underARealFilterARequiredSandboxNamesIt() throws IOException {
        Path filter = SeccompFilter.in(proc).orElseThrow();
        Path program = Files.writeString(proc.resolve("under.py"), """
                import ctypes, os, struct, sys
                code = open(sys.argv[1], 'rb').read()
                buffer = ctypes.create_string_buffer(code, len(code))
                program = ctypes.create_string_buffer(struct.pack('HP', len(code) // 8, ctypes.addressof(buffer)))
                libc = ctypes.CDLL(None, use_errno=True)
                assert libc.prctl(38, 1, 0, 0, 0) == 0
                assert libc.prctl(22, 2, program, 0, 0) == 0, ctypes.get_errno()
                os.execv(sys.argv[2], sys.argv[2:])
                """);
        Path said = proc.resolve("said");
        Process process = new ProcessBuilder("python3", program.toString(), filter.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp",
                System.getProperty("java.class.path"), Start.class.getName(), proc.toString())
                .redirectErrorStream(true).redirectOutput(said.toFile()).redirectInput(new File("/dev/null")).start();
        try {
            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(said).content().contains("DROMEDARY_SANDBOX is 'require', but a seccomp profile forbids namespaces",
                    "seccomp=<file>", "Localhost", "RestrictNamespaces");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A start that needs walls. */
    static final class Start {

        public static void main(String[] args) {
            SandboxFinder.find(Sandbox.Wish.REQUIRE, Enclosure.AMPLE, new SandboxHost(Enclosure.PATH, Path.of(args[0]),
                    List.of(), Enclosure.userIds()));
        }
    }
}
