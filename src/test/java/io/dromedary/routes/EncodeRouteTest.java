package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.ffmpeg.ScriptedPrograms;
import io.dromedary.job.Job;
import io.dromedary.media.ExpectedFile;
import io.dromedary.problem.ProblemKind;
import io.dromedary.work.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The route {@code encode}, in whole jobs: which programs run, in which order, and what is done with what they say. They
 * are not run here; what they make of real media is shown where they are.
 */
class EncodeRouteTest {

    /** What loudnorm prints when it has listened. */
    private static final String LOUDNESS = """
            [Parsed_loudnorm_0 @ 0x1]
            {"input_i" : "-31.25", "input_tp" : "-7.50", "input_lra" : "3.00", "input_thresh" : "-41.00"}
            """;

    @TempDir
    Path folder;

    private final List<Attempt> masters = new CopyOnWriteArrayList<>();
    private RoutesHere routes;
    private WorkBeans beans;
    private ScriptedPrograms programs;

    @BeforeEach
    void start() throws Exception {
        Files.write(folder.resolve("in.mp4"), ProbeAnswers.mp4(1000));
        routes = new RoutesHere("pipeline", "transfer");
        beans = new WorkBeans(folder).bind(routes);
        programs = beans.programs();
        programs.on("ffprobe", command -> ProbeAnswers.VIDEO);
        programs.on("ffmpeg", EncodeRouteTest::make);
        // What it lists was made by a real ffmpeg, whose times are checked; it has a test of its own below.
        routes.replace("write-master", exchange -> {
            masters.add(exchange.getMessage().getBody(Attempt.class));
            throw new UnsupportedOperationException("seen");
        });
        routes.start("job", "work", "probe", "ffprobe", "run-program", "import", "encode", "measure", "describe", "export", "fetch-ends",
                "fetch-rest", "fetch", "fetch-once", "fetch-attachments", "instead-of-write-master");
    }

    @AfterEach
    void stop() {
        assertThat(beans.workFolders()).isEmpty();
        routes.close();
        beans.close();
    }

    /** Leaves what a command is expected to leave. */
    private static String make(ProcessCommand command) throws IOException {
        for (ExpectedFile made : command.makes()) {
            Path place = made.use() == ExpectedFile.Use.RESULT ? command.folder().results() : command.folder().notes();
            Path file = place.resolve(made.name(made.first()));
            Files.createDirectories(file.getParent());
            Files.writeString(file, "made by ffmpeg");
        }
        return "";
    }

    private Job run(String kind, String options) throws IOException {
        Job job = beans.job(kind, folder.resolve("in.mp4").toUri().toString().replace("file:/", "file:///")
                .replace("file://///", "file:///"), (ObjectNode) new ObjectMapper().readTree(options.replace('\'', '"')));
        beans.deliver(routes, job.id());
        return beans.jobs().get(job.id());
    }

    private List<Path> published(Job job) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cdn").resolve(job.id()))) {
            return files.filter(Files::isRegularFile).map(Path::getFileName).sorted().toList();
        }
    }

    private static boolean isOf(ProcessCommand run, String word) {
        return run.arguments().stream().anyMatch(argument -> argument.contains(word));
    }

    @Test
    void aResultIsMadeDescribedAndPublished() throws IOException {
        programs.on("ffprobe", command -> isOf(command, "given/input") ? ProbeAnswers.VIDEO
                : ProbeAnswers.VIDEO.replace("\"width\": 320", "\"width\": 64"));
        Job job = run("video", "{'width': 64}");
        assertThat(job.state().error()).isEmpty();
        assertThat(programs.runs()).extracting(ProcessCommand::program).containsExactly("ffprobe", "ffmpeg", "ffprobe");
        assertThat(job.tasks().get(2).output().orElseThrow().get("width").asInt()).as("what is in the file").isEqualTo(64);
        assertThat(published(job)).hasToString("[in.mp4]");
        assertThat(job.output()).contains("http://localhost/cdn/" + job.id() + "/in.mp4");
    }

    @Test
    void theCommandsOfAPlanRunInTheirOrder() throws IOException {
        Job job = run("video", "{'thumbnails': {'every': 1, 'width': 32}}");
        assertThat(job.state().error()).isEmpty();
        List<ProcessCommand> runs = programs.runs("ffmpeg");
        assertThat(runs).hasSize(2);
        assertThat(isOf(runs.get(0), "../given/input")).as("the encode reads the input").isTrue();
        assertThat(isOf(runs.get(1), "../out/")).as("the sheets are made of the result").isTrue();
        assertThat(published(job)).hasSizeGreaterThan(1);
    }

    @Test
    void afterACommandThatFailedNoOtherRuns() throws IOException {
        programs.on("ffmpeg", command -> {
            throw ScriptedPrograms.failure(Reason.FAILED, "Invalid data found when processing input");
        });
        Job job = run("video", "{'thumbnails': {'every': 1, 'width': 32}}");
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.ENCODE_FAILED);
        assertThat(programs.runs()).extracting(ProcessCommand::program).containsExactly("ffprobe", "ffmpeg");
        assertThat(folder.resolve("cdn").resolve(job.id())).doesNotExist();
    }

    @Test
    void afterACommandThatWasStoppedNoOtherRuns() throws IOException {
        programs.on("ffmpeg", command -> {
            String id = command.folder().results().getParent().getFileName().toString().replaceFirst("-1$", "");
            beans.running().cancel(beans.jobs().cancel("default", id));
            assertThat(command.stop()).isDone();
            throw new CancellationException("ffmpeg was stopped");
        });
        assertThat(run("video", "{'thumbnails': {'every': 1, 'width': 32}}").status()).isEqualTo(Job.Status.CANCELLED);
        assertThat(programs.runs("ffmpeg")).hasSize(1);
    }

    @Test
    void aResultWithoutWhatItIsForIsAFailure() throws IOException {
        programs.on("ffprobe", command -> isOf(command, "given/input") ? ProbeAnswers.VIDEO : ProbeAnswers.SOUND);
        Job job = run("video", "{}");
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.ENCODE_FAILED);
        assertThat(folder.resolve("cdn").resolve(job.id())).doesNotExist();
    }

    @Test
    void whereWhatToDoDependsOnTheInputThatIsMeasuredFirst() throws IOException {
        programs.on("ffprobe", command -> isOf(command, "given/input") ? ProbeAnswers.VIDEO : ProbeAnswers.SOUND);
        programs.on("ffmpeg", command -> command.makes().isEmpty() ? LOUDNESS : make(command));
        Job job = run("audio", "{'format': 'mp3', 'normalize': true}");
        assertThat(job.state().error()).isEmpty();
        List<ProcessCommand> runs = programs.runs("ffmpeg");
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).makes()).as("it only listens").isEmpty();
        assertThat(isOf(runs.get(1), "-31.25") || isOf(runs.get(1), "volume")).as("%s", runs.get(1).arguments()).isTrue();

        programs.runs().clear();
        assertThat(run("audio", "{'format': 'mp3'}").state().error()).isEmpty();
        assertThat(programs.runs("ffmpeg")).as("without need nothing is measured").hasSize(1);
    }

    @Test
    void whatCannotBeMeasuredIsNotEncoded() throws IOException {
        programs.on("ffmpeg", command -> "no report");
        Job job = run("audio", "{'format': 'mp3', 'normalize': true}");
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.INPUT_CORRUPT);
        assertThat(programs.runs("ffmpeg")).hasSize(1);
    }

    @Test
    void aWaveformIsDrawnOfWhatFfmpegFoundOutAndNoProgramIsAskedAboutIt() throws IOException {
        programs.on("ffmpeg", command -> {
            Files.writeString(command.folder().notes().resolve("peaks.txt"), """
                    frame:0    pts:0       pts_time:0
                    lavfi.astats.Overall.Peak_level=0.000000
                    frame:1    pts:4800    pts_time:1
                    lavfi.astats.Overall.Peak_level=-inf
                    """);
            return "";
        });
        Job job = run("audio", "{'waveform': 'json', 'waveform_points': 2}");
        assertThat(job.state().error()).isEmpty();
        assertThat(programs.runs()).extracting(ProcessCommand::program).containsExactly("ffprobe", "ffmpeg");
        assertThat(Files.readString(folder.resolve("cdn").resolve(job.id()).resolve("in.json")))
                .contains("\"data\":[1.0000,0.0000]");
    }

    @Test
    void anAdaptiveResultIsListedInAMasterAndNotDescribedAsAFile() throws IOException {
        Job job = run("adaptive_video", "{'height': 120}");
        assertThat(masters).extracting(attempt -> attempt.job().id()).containsExactly(job.id());
        assertThat(programs.runs("ffprobe")).as("the input alone").hasSize(1);
        assertThat(programs.runs("ffmpeg")).hasSize(1);
        assertThat(run("video", "{}").state().error()).isEmpty();
        assertThat(masters).hasSize(1);
    }
}
