package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.machine.Programs;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes: ffmpeg itself, and scripts in its place that behave worse than it does. */
@Tag("process")
class FfmpegExecutorTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path folder;
    private JobFolder job;
    private final CompletableFuture<String> stop = new CompletableFuture<>();
    private final List<ProgressReport> reports = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void makeFolders() {
        job = new JobFolder(folder.resolve("job"));
        job.open();
    }

    @Test
    void ffmpegReportsHowFarItIs() throws IOException {
        var executor = new FfmpegExecutor(Map.of("ffmpeg", Executables.words("ffmpeg", System.getenv("PATH"))), Sandbox.none(), LONG, () -> { });
        execute(executor, List.of("-v", "error", "-progress", "pipe:1", "-stats_period", "0.1", "-f", "lavfi", "-i",
                "testsrc2=size=640x360:rate=25:duration=4", "-c:v", "libx264", "out.mp4"), List.of(file("out.mp4")), LONG);
        assertThat(reports).hasSizeGreaterThan(1);
        assertThat(reports).extracting(ProgressReport::seconds).isSorted().last().matches(seconds -> seconds > 3.8);
        assertThat(reports.get(reports.size() - 1).speed()).isPresent();
        assertThat(Files.size(job.results().resolve("out.mp4"))).isPositive();
    }

    @Test
    void whatFfmpegSaysWhenItFailsIsKept() {
        var executor = new FfmpegExecutor(Map.of("ffmpeg", Executables.words("ffmpeg", System.getenv("PATH"))), Sandbox.none(), LONG, () -> { });
        ProcessFailure failure = failure(() -> execute(
                executor, List.of("-v", "error", "-i", "nothing.mp4", "out.mp4"), LONG));
        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure.errorOutput()).contains("nothing.mp4").contains("No such file");
    }

    @Test
    void anExitValueIsAFailureWithTheEndOfItsErrors() {
        ProcessFailure failure = failure(() -> run("""
                i=0; while [ $i -lt 3000 ]; do echo "line $i" >&2; i=$((i+1)); done; exit 7""", LONG));
        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure.getMessage()).contains("exit value 7");
        assertThat(failure.errorOutput()).endsWith("line 2999").doesNotContain("line 0\n").hasSizeLessThanOrEqualTo(4_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 127", "exit 126", "echo 'bwrap: Creating new namespace failed' >&2; exit 1"})
    void whatStandsAroundItFailsAsIfItCouldNotBeStarted(String script) {
        assertThat(failure(() -> run(script, LONG)).reason()).isEqualTo(Reason.NOT_STARTED);
    }

    @Test
    void whatCouldNotBeStartedIsTriedUntilItCan() throws IOException {
        Path wanted = folder.resolve("library");
        var executor = new FfmpegExecutor(Map.of("ffmpeg", List.of(script("[ -e " + wanted + " ] || exit 127"))), Sandbox.none(), LONG,
                () -> { });
        var time = new AtomicLong();
        var trial = new StartTrial(executor, folder, time::get);
        assertThat(trial.lack()).as("nothing has failed").isEmpty();
        assertThat(failure(() -> execute(executor, List.of(), LONG)).reason()).isEqualTo(Reason.NOT_STARTED);
        assertThat(trial.lack()).hasValueSatisfying(lack -> assertThat(lack).startsWith("ffmpeg is there, and does not start"));
        Files.createFile(wanted);
        assertThat(trial.lack()).as("not tried for each who asks").isPresent();
        time.addAndGet(TimeUnit.SECONDS.toNanos(3));
        assertThat(trial.lack()).isEmpty();
        assertThat(folder.resolve("trial")).doesNotExist();
    }

    @Test
    void anErrorLineWithoutAnEndDoesNotFillTheHeap() {
        ProcessFailure failure = failure(() -> run("head -c 30000000 /dev/zero | tr '\\0' x >&2; exit 1", LONG));
        assertThat(failure.errorOutput()).hasSizeLessThanOrEqualTo(4_000).startsWith("xxx");
    }

    @Test
    void deathByASignalIsAFailure() {
        assertThat(failure(() -> run("kill -SEGV $$", LONG)).reason()).isEqualTo(Reason.FAILED);
    }

    @Test
    void atItsDeadlineItIsEnded() {
        long start = System.nanoTime();
        ProcessFailure failure = failure(() -> run("while :; do echo progress=continue; sleep 0.05; done",
                Duration.ofSeconds(1)));
        assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void whatReportsButGetsNowhereIsStalled() {
        var executor = new FfmpegExecutor(Map.of("ffmpeg", List.of(script(
                "while :; do echo out_time_us=1000; echo progress=continue; sleep 0.05; done"))), Sandbox.none(), Duration.ofSeconds(3), () -> { });
        ProcessFailure failure = failure(() -> execute(executor, List.of(), LONG));
        assertThat(failure.reason()).isEqualTo(Reason.STALLED);
        assertThat(reports).hasSizeGreaterThan(3);
    }

    @Test
    void whatGetsOnSlowlyIsNotStalled() {
        var executor = new FfmpegExecutor(Map.of("ffmpeg", List.of(script("""
                for i in 1 2 3 4 5 6; do echo out_time_us=$i; echo progress=continue; sleep 1.2; done"""))),
                Sandbox.none(), Duration.ofSeconds(6), () -> { });
        execute(executor, List.of(), LONG);
        assertThat(reports).hasSize(6);
    }

    @Test
    void whenToldToStopTheWholeTreeEndsThoughItDoesNotWantTo() {
        var executor = executor("""
                trap '' TERM INT HUP
                sh -c "trap '' TERM INT HUP; echo \\$\\$ > FOLDER/child; while :; do sleep 0.1; done" &
                echo $$ > FOLDER/parent
                while :; do sleep 0.1; done""");
        CompletableFuture<Throwable> end = inBackground(() -> execute(executor, List.of(), LONG));
        Awaitility.await().atMost(LONG).until(() -> isWritten("child") && isWritten("parent"));
        stop.complete("cancelled");
        assertThat(end.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join()).isInstanceOf(CancellationException.class);
        Awaitility.await().until(() -> !isAlive("child") && !isAlive("parent"));
    }

    @Test
    void atItsDeadlineTheWholeTreeEnds() {
        ProcessFailure failure = failure(() -> run("""
                sh -c "trap '' TERM; echo \\$\\$ > FOLDER/child; while :; do sleep 0.1; done" &
                trap '' TERM
                echo $$ > FOLDER/parent
                while :; do sleep 0.1; done""", Duration.ofSeconds(10)));
        assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
        Awaitility.await().until(() -> !isAlive("child") && !isAlive("parent"));
    }

    @Test
    void aChildThatOutlivesItsParentDoesNotHoldUpTheJob() throws IOException {
        assertThat(output("sleep 100000 & echo $! > FOLDER/child; echo done")).isEqualTo("done\n");
        ProcessHandle child = ProcessHandle.of(pid("child")).orElseThrow();
        assertThat(child.isAlive()).isTrue();
        child.destroyForcibly();
    }

    @Test
    void whatIsStoppedBeforeItBeginsNeverRuns() {
        stop.complete("cancelled");
        assertThatThrownBy(() -> run("touch FOLDER/ran", LONG)).isInstanceOf(CancellationException.class);
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void aProgramThatIsNotThereIsNotStarted() {
        for (List<String> words : List.of(List.of("/nonexistent/ffmpeg"), Executables.words("/nonexistent/ffmpeg", "/usr/bin"))) {
            var executor = new FfmpegExecutor(Map.of("ffmpeg", words), Sandbox.none(), LONG, () -> { });
            assertThat(failure(() -> execute(executor, List.of(), LONG)).reason()).as("%s", words)
                    .isEqualTo(Reason.NOT_STARTED);
        }
    }

    @Test
    void standardInputIsAtItsEnd() {
        assertThat(output("if read line; then echo got $line; else echo nothing; fi")).isEqualTo("nothing\n");
    }

    @Test
    void theEnvironmentIsBare() {
        assertThat(output("env | cut -d= -f1 | sort").lines().filter(name -> !List.of("_", "PWD", "SHLVL").contains(name)))
                .containsExactly("LC_ALL", "MALLOC_ARENA_MAX", "PATH", "SVT_LOG", "TMPDIR",
                        "VIPS_BLOCK_UNTRUSTED", "VIPS_DISC_THRESHOLD", "VIPS_WARNING");
    }

    @Test
    void itRunsInItsFolderWithItsArgumentsAsTheyStand() {
        assertThat(output("pwd; for a; do echo \"[$a]\"; done", "a b", "$(touch ran)", "; touch ran", "*"))
                .isEqualTo(folder.toAbsolutePath() + "/job/guest-1\n[a b]\n[$(touch ran)]\n[; touch ran]\n[*]\n");
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void endlessOutputDoesNotFillTheHeap() {
        for (String endless : List.of("yes x", "yes | tr '\\n' y", "yes error >&2", "yes | tr '\\n' y >&2")) {
            assertThat(failure(() -> output(endless)).reason()).as(endless).isEqualTo(Reason.FLOOD);
        }
    }

    @Test
    void whatListensToProgressMayFail() {
        var command = new ProcessCommand("ffmpeg", List.of(), job, Map.of(), List.of(), LONG, Optional.of(progress -> {
            throw new IllegalStateException("no database");
        }), stop);
        executor("i=0; while [ $i -lt 2000 ]; do echo out_time_us=$i; echo progress=continue; i=$((i+1)); done")
                .execute(new FfmpegBinding.Command(command));
    }

    @Test
    void headersCannotChangeWhatIsRun() throws Exception {
        try (var context = new DefaultCamelContext()) {
            context.getRegistry().bind("binding", new FfmpegBinding());
            context.getRegistry().bind("executor", executor("echo \"$0 $*\""));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:run").to("exec:ffmpeg?binding=#binding&commandExecutor=#executor");
                }
            });
            context.start();
            var template = context.createProducerTemplate();
            var command = new ProcessCommand("ffmpeg", List.of("-version"), job, Map.of(), List.of(), LONG, Optional.empty(), stop);
            String printed = template.requestBodyAndHeaders("direct:run", command, Map.of(
                    "CamelExecCommandExecutable", "/bin/touch", "CamelExecCommandArgs", List.of("ran"),
                    "CamelExecCommandWorkingDir", "/", "CamelExecCommandTimeout", 1L, "CamelExecExitValues", "7",
                    "CamelExecCommandOutFile", folder.resolve("ran").toString()), String.class);
            assertThat(printed).endsWith("/ffmpeg -version\n");
            assertThat(folder.resolve("ran")).doesNotExist();

            var other = new ProcessCommand("touch", List.of("ran"), job, Map.of(), List.of(), LONG, Optional.empty(), stop);
            assertThatThrownBy(() -> template.requestBody("direct:run", other))
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> template.requestBody("direct:run", "a text"))
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
            assertThat(folder.resolve("ran")).doesNotExist();
        }
    }

    @Test
    void whenTheServerIsKilledTheEncodeDiesWithIt() throws IOException {
        Process server = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m", "-cp", System.getProperty("java.class.path"), EncodingServer.class.getName(),
                script("echo $$ > FOLDER/child; exec sleep 300"), folder.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("server.log").toFile()).start();
        try {
            Awaitility.await().atMost(LONG).until(() -> isWritten("child"));
            assertThat(isAlive("child")).isTrue();
            server.destroyForcibly();
            Awaitility.await().atMost(LONG).until(() -> !isAlive("child"));
        } finally {
            server.destroyForcibly();
            ProcessHandle.of(pid("child")).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** A process that does nothing but run one encode. */
    static final class EncodingServer {

        public static void main(String[] args) {
            var executor = new FfmpegExecutor(Map.of("ffmpeg", Executables.words(args[0], System.getenv("PATH"))), Sandbox.none(), LONG, () -> { });
            var job = new JobFolder(Path.of(args[1]).resolve("encoding"));
            job.open();
            executor.execute(new FfmpegBinding.Command(new ProcessCommand("ffmpeg", List.of(), job, Map.of(), List.of(),
                    Duration.ofMinutes(10), Optional.empty(), new CompletableFuture<>())));
        }
    }

    // ------------------------------------------------------------ how it is run

    private String script(String text) {
        try {
            Path bin = Files.createDirectories(folder.resolve("bin"));
            return Programs.write(bin.resolve("ffmpeg"), "#!/bin/sh\n" + text.replace("FOLDER", folder.toString()) + "\n")
                    .toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private FfmpegExecutor executor(String script) {
        return new FfmpegExecutor(Map.of("ffmpeg", List.of(script(script))), Sandbox.none(), LONG, () -> { });
    }

    private void run(String script, Duration deadline) {
        execute(executor(script), List.of(), deadline);
    }

    private void execute(FfmpegExecutor executor, List<String> arguments, Duration deadline) {
        execute(executor, arguments, List.of(), deadline);
    }

    private void execute(FfmpegExecutor executor, List<String> arguments, List<ExpectedFile> makes, Duration deadline) {
        Consumer<ProgressReport> listener = reports::add;
        executor.execute(new FfmpegBinding.Command(
                new ProcessCommand("ffmpeg", arguments, job, Map.of(), makes, deadline, Optional.of(listener), stop)));
    }

    private static ExpectedFile file(String name) {
        return new ExpectedFile(name, "", 0, 1, Long.MAX_VALUE, ExpectedFile.Use.RESULT);
    }

    private String output(String script, String... arguments) {
        var result = executor(script).execute(new FfmpegBinding.Command(
                new ProcessCommand("ffmpeg", List.of(arguments), job, Map.of(), List.of(), LONG, Optional.empty(), stop)));
        try {
            return new String(result.getStdout().readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProcessFailure failure(Runnable run) {
        return catchThrowableOfType(ProcessFailure.class, run::run);
    }

    private static CompletableFuture<Throwable> inBackground(Runnable run) {
        return CompletableFuture.runAsync(run).handle((nothing, thrown) ->
                thrown == null || thrown.getCause() == null ? thrown : thrown.getCause());
    }

    private boolean isWritten(String name) throws IOException {
        return Files.exists(folder.resolve(name)) && Files.readString(folder.resolve(name)).endsWith("\n");
    }

    private long pid(String name) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(name)).strip());
    }

    private boolean isAlive(String name) throws IOException {
        return ProcessHandle.of(pid(name)).map(ProcessHandle::isAlive).orElse(false);
    }
}
