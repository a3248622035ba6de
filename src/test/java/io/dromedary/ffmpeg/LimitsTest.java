package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.media.ExpectedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a run within its walls has ended, where it came up against a limit; and that all of it ends when it is told to. */
@Tag("process")
class LimitsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long GIB = 1L << 30;

    @TempDir
    Path machine;
    private JobFolder job;
    private final CompletableFuture<String> stop = new CompletableFuture<>();

    @BeforeEach
    void makeFolders() throws IOException {
        job = new JobFolder(machine.resolve("work/job-1"));
        job.open();
        Files.createDirectories(machine.resolve("tmp"));
    }

    @Test
    void wantOfMemoryIsToldByWhatProgramsSayOfIt() {
        for (String words : List.of("input: Cannot allocate memory", "[libvpx] Memory allocation error")) {
            assertThat(reason(GIB, "echo '" + words + "' >&2; exit 1", LONG)).as(words).isEqualTo(Reason.OUT_OF_MEMORY);
        }
    }

    /** As SVT-AV1 does it, which waits for a thread that could not be started. */
    @Test
    void whatHangsForWantOfMemoryIsToldFromWhatTakesLong() {
        assertThat(reason(GIB, "echo 'SvtMalloc: allocate memory failed' >&2; exec sleep 60", Duration.ofSeconds(8)))
                .isEqualTo(Reason.OUT_OF_MEMORY);
    }

    @Test
    void aFileThatGrowsBeyondTheLimitIsTold() {
        ProcessFailure failure = catchThrowableOfType(ProcessFailure.class, () -> run(100_000, Path.of("/usr/bin/ffmpeg"),
                List.of("-v", "error", "-threads", "1", "-f", "lavfi", "-i", "testsrc2=size=640x360:duration=1", "-c:v",
                        "rawvideo", "./out.avi"), LONG, List.of(new ExpectedFile("out.avi", "", 0, 1, Long.MAX_VALUE, ExpectedFile.Use.RESULT))));
        assertThat(failure.reason()).isEqualTo(Reason.FILE_TOO_LARGE);
        assertThat(job.results()).isEmptyDirectory();
    }

    @Test
    void processorTimeThatIsUsedUpIsTimeThatIsUsedUp() {
        assertThat(reason(GIB, "sh -c 'kill -XCPU $$'", LONG)).isEqualTo(Reason.TIMED_OUT);
    }

    @Test
    void whenToldToStopEverythingInItEnds() throws IOException {
        // By its name it is found from outside, where its number is another.
        String mark = "86400." + ProcessHandle.current().pid();
        CompletableFuture<Throwable> end = CompletableFuture.runAsync(() ->
                run(GIB, script("trap '' TERM; sleep " + mark + " & while :; do sleep 1; done"), List.of(), LONG, List.of()))
                .handle((nothing, thrown) -> thrown.getCause());
        Awaitility.await().atMost(LONG).until(() -> isRunning(mark));
        stop.complete("cancelled");
        assertThat(end.join()).isInstanceOf(CancellationException.class);
        assertThat(isRunning(mark)).isFalse();
    }

    private Reason reason(long fileBytes, String script, Duration deadline) {
        return catchThrowableOfType(ProcessFailure.class,
                () -> run(fileBytes, script(script), List.of(), deadline, List.of())).reason();
    }

    private void run(long fileBytes, Path program, List<String> arguments, Duration deadline, List<ExpectedFile> makes) {
        Sandbox sandbox = SandboxFinder.find(Sandbox.Wish.REQUIRE, new ProcessLimits(8 * GIB, fileBytes, 256, 256),
                new SandboxHost(Enclosure.PATH, machine.resolve("tmp"), List.of(), Enclosure.userIds()));
        new FfmpegExecutor(Map.of("ffmpeg", List.of(program.toString())), sandbox, LONG, () -> { })
                .execute(new FfmpegBinding.Command(new ProcessCommand("ffmpeg", arguments, job, Map.of(), makes, deadline,
                        Optional.empty(), stop)));
    }

    private Path script(String text) {
        try {
            return Enclosure.program(Files.createDirectories(machine.resolve("programs")).resolve("ffmpeg"), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRunning(String mark) {
        return ProcessHandle.allProcesses().anyMatch(process -> process.info().arguments().stream()
                .anyMatch(arguments -> List.of(arguments).contains(mark)));
    }
}
