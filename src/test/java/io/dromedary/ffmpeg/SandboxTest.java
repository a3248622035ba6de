package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts in ffmpeg's place try what a guest must not do; bubblewrap is real. */
class SandboxTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ProcessLimits AMPLE = new ProcessLimits(4L << 30, 1L << 30, 128, 64);

    @TempDir
    Path machine;
    private Path folder;
    private final CompletableFuture<String> stop = new CompletableFuture<>();

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(machine.resolve("work/job"));
        Files.writeString(machine.resolve("canary"), "canary");
    }

    @Test
    void aGuestSeesItsFolderAndNothingElseOfTheMachine() throws IOException {
        Files.createDirectories(machine.resolve("work/another"));
        Files.writeString(folder.resolve("input"), "the input");
        String seen = output("cat input; ls " + machine + " " + machine.resolve("work") + "; ls /; ls /etc");
        assertThat(seen).startsWith("the input").contains("job").doesNotContain("canary", "another", "root", "passwd", "home");
    }

    @Test
    void aGuestWritesToItsFolderAlone() {
        output("echo made > made; echo x > /usr/made; echo x > " + machine.resolve("made") + "; true");
        assertThat(folder.resolve("made")).hasContent("made");
        assertThat(machine.resolve("made")).doesNotExist();
        assertThat(Path.of("/usr/made")).doesNotExist();
    }

    @Test
    void aFileElsewhereIsReadWhereTheRunNamesItAndCannotBeChanged() {
        String canary = machine.resolve("canary").toString();
        assertThat(run(sandbox(AMPLE), "cat " + canary + "; echo x > " + canary + "; true", LONG, List.of(Path.of(canary))))
                .isEqualTo("canary\n");
        assertThat(Path.of(canary)).hasContent("canary");
    }

    @Test
    void aGuestHasNoNetwork() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String connect = "(: < /dev/tcp/127.0.0.1/" + socket.getLocalPort() + ") 2>/dev/null && echo connected || echo alone";
            assertThat(run(Sandbox.none(), connect, LONG, List.of())).isEqualTo("connected\n");
            assertThat(output(connect)).isEqualTo("alone\n");
        }
    }

    @Test
    void aGuestSeesNoOtherProcessAndHasNoCapability() {
        assertThat(output("ls /proc | grep -c '^[0-9]'").strip()).matches("[1-9]");
        assertThat(output("grep -hE 'CapEff|CapPrm|NoNewPrivs' /proc/self/status | tr -s '\\t' ' ' | sort"))
                .isEqualTo("CapEff: 0000000000000000\nCapPrm: 0000000000000000\nNoNewPrivs: 1\n");
    }

    @Test
    void aFolderOfThisServerIsHiddenEvenWhereTheSystemIsSeen() {
        Path hidden = Path.of("/usr/share/fonts");
        Sandbox sandbox = Sandbox.find(Sandbox.Wish.REQUIRE, AMPLE, System.getenv("PATH"), List.of(hidden));
        assertThat(output("ls " + hidden)).isNotEmpty();
        assertThat(run(sandbox, "ls " + hidden, LONG, List.of())).isEmpty();
    }

    @Test
    void ffmpegItselfEncodesAndDrawsTextInIt() throws IOException {
        var executor = new FfmpegExecutor(Map.of("ffmpeg", Launch.words("ffmpeg", System.getenv("PATH"))),
                sandbox(new ProcessLimits(8L << 30, 1L << 30, 256, 256)), LONG);
        executor.execute(new FfmpegBinding.Command(new ProcessCommand("ffmpeg", List.of("-v", "error", "-f", "lavfi", "-i",
                "testsrc2=size=64x36:rate=5:duration=1,drawtext=text=x", "-c:v", "libx264", "out.mp4"), folder, List.of(),
                LONG, Optional.of(progress -> { }), stop)));
        assertThat(Files.size(folder.resolve("out.mp4"))).isPositive();
    }

    @Test
    void whenToldToStopEverythingInItEnds() throws IOException {
        Sandbox sandbox = sandbox(AMPLE);
        // By its name it is found from outside, where its number is another.
        String mark = "86400." + ProcessHandle.current().pid();
        CompletableFuture<Throwable> end = CompletableFuture.runAsync(() ->
                run(sandbox, "trap '' TERM; sleep " + mark + " & touch up; while :; do sleep 1; done", LONG, List.of()))
                .handle((nothing, thrown) -> thrown.getCause());
        Awaitility.await().atMost(LONG).until(() -> Files.exists(folder.resolve("up")));
        assertThat(isRunning(mark)).isTrue();
        stop.complete("cancelled");
        assertThat(end.join()).isInstanceOf(CancellationException.class);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !isRunning(mark));
    }

    @Test
    void memoryIsLimited() {
        var limits = new ProcessLimits(512L << 20, 1L << 30, 128, 64);
        assertThat(run(sandbox(limits), "dd if=/dev/zero of=/dev/null bs=256M count=1 && echo enough", LONG, List.of()))
                .isEqualTo("enough\n");
        assertThat(failure(() -> run(sandbox(limits), "dd if=/dev/zero of=/dev/null bs=600M count=1", LONG, List.of())))
                .isNotNull();
        assertThat(failure(() -> run(sandbox(AMPLE), "echo 'input: Cannot allocate memory' >&2; exit 1", LONG, List.of()))
                .reason()).isEqualTo(Reason.OUT_OF_MEMORY);
        assertThat(failure(() -> run(sandbox(AMPLE), "echo '[libvpx] Memory allocation error' >&2; exit 1", LONG, List.of()))
                .reason()).isEqualTo(Reason.OUT_OF_MEMORY);
    }

    /** As SVT-AV1 does it, which waits for a thread that could not be started. */
    @Test
    void whatHangsForWantOfMemoryIsToldFromWhatTakesLong() {
        assertThat(failure(() -> run(sandbox(AMPLE), "echo 'SvtMalloc: allocate memory failed' >&2; sleep 60",
                Duration.ofSeconds(5), List.of())).reason()).isEqualTo(Reason.OUT_OF_MEMORY);
    }

    @Test
    void theSizeOfAFileIsLimited() throws IOException {
        var limits = new ProcessLimits(4L << 30, 100_000, 128, 64);
        assertThat(failure(() -> ffmpeg(limits, "testsrc2=size=640x360:duration=1", "out.avi")).reason())
                .isEqualTo(Reason.FILE_TOO_LARGE);
        assertThat(Files.size(folder.resolve("out.avi"))).isLessThanOrEqualTo(100_000);
    }

    @Test
    void processorTimeOpenFilesAndCoreDumpsAreLimited() {
        long cpu = 60L * Runtime.getRuntime().availableProcessors() + 1;
        assertThat(output("ulimit -t; ulimit -n; ulimit -c")).isEqualTo(cpu + "\n128\n0\n");
        assertThat(failure(() -> run(sandbox(AMPLE), "kill -XCPU $$", LONG, List.of())).reason()).isEqualTo(Reason.TIMED_OUT);
    }

    /** As in a container; whose root is that of the machine is not limited. What others of the same user start counts not. */
    @Test
    void aGuestOfAUserThatIsNotRootHasNoMoreProcessesThanAreSet() throws IOException {
        Sandbox sandbox = Sandbox.find(Sandbox.Wish.REQUIRE, AMPLE.withProcesses(8), notAsRoot(), List.of());
        assertThat(sandbox.describe()).endsWith("its memory, CPU time, files and processes are limited");
        openToAll();
        List<Process> others = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                others.add(new ProcessBuilder(Stream.concat(nobody().stream(), Stream.of("sleep", "600")).toList()).start());
            }
            assertThat(failure(() -> run(sandbox, "exec sh -c 'while echo more >> begun; do sleep 600 & done'", LONG, List.of()))
                    .errorOutput()).contains("Cannot fork");
        } finally {
            others.forEach(Process::destroyForcibly);
        }
        // Bubblewrap and the shell are two of the eight, and the last one that was begun came to nothing.
        assertThat(Files.readAllLines(folder.resolve("begun"))).hasSize(8 - 2 + 1);
    }

    @Test
    void thatProcessesAreNotCountedIsTold() throws IOException {
        Path unable = Files.createDirectories(machine.resolve("unable"));
        program(unable.resolve("prlimit"), "shift 2; exec \"$@\"");
        program(unable.resolve("bwrap"), "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"");
        assertThat(Sandbox.find(Sandbox.Wish.PREFER, AMPLE, unable + ":" + System.getenv("PATH"), List.of()).describe())
                .startsWith("bubblewrap").contains("its processes are not: the kernel does not count them");
        program(unable.resolve("prlimit"), "echo not permitted; exit 1");
        assertThat(Sandbox.find(Sandbox.Wish.PREFER, AMPLE, unable + ":" + System.getenv("PATH"), List.of()).describe())
                .contains("its processes are not: their limit cannot be set (not permitted)");
    }

    @Test
    void whatIsRequiredAndNotThereIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> Sandbox.find(Sandbox.Wish.REQUIRE, AMPLE, machine.toString(), List.of()))
                .hasMessageContaining("not installed").hasMessageContaining("apt-get install bubblewrap");
        Sandbox without = Sandbox.find(Sandbox.Wish.PREFER, AMPLE, machine.toString(), List.of());
        assertThat(without.isConfining()).isFalse();
        assertThat(without.describe()).startsWith("none").contains("not installed", "apt-get install bubblewrap");
    }

    @Test
    void whatIsThereAndDoesNotWorkIsToldWithItsReason() throws IOException {
        program(machine.resolve("bwrap"), "echo no namespaces here >&2; exit 1");
        String path = machine + ":" + System.getenv("PATH");
        assertThatThrownBy(() -> Sandbox.find(Sandbox.Wish.REQUIRE, AMPLE, path, List.of()))
                .hasMessageContaining("no namespaces here");
        assertThat(Sandbox.find(Sandbox.Wish.PREFER, AMPLE, path, List.of()).describe())
                .startsWith("limits alone").contains("no namespaces here");
        assertThat(Sandbox.find(Sandbox.Wish.OFF, AMPLE, path, List.of()).describe())
                .startsWith("limits alone").contains("switched off");
    }

    // ------------------------------------------------------------ how it is run

    /** A search path on which bubblewrap is run by a user that is not root. */
    private String notAsRoot() throws IOException {
        Path bin = Files.createDirectories(machine.resolve("bin"));
        String bwrap = Launch.find("bwrap", System.getenv("PATH")).orElseThrow().toString();
        program(bin.resolve("bwrap"), "exec " + String.join(" ", nobody()) + " " + bwrap + " \"$@\"");
        return bin + ":" + System.getenv("PATH");
    }

    /** The words by which root becomes another user. */
    private static List<String> nobody() {
        return System.getProperty("user.name").equals("root")
                ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--") : List.of();
    }

    private void openToAll() throws IOException {
        for (Path each : List.of(machine, machine.resolve("work"), folder)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    private static Path program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/bash\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Sandbox sandbox(ProcessLimits limits) {
        return Sandbox.find(Sandbox.Wish.REQUIRE, limits, System.getenv("PATH"), List.of());
    }

    private void ffmpeg(ProcessLimits limits, String source, String output) {
        new FfmpegExecutor(Map.of("ffmpeg", Launch.words("ffmpeg", System.getenv("PATH"))), sandbox(limits), LONG)
                .execute(new FfmpegBinding.Command(new ProcessCommand("ffmpeg", List.of("-v", "error", "-threads", "1",
                        "-f", "lavfi", "-i", source, "-c:v", output.endsWith("avi") ? "rawvideo" : "png", output), folder,
                        List.of(), LONG, Optional.empty(), stop)));
    }

    private String output(String script) {
        return run(sandbox(AMPLE), script, LONG, List.of());
    }

    private String run(Sandbox sandbox, String script, Duration deadline, List<Path> reads) {
        try {
            Path bin = Files.createDirectories(machine.resolve("programs"));
            Path file = program(bin.resolve("ffmpeg"), script);
            var result = new FfmpegExecutor(Map.of("ffmpeg", List.of(file.toString())), sandbox, LONG).execute(
                    new FfmpegBinding.Command(new ProcessCommand("ffmpeg", List.of(), folder, reads, deadline,
                            Optional.empty(), stop)));
            return new String(result.getStdout().readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProcessFailure failure(Runnable run) {
        return catchThrowableOfType(ProcessFailure.class, run::run);
    }

    private static boolean isRunning(String mark) {
        return ProcessHandle.allProcesses().anyMatch(process -> process.info().arguments().stream()
                .anyMatch(arguments -> List.of(arguments).contains(mark)));
    }
}
