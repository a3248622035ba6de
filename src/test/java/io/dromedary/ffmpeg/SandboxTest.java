package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.ffmpeg.Enclosure.Runner;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts in ffmpeg's place try what a guest must not do; bubblewrap is real. */
@Tag("process")
class SandboxTest {

    private static final File NOWHERE = new File("/dev/null");

    @TempDir
    Path machine;
    private Enclosure enclosure;

    @BeforeEach
    void makeFolders() throws IOException {
        enclosure = new Enclosure(machine);
        Files.writeString(machine.resolve("canary"), "canary");
        Files.writeString(enclosure.given.resolve("input"), "the input");
        Files.writeString(enclosure.results.resolve("result"), "the result");
        // As the server's own umask may have it.
        for (Path each : List.of(enclosure.given.resolve("input"), enclosure.results.resolve("result"))) {
            if (Enclosure.userIds().isPresent()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-r-----"));
            }
        }
    }

    private String output(Runner runner, String script) throws IOException {
        if (runner == Runner.NOBODY) {
            // The server is root in this test, its guest is not; elsewhere both are the same.
            for (Path each : List.of(enclosure.given.resolve("input"), enclosure.results.resolve("result"))) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
        return enclosure.output(enclosure.sandbox(runner), script);
    }

    // ------------------------------------------------------------ what it sees

    @ParameterizedTest
    @EnumSource
    void aGuestSeesItsPlaceAndNothingElseOfTheMachine(Runner runner) throws IOException {
        Files.createDirectories(machine.resolve("work/another"));
        String seen = output(runner, "cat ../given/input; cat ../out/result; pwd; ls /job; ls " + machine + " "
                + machine.resolve("work") + "; ls / /etc /root /home /var");
        assertThat(seen).startsWith("the inputthe result/job/made\ngiven\nmade\nout\n")
                .doesNotContain("canary", "another", "job-1", "passwd", "shadow", ".ssh", "home\n", "root\n");
    }

    @ParameterizedTest
    @EnumSource
    void nothingButItsOwnFolderCanBeWrittenTo(Runner runner) throws IOException {
        String script = """
                for each in / /tmp /dev /dev/shm /dev/pts /job /job/given /job/out /usr /usr/local /etc /proc /proc/self \
                        /proc/sys/kernel /job/made; do
                    (echo x > $each/written) 2>/dev/null && echo $each
                done
                for each in /job/given/input /job/out/result /proc/sys/kernel/core_pattern /proc/sysrq-trigger \
                        /proc/irq/default_smp_affinity /proc/1/mem; do
                    (: >> $each) 2>/dev/null && echo $each
                done
                mv /job/given/input /job/made/ 2>/dev/null && echo moved
                rm -f /job/given/input 2>/dev/null && echo removed
                true""";
        // Its own memory it can write to, whoever it is.
        assertThat(output(runner, script).lines().filter(line -> !line.equals("/proc/1/mem"))).containsExactly("/job/made");
        assertThat(enclosure.made.resolve("written")).hasContent("x");
        assertThat(enclosure.given.resolve("input")).hasContent("the input");
        assertThat(Path.of("/usr/written")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aFileElsewhereIsSeenAmongWhatIsGivenAndCannotBeChanged(Runner runner) throws IOException {
        Path canary = machine.resolve("canary");
        Files.setPosixFilePermissions(canary, PosixFilePermissions.fromString("rw-rw-rw-"));
        GuestMounts place = enclosure.place().with(Map.of("film", canary));
        assertThat(enclosure.run(enclosure.sandbox(runner), place, "cat ../given/film; echo x > ../given/film").output())
                .isEqualTo("canary");
        assertThat(canary).hasContent("canary");
        assertThat(enclosure.given.resolve("film")).isEmptyFile();
    }

    @Test
    void aFileElsewhereThatOthersCannotReadIsGivenAsACopy() throws IOException {
        Path canary = machine.resolve("canary");
        Files.setPosixFilePermissions(canary, PosixFilePermissions.fromString("rw-------"));
        GuestMounts place = enclosure.place().with(Map.of("film", canary));
        for (int i = 0; i < 2; i++) {
            assertThat(enclosure.run(enclosure.sandbox(Runner.TESTER), place, "cat ../given/film; echo x > ../given/film")
                    .output()).isEqualTo("canary");
        }
        assertThat(canary).hasContent("canary");
    }

    @Test
    void aNameThatLeadsOutOfWhatIsGivenIsNone() {
        for (String name : List.of("", ".", "..", "../input", "a/b")) {
            assertThatThrownBy(() -> enclosure.place().with(Map.of(name, machine.resolve("canary")))).as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGuestHasNoNetwork(Runner runner) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String connect = "(: < /dev/tcp/127.0.0.1/" + socket.getLocalPort() + ") 2>/dev/null && echo connected || echo alone";
            assertThat(enclosure.output(Sandbox.none(), connect)).isEqualTo("connected\n");
            assertThat(output(runner, connect)).isEqualTo("alone\n");
            assertThat(output(runner, "ls /proc/net/../self/net > /dev/null; cut -d: -f1 -s /proc/net/dev | tr -d ' '"))
                    .isEqualTo("lo\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGuestSeesNoOtherProcessAndHasNoCapability(Runner runner) throws IOException {
        assertThat(output(runner, "ls /proc | grep '^[0-9]' | sort -n | head -1; ls /proc | grep -c '^[0-9]'").strip())
                .matches("1\n[1-9]");
        assertThat(output(runner, "grep -hE '^Cap|NoNewPrivs' /proc/self/status | tr -s '\\t' ' ' | grep -v CapBnd | sort"))
                .isEqualTo("CapAmb: 0000000000000000\nCapEff: 0000000000000000\nCapInh: 0000000000000000\n"
                        + "CapPrm: 0000000000000000\nNoNewPrivs: 1\n");
        assertThat(output(runner, "grep -h CapBnd /proc/self/status")).endsWith("0000000000000000\n");
    }

    @Test
    void aGuestOfRootIsAUserOfItsOwnInNoGroup() throws IOException {
        Optional<UserIds> ids = Enclosure.userIds();
        String[] who = output(Runner.TESTER, "id -u; id -g; id -G; cat /proc/self/uid_map | tr -s ' '").split("\n");
        if (ids.isPresent()) {
            assertThat(ids.get().has(Long.parseLong(who[0]))).isTrue();
            assertThat(who[1]).isEqualTo(who[0]);
            assertThat(who[2]).isEqualTo(who[0]);
            // No user namespace: the number is not the mask of another.
            assertThat(who[3]).isEqualTo(" 0 0 4294967295");
        }
    }

    @Test
    void guestsAtTheSameTimeAreDifferentUsers() throws IOException {
        Sandbox sandbox = enclosure.sandbox(Runner.TESTER);
        Path program = Path.of("/usr/bin/true");
        try (Guest one = sandbox.admit(program, enclosure.place(), Duration.ofMinutes(1));
                Guest other = sandbox.admit(program, enclosure.place(), Duration.ofMinutes(1))) {
            assertThat(user(one)).isNotEqualTo(user(other)).isEqualTo(Enclosure.userIds().isPresent() ? user(one) : "");
        }
    }

    private static String user(Guest guest) {
        return guest.words().stream().filter(word -> word.startsWith("--reuid=")).findFirst().orElse("");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHiddenIsNotSeenWhereverTheSettingsPutIt(Runner runner) throws IOException {
        Path font = firstFile(Path.of("/usr/share/fonts"));
        Path notice = Path.of("/usr/share/doc/coreutils/copyright");
        Path link = Files.createSymbolicLink(machine.resolve("link"), notice);
        Path seen = Path.of("/usr/share/doc/bubblewrap/copyright");
        Sandbox sandbox = SandboxFinder.find(Sandbox.Wish.REQUIRE, Enclosure.AMPLE, enclosure.around(runner, List.of(
                Path.of("/usr/share/fonts"), font, link, Path.of("/lib/os-release"), machine.resolve("nothing"), machine)));
        String script = "for each in " + font + " " + notice + " /usr/lib/os-release /lib/os-release " + seen
                + "; do cat $each > /dev/null && echo $each; done; ls -A /usr/share/fonts; echo x > /usr/share/fonts/x";
        assertThat(output(runner, script)).contains(font.toString(), notice.toString());
        assertThat(enclosure.output(sandbox, script)).isEqualTo(seen + "\n");
    }

    private static Path firstFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(Files::isReadable).sorted().findFirst().orElseThrow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void settingsOfWhatAnAdministratorHasInstalledAreNotSeen(Runner runner) throws IOException {
        assertThat(output(runner, "ls -A /usr/local/etc | grep -v fonts; echo x > /usr/local/etc/x")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aProgramBehindALinkIsRun(Runner runner) throws IOException {
        Path bin = Files.createDirectories(machine.resolve("own/bin"));
        Files.setPosixFilePermissions(machine.resolve("own"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(Files.createDirectories(machine.resolve("own/lib")).resolve("library"), "library");
        Enclosure.program(bin.resolve("real"), "cat ${0%/*}/../lib/library");
        Path link = Files.createSymbolicLink(bin.resolve("ffmpeg"), bin.resolve("real"));
        assertThat(enclosure.run(enclosure.sandbox(runner), enclosure.place(), link, List.of()).output())
                .isEqualTo("library");
    }

    // ------------------------------------------------------------ how it ends

    /** Bubblewrap has a first process of its own otherwise, and ends before those that it waits for. */
    @ParameterizedTest
    @EnumSource
    void whenTheStartedProcessHasEndedNoneOfTheGuestIsLeft(Runner runner) throws IOException {
        Sandbox sandbox = enclosure.sandbox(runner);
        String mark = mark(86_400, runner);
        String script = "for i in 1 2 3 4 5 6 7 8; do setsid sleep " + mark + " & done; exit 7";
        for (int i = 0; i < 5; i++) {
            assertThat(enclosure.run(sandbox, enclosure.place(), script).exitValue()).isEqualTo(7);
            assertThat(isRunning(mark)).isFalse();
        }
        try (Guest guest = sandbox.admit(Path.of("/usr/bin/true"), enclosure.place(), Duration.ofMinutes(1))) {
            assertThat(guest.isEndKnown()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGuestEndsWithWhatStartedIt(Runner runner) throws IOException {
        String mark = mark(86_401, runner);
        Path program = Enclosure.program(Files.createDirectories(machine.resolve("programs")).resolve("ffmpeg"),
                "trap '' TERM; touch up; while :; do sleep " + mark + "; done");
        try (Guest guest = enclosure.sandbox(runner).admit(program, enclosure.place(), Duration.ofMinutes(1))) {
            Process process = Enclosure.start(guest, enclosure.place(), program, List.of(), NOWHERE, NOWHERE);
            Awaitility.await().until(() -> Files.exists(enclosure.made.resolve("up")) && isRunning(mark));
            process.destroyForcibly();
            Awaitility.await().until(() -> !isRunning(mark));
        }
    }

    // ------------------------------------------------------------ what it may take

    @ParameterizedTest
    @EnumSource
    void aGuestHasNoMoreProcessesThanAreSet(Runner runner) throws IOException {
        Sandbox sandbox = SandboxFinder.find(Sandbox.Wish.REQUIRE, Enclosure.AMPLE.withProcesses(8), enclosure.around(runner));
        assertThat(sandbox.describe()).endsWith("its memory, CPU time, files and processes are limited");
        List<Process> others = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                others.add(new ProcessBuilder(Stream.concat(Enclosure.nobody().stream(), Stream.of("sleep", "600")).toList())
                        .start());
            }
            var ended = enclosure.run(sandbox, enclosure.place(),
                    "exec bash -c 'for i in 1 2 3 4 5 6 7 8 9; do echo more >> begun; sleep 600 & done'");
            assertThat(ended.errors()).contains("fork");
        } finally {
            others.forEach(Process::destroyForcibly);
        }
        // The shell is one of the eight, and the last one that was begun came to nothing.
        assertThat(Files.readAllLines(enclosure.made.resolve("begun"))).hasSize(8);
    }

    @ParameterizedTest
    @EnumSource
    void memoryProcessorTimeFilesAndCoreDumpsAreLimited(Runner runner) throws IOException {
        long cpu = 300L * Runtime.getRuntime().availableProcessors() + 1;
        assertThat(output(runner, "ulimit -v; ulimit -f; ulimit -t; ulimit -n; ulimit -c; ulimit -u")).isEqualTo(
                (8 << 20) + "\n" + (1 << 20) + "\n" + cpu + "\n256\n0\n256\n");
    }

    // ------------------------------------------------------------ what works here

    @Test
    void thatProcessesAreNotCountedIsTold() throws IOException {
        Path unable = Files.createDirectories(machine.resolve("unable"));
        Enclosure.program(unable.resolve("prlimit"), "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"");
        var around = new SandboxHost(unable + ":" + Enclosure.PATH, enclosure.scratch(), List.of(),
                Enclosure.userIds());
        assertThat(SandboxFinder.find(Sandbox.Wish.PREFER, Enclosure.AMPLE, around).describe())
                .startsWith("bubblewrap").contains("its processes are not: the kernel does not count them");
        Enclosure.program(unable.resolve("prlimit"), "echo not permitted; exit 1");
        assertThat(SandboxFinder.find(Sandbox.Wish.PREFER, Enclosure.AMPLE, around).describe())
                .contains("its processes are not: their limit cannot be set (not permitted)");
    }

    @Test
    void whatIsRequiredAndNotThereIsRefusedWithTheWayOut() {
        var nothing = new SandboxHost(machine.toString(), enclosure.scratch(), List.of(), Optional.empty());
        assertThatThrownBy(() -> SandboxFinder.find(Sandbox.Wish.REQUIRE, Enclosure.AMPLE, nothing))
                .hasMessageContaining("not installed").hasMessageContaining("apt-get install bubblewrap");
        Sandbox without = SandboxFinder.find(Sandbox.Wish.PREFER, Enclosure.AMPLE, nothing);
        assertThat(without.isConfining()).isFalse();
        assertThat(without.describe()).startsWith("none").contains("not installed", "apt-get install bubblewrap");
    }

    @Test
    void whatIsThereAndDoesNotWorkIsToldWithItsReason() throws IOException {
        Enclosure.program(machine.resolve("bwrap"), "echo no such luck here >&2; exit 1");
        var around = new SandboxHost(machine + ":" + Enclosure.PATH, enclosure.scratch(), List.of(), Optional.empty());
        assertThatThrownBy(() -> SandboxFinder.find(Sandbox.Wish.REQUIRE, Enclosure.AMPLE, around))
                .hasMessageContaining("no such luck here");
        assertThat(SandboxFinder.find(Sandbox.Wish.PREFER, Enclosure.AMPLE, around).describe())
                .startsWith("limits alone").contains("no such luck here");
        assertThat(SandboxFinder.find(Sandbox.Wish.OFF, Enclosure.AMPLE, around).describe())
                .startsWith("limits alone").contains("switched off");
    }

    /** As an older bubblewrap, or a container, may have it. */
    @Test
    void whatOnePartOfTheWallsCannotIsDoneWithoutAndTold() throws IOException {
        Enclosure.program(machine.resolve("bwrap"), "case \" $* \" in *' --seccomp '*) echo no filter >&2; exit 1;; esac; exec "
                + Executables.find("bwrap", Enclosure.PATH).orElseThrow() + " \"$@\"");
        var around = new SandboxHost(machine + ":" + Enclosure.PATH, enclosure.scratch(), List.of(),
                Enclosure.userIds());
        Sandbox sandbox = SandboxFinder.find(Sandbox.Wish.REQUIRE, Enclosure.AMPLE, around);
        assertThat(sandbox.describe()).startsWith("bubblewrap").endsWith("But no system call is refused (no filter)");
        assertThat(enclosure.output(sandbox, "echo works; ls /proc/sys > /dev/null; grep Seccomp: /proc/self/status | cut -f 2"))
                .isEqualTo("works\n0\n");
    }

    /** As in a container whose root may not make namespaces but in a user namespace. */
    @Test
    void whereRootCannotDoWithoutAUserNamespaceThatIsTold() throws IOException {
        Enclosure.program(machine.resolve("bwrap"), "case \" $* \" in *' --unshare-user '*) exec "
                + Executables.find("bwrap", Enclosure.PATH).orElseThrow() + " \"$@\";; esac; echo only with one >&2; exit 1");
        var around = new SandboxHost(machine + ":" + Enclosure.PATH, enclosure.scratch(), List.of(),
                Enclosure.userIds());
        Sandbox sandbox = SandboxFinder.find(Sandbox.Wish.REQUIRE, Enclosure.AMPLE, around);
        if (Enclosure.userIds().isPresent()) {
            assertThat(sandbox.describe()).contains("it keeps the user id of root").contains("only with one");
        }
        assertThat(enclosure.output(sandbox, "for each in core_pattern hostname; do (: >> /proc/sys/kernel/$each) && echo $each;"
                + " done; (: >> /proc/irq/default_smp_affinity) && echo irq; echo end")).isEqualTo("end\n");
    }

    /** By it a process is found from outside, where its number is another. */
    private static String mark(int seconds, Runner runner) {
        return seconds + "." + ProcessHandle.current().pid() + runner.ordinal();
    }

    private static boolean isRunning(String mark) {
        return Processes.all().anyMatch(each -> each.words().contains(mark) && !each.hasEnded());
    }
}
