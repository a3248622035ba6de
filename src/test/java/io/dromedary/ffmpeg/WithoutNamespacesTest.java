package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a guest where there is no bubblewrap. */
@Tag("process")
class WithoutNamespacesTest {

    @TempDir
    Path machine;
    private Enclosure enclosure;

    @BeforeEach
    void makeFolders() throws IOException {
        enclosure = new Enclosure(machine);
        Files.writeString(enclosure.given.resolve("input"), "the input");
    }

    /** Those of a container: folders on the way are open to be passed through, and closed to be listed. */
    private Sandbox ofRoot() throws IOException {
        for (Path each : List.of(machine, machine.resolve("work"), enclosure.attempt)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx--x--x"));
        }
        return SandboxFinder.find(Sandbox.Wish.OFF, Enclosure.AMPLE, enclosure.around(Enclosure.Runner.TESTER));
    }

    private Sandbox ofNobody() throws IOException {
        return SandboxFinder.find(Sandbox.Wish.OFF, Enclosure.AMPLE, new SandboxHost(enclosure.notAsRoot("setpriv"),
                enclosure.scratch(), List.of(), Optional.empty()));
    }

    @Test
    void rootLendsNoneOfItsRights() throws IOException {
        Sandbox sandbox = ofRoot();
        assertThat(sandbox.isConfining()).isFalse();
        assertThat(sandbox.describe()).startsWith("another user").contains("switched off", "no system call is refused",
                "reaches the network");
        String[] said = enclosure.output(sandbox, """
                id -u; id -G; grep -hE '^Cap|NoNewPrivs' /proc/self/status | grep -v '0000000000000000$' | tr -s '\\t' ' '
                cat ../given/input
                for each in ../given/input ../given/x ../out/x ../x /proc/sys/kernel/core_pattern /tmp/../x; do
                    (: >> $each) 2>/dev/null && echo $each
                done
                mount -t tmpfs none /tmp 2>/dev/null && echo mounted
                ls .. 2>/dev/null; ls ../.. 2>/dev/null; cat /etc/shadow 2>/dev/null
                echo x > made; ulimit -u""").split("\n");
        assertThat(Enclosure.userIds().orElseThrow().has(Long.parseLong(said[0]))).isTrue();
        assertThat(said[1]).isEqualTo(said[0]);
        assertThat(List.of(said).subList(2, said.length)).containsExactly("NoNewPrivs: 1", "the input256");
        assertThat(enclosure.made.resolve("made")).hasContent("x");
    }

    @Test
    void aProgramThatTheGuestsUserCannotReachIsGivenAsACopy() throws IOException {
        Sandbox sandbox = ofRoot();
        Path closed = Files.createDirectory(machine.resolve("closed"));
        Path program = Enclosure.program(closed.resolve("ffmpeg"), "echo \"run as $(id -u), $*\"");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        assertThat(enclosure.run(sandbox, enclosure.place(), program, List.of("-version")).output())
                .matches("run as \\d{5}, -version\n");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        assertThat(enclosure.run(sandbox, enclosure.place(), program, List.of("-version")).output())
                .matches("run as \\d{5}, -version\n");
    }

    @Test
    void whatIsElsewhereIsGivenAsACopy() throws IOException {
        Path canary = Files.writeString(machine.resolve("canary"), "canary");
        Path linked = Files.createLink(machine.resolve("linked"), canary);
        for (Sandbox sandbox : List.of(ofNobody(), ofRoot())) {
            GuestMounts place = enclosure.place().with(Map.of("film", canary));
            assertThat(enclosure.run(sandbox, place, "cat ../given/film; (echo x > ../given/film) 2>/dev/null").output())
                    .isEqualTo("canary");
            assertThat(linked).hasContent("canary");
            assertThat(Files.getAttribute(enclosure.given.resolve("film"), "unix:nlink")).isEqualTo(1);
        }
    }

    @Test
    void allOfAGuestOfRootEndsWhenItLeaves() throws IOException {
        Sandbox sandbox = ofRoot();
        Path program = Enclosure.program(machine.resolve("ffmpeg"), "for i in 1 2 3 4 5; do setsid bash -c"
                + " 'trap \"\" TERM; cd /; while :; do sleep 0.05 & sleep 0.05; done' & done; echo x > up; id -u");
        Guest guest = sandbox.admit(program, enclosure.place(), Duration.ofMinutes(1));
        assertThat(guest.isEndKnown()).isFalse();
        File output = machine.resolve("output").toFile();
        Enclosure.start(guest, enclosure.place(), program, List.of(), output, output).onExit().join();
        long user = Long.parseLong(Files.readString(output.toPath()).strip());
        assertThat(UserProcesses.of(user)).isNotEmpty();
        guest.close();
        assertThat(UserProcesses.of(user)).isEmpty();
    }

    @Test
    void aGuestOfRootEndsWithWhatStartedIt() throws IOException, InterruptedException {
        Sandbox sandbox = ofRoot();
        Path program = Enclosure.program(machine.resolve("ffmpeg"), "echo $$ > pid; exec sleep 600");
        try (Guest guest = sandbox.admit(program, enclosure.place(), Duration.ofMinutes(1))) {
            // The shell is in the server's place.
            Path line = Enclosure.program(machine.resolve("server"), String.join(" ", guest.words()) + " " + program
                    + " & wait");
            Process server = new ProcessBuilder(line.toString()).directory(enclosure.made.toFile()).start();
            Path pid = enclosure.made.resolve("pid");
            Awaitility.await().until(() -> Files.exists(pid) && Files.readString(pid).endsWith("\n"));
            var child = new Processes.Seen(Long.parseLong(Files.readString(pid).strip()));
            assertThat(child.hasEnded()).isFalse();
            server.destroyForcibly().waitFor();
            Awaitility.await().until(child::hasEnded);
        }
    }

    @Test
    void aUserThatIsNotRootKeepsNewRightsAwayAndSaysThatThisIsNotMuch() throws IOException {
        Sandbox sandbox = ofNobody();
        assertThat(sandbox.describe()).startsWith("limits alone: ffmpeg has the rights of this server")
                .contains("switched off", "its processes are not");
        assertThat(enclosure.output(sandbox, "grep NoNewPrivs /proc/self/status | tr '\\t' ' '; cat ../given/input"))
                .isEqualTo("NoNewPrivs: 1\nthe input");
    }

    @Test
    void noneOfThemIsTakenWhereBubblewrapIsRequired() throws IOException {
        Path bin = Files.createDirectories(machine.resolve("without"));
        Enclosure.program(bin.resolve("bwrap"),
                "echo 'bwrap: Creating new namespace failed: Operation not permitted' >&2; exit 1");
        assertThatThrownBy(() -> SandboxFinder.find(Sandbox.Wish.REQUIRE, Enclosure.AMPLE, new SandboxHost(
                bin + ":" + Enclosure.PATH, enclosure.scratch(), List.of(), Enclosure.userIds())))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("Creating new namespace failed");
    }

    /** As setpriv of util-linux 2.41 does it, which is not there everywhere: one that takes the filter and loads it. */
    @Test
    void whereSetprivTakesAFilterItIsLoaded() throws IOException {
        Path bin = Files.createDirectories(machine.resolve("newer"));
        Files.writeString(machine.resolve("newer.py"), """
                import ctypes, os, struct, sys
                words = sys.argv[1:]
                end = words.index('--')
                code = open([each for each in words[:end] if each.startswith('--seccomp-filter=')][0][17:], 'rb').read()
                buffer = ctypes.create_string_buffer(code, len(code))
                program = ctypes.create_string_buffer(struct.pack('HP', len(code) // 8, ctypes.addressof(buffer)))
                libc = ctypes.CDLL(None)
                assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, program, 0, 0) == 0
                rest = [each for each in words[:end] if not each.startswith('--seccomp-filter=')]
                os.execv('/usr/bin/setpriv', ['setpriv', *rest, *words[end:]])
                """);
        Enclosure.program(bin.resolve("setpriv"), "if [ \"$1\" = --help ]; then echo ' --seccomp-filter <file>'; exit; fi;"
                + " exec python3 " + machine.resolve("newer.py") + " \"$@\"");
        ofRoot();
        for (Optional<UserIds> ids : List.of(Enclosure.userIds(), Optional.<UserIds>empty())) {
            Sandbox sandbox = SandboxFinder.find(Sandbox.Wish.OFF, Enclosure.AMPLE, new SandboxHost(
                    bin + ":" + Enclosure.PATH, enclosure.scratch(), List.of(), ids));
            assertThat(sandbox.describe()).doesNotContain("no system call is refused");
            assertThat(enclosure.output(sandbox, "mkfifo fifo 2>/dev/null && echo made; ln -s / link 2>/dev/null && echo linked;"
                    + " echo end")).isEqualTo("end\n");
        }
    }
}
