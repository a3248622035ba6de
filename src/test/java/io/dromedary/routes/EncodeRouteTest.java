package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.ffmpeg.ScriptedPrograms;
import io.dromedary.job.Failure;
import io.dromedary.job.InputClip;
import io.dromedary.job.Job;
import io.dromedary.job.Warning;
import io.dromedary.media.ExpectedFile;
import io.dromedary.media.Ffmpeg;
import io.dromedary.problem.ProblemKind;
import io.dromedary.work.Attempt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** The header of a JPEG of 64 × 18 pixels: two thumbnails beside each other. */
    private static final byte[] SHEET = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xC0, 0, 11, 8, 0, 18, 0, 64, 1, 1, 17, 0};

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
        routes.start("job", "work", "make-or-reuse", "probe", "probe-input", "fetch-beside", "probe-clips", "fetch-clips", "ffprobe", "run-program", "import", "fetch-or-stream", "encode", "make", "measure", "describe", "export", "fetch-ends",
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
            Files.write(file, made.name(made.first()).endsWith(".jpg") ? SHEET : "made by ffmpeg".getBytes(StandardCharsets.UTF_8));
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
                : ProbeAnswers.VIDEO.replace("\"width\": 320", "\"width\": 64").replace("\"height\": 180", "\"height\": 36"));
        Job job = run("video", "{'width': 64}");
        assertThat(job.state().error()).isEmpty();
        assertThat(programs.runs()).extracting(ProcessCommand::program).containsExactly("ffprobe", "ffmpeg", "ffprobe");
        assertThat(job.tasks().get(2).output().orElseThrow().get("width").asInt()).as("what is in the file").isEqualTo(64);
        assertThat(published(job)).hasToString("[in.mp4]");
        assertThat(job.output()).contains("http://localhost/cdn/" + job.id() + "/in.mp4");
    }

    @Test
    void whatCannotBeCopiedIsEncoded() throws IOException {
        Ffmpeg.run(List.of("-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2", "-f", "lavfi", "-i", "sine=r=48000:d=2",
                "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "24", "-g", "50", "-c:a", "aac", "-ac", "2", "-b:a", "96k", "-t", "2",
                folder.resolve("in.mp4").toString()));
        programs.on("ffmpeg", command -> {
            if (command.arguments().contains("copy")) {
                throw ScriptedPrograms.failure(Reason.FAILED, "Non-monotonous DTS");
            }
            return make(command);
        });
        Job job = run("video", "{}");
        assertThat(job.state().error()).isEmpty();
        assertThat(programs.runs()).extracting(run -> run.program() + (run.arguments().contains("copy") ? " copies" : ""))
                .containsExactly("ffprobe", "ffmpeg copies", "ffmpeg", "ffprobe");
        assertThat(job.tasks().get(2).output().orElseThrow().at("/how/video").asText()).isEqualTo("encoded");
    }

    /** A WAV tells all by itself, and what is compared with the plan is what it tells. */
    @Test
    void aResultThatTellsAllOfItselfIsReadAndComparedAndNoProgramIsAskedAboutIt() throws IOException {
        programs.on("ffmpeg", command -> sound(command, 2));
        Job job = run("audio", "{'format': 'wav'}");
        assertThat(job.state().error()).isEmpty();
        assertThat(programs.runs()).extracting(ProcessCommand::program).containsExactly("ffprobe", "ffmpeg");
        assertThat(job.tasks().get(2).output().orElseThrow().get("duration").asDouble()).isEqualTo(2);
        assertThat(job.tasks().get(2).output().orElseThrow().at("/codecs/audio").asText()).isEqualTo("pcm_s16le");

        programs.on("ffmpeg", command -> sound(command, 1));
        assertThat(run("audio", "{'format': 'wav'}").state().error().orElseThrow().message())
                .contains("the sound is 1.00 s long instead of 2.00 s");
    }

    private static String sound(ProcessCommand command, int seconds) throws IOException {
        int bytes = seconds * 2 * 8000;
        ByteBuffer wave = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + bytes).put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1)
                .putInt(8000).putInt(16000).putShort((short) 2).putShort((short) 16).put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        for (ExpectedFile made : command.makes()) {
            Files.write(command.folder().results().resolve(made.name(made.first())), wave.array());
        }
        return "";
    }

    /** Three inputs of two seconds each, of which one second, two and half a second are taken. */
    private Job join() throws IOException {
        return join("'end': 1", "'start': 0", "'start': 1, 'end': 1.5");
    }

    private Job join(String... parts) throws IOException {
        var clips = new ArrayList<InputClip>();
        for (String part : parts) {
            clips.add(new InputClip((ObjectNode) new ObjectMapper().readTree("{'url': '%s', %s}".formatted(
                    "file://" + folder.resolve("in.mp4"), part).replace('\'', '"')), Optional.empty()));
        }
        Job job = beans.jobs().create(WorkBeans.order("video", clips.get(0).url(), JsonNodeFactory.instance.objectNode())
                .joining(clips));
        beans.deliver(routes, job.id());
        return beans.jobs().get(job.id());
    }

    @Test
    void inputsThatAreJoinedAreAllFetchedAndProbedAndReadByOneCommand() throws IOException {
        programs.on("ffprobe", command -> isOf(command, "given/input") ? ProbeAnswers.VIDEO
                : ProbeAnswers.VIDEO.replace("\"duration\": \"2.000000\"", "\"duration\": \"3.520000\""));
        Job job = join();
        assertThat(job.state().error()).isEmpty();
        assertThat(programs.runs()).extracting(ProcessCommand::program)
                .containsExactly("ffprobe", "ffprobe", "ffprobe", "ffmpeg", "ffprobe");
        assertThat(programs.runs("ffmpeg").get(0).arguments()).filteredOn(argument -> argument.startsWith("file:../given/"))
                .containsExactly("file:../given/input", "file:../given/input-1", "file:../given/input-2");
        assertThat(job.tasks().get(1).output().orElseThrow().get("filesize").asInt()).as("of all").isEqualTo(3000);
        assertThat(job.order().inputs()).extracting(InputClip::start).containsExactly(0.0, 0.0, 1.0);
    }

    @Test
    void inputsThatAreTooLongTogetherAreRefusedBeforeTheyAreJoined() throws IOException {
        programs.on("ffprobe", command -> ProbeAnswers.VIDEO.replace("\"duration\": \"2.000000\"", "\"duration\": \"40000.0\""));
        assertThat(join("'end': 1", "'end': 1").state().error()).as("80,000 s").hasValueSatisfying(other ->
                assertThat(other.kind()).isNotEqualTo(ProblemKind.RESOURCE_LIMIT));
        Job job = join();
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.RESOURCE_LIMIT);
        assertThat(job.state().error().orElseThrow().message()).contains("Of the inputs together", "120000", "max_seconds");
    }

    @Test
    void inputsThatAreTooLargeTogetherAreRefused() throws IOException {
        Job job = join("'end': 1", "'end': 1", "'end': 1", "'end': 1");
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.INPUT_TOO_LARGE);
        assertThat(job.state().error().orElseThrow().message()).contains("together", "3500 bytes");
        assertThat(programs.runs("ffmpeg")).isEmpty();
    }

    @Test
    void aResultThatLacksOneOfTheInputsIsNotPublished() throws IOException {
        Job job = join();
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.ENCODE_INCOMPLETE);
        assertThat(job.state().error().orElseThrow().message()).contains("2.00 s long instead of 3.52 s");
        assertThat(folder.resolve("cdn").resolve(job.id())).doesNotExist();
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
    void aResultThatIsShorterThanPlannedIsAFailureThatTellsBothValues() throws IOException {
        programs.on("ffprobe", command -> isOf(command, "given/input") ? ProbeAnswers.VIDEO
                : ProbeAnswers.VIDEO.replaceFirst("(?s)(\"codec_name\": \"h264\".*?\"duration\": \")2.000000", "$10.040000"));
        Job job = run("video", "{}");
        assertThat(job.state().error()).contains(new Failure(ProblemKind.ENCODE_INCOMPLETE,
                "The result is not whole: the picture is 0.04 s long instead of 2.00 s. Nothing of it is published."));
        assertThat(programs.runs("ffmpeg")).as("it would come out like that again").hasSize(1);
        assertThat(folder.resolve("cdn").resolve(job.id())).doesNotExist();
    }

    @Test
    void aSheetThatIsMissingOrOfAnotherSizeIsAFailure() throws IOException {
        programs.on("ffmpeg", command -> {
            make(command);
            Path sheet = command.folder().results().resolve("in.thumbnails.jpg");
            if (Files.exists(sheet)) {
                Files.writeString(sheet, "no picture");
            }
            return "";
        });
        Job job = run("video", "{'thumbnails': {'every': 1, 'width': 32}}");
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.ENCODE_INCOMPLETE);
        assertThat(folder.resolve("cdn").resolve(job.id())).doesNotExist();
    }

    @Test
    void whatTheResultLacksIsToldAtItsTaskAndItsJob() throws IOException {
        String mono = ", {\"index\": 2, \"codec_type\": \"audio\", \"codec_name\": \"aac\", \"sample_rate\": \"48000\", \"channels\": 1}]}";
        programs.on("ffprobe", command -> isOf(command, "given/input") ? ProbeAnswers.VIDEO.replaceFirst("\\]\\}\\s*$", mono)
                : ProbeAnswers.VIDEO);
        Job job = run("video", "{}");
        assertThat(job.state().error()).isEmpty();
        assertThat(job.warnings()).extracting(Warning::kind).containsExactly("audio_tracks_dropped");
        assertThat(job.tasks().get(2).warnings()).isEqualTo(job.warnings());
        assertThat(job.tasks().get(0).warnings()).isEmpty();
        assertThat(run("video", "{'audio': false}").warnings()).isEmpty();
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
            // Eight windows for each of the points.
            Files.writeString(command.folder().notes().resolve("peaks.txt"), """
                    frame:0    pts:0       pts_time:0
                    lavfi.astats.Overall.Peak_level=0.000000
                    """.repeat(8) + """
                    frame:1    pts:4800    pts_time:1
                    lavfi.astats.Overall.Peak_level=-inf
                    """.repeat(8));
            return "";
        });
        Job job = run("audio", "{'waveform': 'json', 'waveform_points': 2}");
        assertThat(job.state().error()).isEmpty();
        assertThat(programs.runs()).extracting(ProcessCommand::program).containsExactly("ffprobe", "ffmpeg");
        assertThat(Files.readString(folder.resolve("cdn").resolve(job.id()).resolve("in.json")))
                .contains("\"data\":[1.0000,0.0000]");
    }

    @Test
    void aWaveformOfLessSoundThanPlannedIsAFailure() throws IOException {
        programs.on("ffmpeg", command -> {
            Files.writeString(command.folder().notes().resolve("peaks.txt"), "lavfi.astats.Overall.Peak_level=0.000000\n".repeat(8));
            return "";
        });
        assertThat(run("audio", "{'waveform': 'json', 'waveform_points': 2}").state().error())
                .contains(new Failure(ProblemKind.ENCODE_INCOMPLETE,
                        "The result is not whole: the sound is 1.00 s long instead of 2.00 s. Nothing of it is published."));
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
