package io.dromedary.ffmpeg;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.media.ExpectedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs of programs that mean ill, without any wall: they end, nothing is believed, and nothing else is touched. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("process")
class HostileRunTest {

    /** Longer than the test waits: what is ended by it has not been noticed for what it is. */
    private static final Duration DEADLINE = SOON.multipliedBy(2);
    private static final ExpectedFile RESULT = new ExpectedFile("x.mp4", "", 0, 1, Long.MAX_VALUE, ExpectedFile.Use.RESULT);
    private static final String HONEST = """
            import os, signal, sys, time
            def write(name, text='own'):
                with open(name, 'w') as f: f.write(text)
            def forget():
                # A process that nobody finds: its parent is gone, and its session is its own.
                if os.fork(): return False
                os.setsid()
                if os.fork(): os._exit(0)
                for fd in (0, 1, 2): os.close(fd)
                write('MACHINE/../pid', str(os.getpid()))
                return True
            write('x.mp4')
            """;

    @TempDir
    Path root;
    private Machine machine;
    private final CompletableFuture<String> stop = new CompletableFuture<>();
    private final List<ProgressReport> reports = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger refused = new AtomicInteger();

    @BeforeEach
    void makeFolders() throws IOException {
        machine = new Machine(root);
    }

    @AfterEach
    void endWhatStays() throws IOException {
        Path pid = root.resolve("pid");
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(Files.readString(pid))).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    static Stream<Arguments> floods() {
        String each = "while True: os.write(%d, b'%s' * 65536)";
        return Stream.of(
                Arguments.of(Reason.FLOOD, each.formatted(1, "x")),
                Arguments.of(Reason.FLOOD, each.formatted(2, "x")),
                Arguments.of(Reason.FLOOD, each.formatted(1, "\\n")),
                Arguments.of(Reason.FLOOD, each.formatted(2, "\\n")),
                Arguments.of(Reason.FLOOD, each.formatted(1, "progress=continue\\n")),
                Arguments.of(Reason.FLOOD, each.formatted(2, "\\0")),
                Arguments.of(Reason.FLOOD, "for _ in range(700): os.write(1, b'x' * (1 << 20))"),
                Arguments.of(Reason.LEFT_OTHERS, "for i in range(10**9): write(str(i))"),
                Arguments.of(Reason.LEFT_OTHERS, """
                        os.mkdir('d')
                        for i in range(10**9): write('d/%d' % i)"""),
                Arguments.of(Reason.LEFT_OTHERS, """
                        while True:
                            os.mkdir('d'); os.chdir('d')"""),
                Arguments.of(Reason.LEFT_OTHERS, """
                        for i in range(10**9):
                            write(str(i))
                            write('0.come-and-go'); os.remove('0.come-and-go')"""));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void whatHasNoEndIsEnded(Reason reason, String attack) {
        assertThat(failure(attack).reason()).isEqualTo(reason);
        assertThat(machine.taken()).isEmpty();
    }

    static Stream<String> unmoved() {
        return Stream.of(
                "for s in range(1, 32):\n    if s not in (9, 19): signal.signal(s, signal.SIG_IGN)\nwrite('ready')\nwhile True: time.sleep(9)",
                "for fd in (0, 1, 2): os.close(fd)\nwrite('ready')\nwhile True: time.sleep(9)",
                "write('ready')\nos.kill(os.getpid(), signal.SIGSTOP)",
                "os.mkfifo('p'); write('ready')\nopen('p')",
                "write('ready')\nwhile True: os.write(2, b'n\\n'); time.sleep(0.01)",
                "os.setsid(); os.fork(); os.fork(); write('ready')\nwhile True: time.sleep(9)");
    }

    @ParameterizedTest
    @MethodSource("unmoved")
    void whoeverIsToldToStopHasHisSlotBackAtOnceWhateverHeDoes(String attack) {
        var end = CompletableFuture.runAsync(() -> run(attack, List.of(RESULT)))
                .handle((nothing, thrown) -> Optional.ofNullable(thrown).map(Throwable::getCause));
        Awaitility.await().until(() -> Files.exists(machine.job.given().resolveSibling("guest-1/ready")));
        stop.complete("cancelled");
        assertThat(end.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join()).get()
                .isInstanceOf(CancellationException.class);
        assertThat(machine.taken()).isEmpty();
    }

    /** SIGSTOP, and those that are ignored by default, end nobody. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24, 25, 26, 27, 29, 30, 31, 34, 64})
    void whoeverDiesByASignalHasFailedWhateverHeLeft(int signal) {
        assertThat(failure("import resource\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\nsignal.signal(" + signal
                + ", signal.SIG_DFL) if " + signal + " != 9 else 0\nsignal.pthread_sigmask(signal.SIG_SETMASK, [])\nos.kill(os.getpid(), " + signal + ")").reason())
                .isIn(Reason.FAILED, Reason.TIMED_OUT, Reason.FILE_TOO_LARGE);
        assertThat(machine.taken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e308", "-1e308", "9223372036854775807", "1e999", "0x1p1023"})
    void numbersThatAreNoneAreNoProgressThatAnybodyStumblesOver(String number) {
        run("print('out_time_us=%s\\nframe=%s\\nspeed=%sx\\nprogress=end')".formatted(number, number, number), List.of(RESULT));
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.seconds()).isFinite().isNotNegative();
            report.speed().ifPresent(speed -> assertThat(speed).isFinite().isNotNegative());
            report.frames().ifPresent(frames -> assertThat(frames).isNotNegative());
        });
    }

    @Test
    void whatStaysBehindChangesNothingThatHasGoneThroughTheDoor() throws IOException {
        run("""
                if forget():
                    f = open('x.mp4', 'r+b', buffering=0)
                    while True:
                        try:
                            f.seek(0); f.write(b'changed')
                            os.symlink('MACHINE/secret.key', 'y'); os.replace('y', 'x.mp4')
                        except OSError: pass
                while not os.path.exists('MACHINE/../pid'): time.sleep(0.01)
                """, List.of(RESULT), true);
        if (machine.taken().isEmpty()) {
            assertThat(refused).hasValue(1);
            return;
        }
        String taken = machine.taken().get("out/x.mp4");
        assertThat(taken).isIn("own", "changed");
        Path pid = root.resolve("pid");
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid)))).get().matches(ProcessHandle::isAlive);
        for (int i = 0; i < 100; i++) {
            assertThat(machine.taken()).isEqualTo(Map.of("out/x.mp4", taken));
        }
    }

    @Test
    void whatIsRefusedIsCountedAndItsNameWritesNoLineOfItsOwn() {
        ProcessFailure failure = failure("write('\\n12:00:00.000 ERROR io.dromedary forged\\x1b[2J')");
        assertThat(failure.reason()).isEqualTo(Reason.LEFT_OTHERS);
        assertThat(failure.getMessage()).doesNotContain("\n", "\u001b");
        assertThat(refused).hasValue(1);
    }

    @Test
    void goingWellWithoutAResultIsAFailure() {
        assertThat(failure("os.remove('x.mp4')").reason()).isEqualTo(Reason.EMPTY);
    }

    // ------------------------------------------------------------ how it is tried

    private ProcessFailure failure(String attack) {
        return catchThrowableOfType(ProcessFailure.class, () -> run(attack, List.of(RESULT)));
    }

    private void run(String attack, List<ExpectedFile> makes, boolean mayFail) {
        Throwable thrown = catchThrowable(() -> run(attack, makes));
        assertThat(thrown == null || mayFail && thrown instanceof ProcessFailure).as(String.valueOf(thrown)).isTrue();
    }

    private void run(String attack, List<ExpectedFile> makes) {
        Map<String, String> before = machine.outside();
        var executor = new FfmpegExecutor(Map.of("ffmpeg", List.of(machine.program("ffmpeg", HONEST + attack))),
                Sandbox.none(), DEADLINE, refused::incrementAndGet);
        try {
            executor.execute(new FfmpegBinding.Command(new ProcessCommand("ffmpeg", List.of(), machine.job, Map.of(), makes,
                    DEADLINE, Optional.of(reports::add), stop)));
        } finally {
            assertThat(machine.outside()).isEqualTo(before);
        }
    }
}
