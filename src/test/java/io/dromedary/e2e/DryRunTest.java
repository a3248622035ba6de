package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Ffmpeg;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a dry run shows is what makes the result, and asking for it leaves nothing behind. */
@Tag("encode")
@Tag("engines")
class DryRunTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final String INPUT = "s3://media/in.mp4";

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;
    private static Api api;
    private static Path video;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        video = Samples.video(folder, "in.mp4", 128, 72, 1);
        r2.put("media", "in.mp4", video, "video/mp4");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_WORKER_SLOTS", "1").start();
        api = node.api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    static void stop() {
        node.close();
        r2.close();
    }

    @AfterEach
    void nothingIsStoredNorStaysBehind() throws IOException {
        Awaitility.await().until(() -> node.workFolders().isEmpty());
        assertThat(api.get("/jobs").json()).isEmpty();
        assertThat(api.get("/tasks").json()).isEmpty();
        try (Stream<Path> published = Files.list(node.data().resolve("cdn"))) {
            assertThat(published).isEmpty();
        }
    }

    @Test
    void itShowsTheJobAsItWouldBeAndWhatItsTasksWouldRun() {
        JsonNode job = ask(INPUT, "{\"width\": 64, \"connection_id\": \"r2\"}");
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("queued");
        assertThat(job.get("error").isNull()).isTrue();
        assertThat(job.get("tasks")).extracting(task -> task.get("kind").asText())
                .containsExactly("probe", "import", "video", "export");
        assertThat(job.get("tasks")).extracting(task -> task.get("status").asText())
                .containsExactly("succeeded", "waiting", "waiting", "waiting");
        assertThat(job.at("/tasks/0/output/width").asInt()).isEqualTo(128);
        assertThat(job.at("/tasks/0/commands/0/0").asText()).isEqualTo("ffprobe");
        assertThat(job.at("/tasks/1/commands")).isEmpty();
        assertThat(job.at("/tasks/2/commands")).hasSize(1);
        assertThat(job.toString()).doesNotContain(folder.toString());
    }

    @Test
    void itSaysWhichStreamsWouldBeCopied() {
        Path right = folder.resolve("right.mp4");
        Ffmpeg.run(List.of("-f", "lavfi", "-i", "testsrc=size=320x180:duration=2:rate=25", "-f", "lavfi", "-i", "sine=duration=2",
                "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", right.toString()));
        r2.put("media", "right.mp4", right, "video/mp4");

        assertThat(ask("s3://media/right.mp4", "{\"normalize\": \"lufs\"}").at("/tasks/2/output/how").toString())
                .isEqualTo("{\"video\":\"copied\",\"audio\":\"encoded\"}");
        assertThat(ask("s3://media/right.mp4", "{\"copy\": false}").at("/tasks/2/output/how/video").asText()).isEqualTo("encoded");
    }

    @Test
    void whatIsMeasuredFirstAndWhatGoesWithTheInputIsShownToo() {
        JsonNode loud = ask(INPUT, "{\"normalize\": \"lufs\", \"connection_id\": \"r2\"}");
        assertThat(loud.get("status").asText()).as("%s", loud).isEqualTo("queued");
        assertThat(loud.at("/tasks/2/commands").toString()).contains("loudnorm");
        Path logo = folder.resolve("logo.png");
        Ffmpeg.run(List.of("-f", "lavfi", "-i", "color=red:size=16x16", "-frames:v", "1", logo.toString()));
        r2.put("media", "logo.png", logo, "image/png");
        JsonNode marked = ask(INPUT, "{\"watermark\": {\"url\": \"s3://media/logo.png\"}, \"connection_id\": \"r2\"}");
        assertThat(marked.get("status").asText()).as("%s", marked).isEqualTo("queued");
        assertThat(marked.at("/tasks/2/commands").toString()).contains("overlay");
    }

    @Test
    void whatItShowsRunsInAFolderWithTheInput() throws Exception {
        Path work = Files.createDirectories(folder.resolve("by-hand"));
        Files.createDirectory(work.resolve("out"));
        Files.copy(video, work.resolve("input"));
        for (JsonNode command : ask(INPUT, "{\"width\": 64}").at("/tasks/2/commands")) {
            var words = new ArrayList<String>();
            command.forEach(word -> words.add(word.asText()));
            Process process = new ProcessBuilder(words).directory(work.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as("%s", words).isZero();
        }
        Path result = work.resolve("out/in.mp4");
        assertThat(Samples.picture(result)).containsExactly("h264", "64", "36");
        assertThat(Ffmpeg.values(result, "a:0", "stream=codec_name")).containsExactly("aac");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "s3://media/none.mp4 | {'width': 64} | input_not_found",
        "s3://media/in.mp4   | {'start': 50} | option_conflict"})
    void whatWouldFailFailsInTheSameWay(String input, String options, String error) {
        JsonNode job = ask(input, options.replace('\'', '"'));
        assertThat(job.get("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/kind").asText()).isEqualTo(error);
        assertThat(job.at("/tasks/0/error/kind").asText()).isEqualTo(error);
        assertThat(job.at("/tasks/2/status").asText()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "?dry_run=true  | {'width': 1}  | options.width",
        "?dry_run=maybe | {'width': 64} | dry_run",
        "?dryrun=true   | {'width': 64} | dryrun"})
    void whatIsWrongIsRefused(String query, String options, String field) {
        Api.Answer answer = send(query, INPUT, options.replace('\'', '"'));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("field").asText()).isEqualTo(field);
    }

    private static JsonNode ask(String input, String options) {
        Api.Answer answer = send("?dry_run=true", input, options);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }

    private static Api.Answer send(String query, String input, String options) {
        return CONTRACT.keeps("POST", "/jobs", api.post("/jobs" + query,
                "{\"input\": \"%s\", \"kind\": \"video\", \"connection_id\": \"r2\", \"options\": %s}"
                        .formatted(input, options)));
    }
}
