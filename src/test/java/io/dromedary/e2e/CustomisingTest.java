package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.StoredObject;
import io.dromedary.r2.Tier;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What docs/customising.md shows, done as it stands there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
@Tag("engines")
class CustomisingTest {

    private static final Doc DOC = Doc.of("docs/customising.md");

    private Path folder;
    private R2Double r2;
    private HereNode node;
    private Path home;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("my-r2-bucket");
        r2.put("my-r2-bucket", "uploads/video.mov", Samples.video(folder, "video.mov", 640, 360, 1), "video/quicktime");
        node = new HereNode(folder.resolve("node"));
        home = node.ownHome();
        node.start();
        node.api().connect("my-r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "my-r2-bucket"));
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void aRouteThatIsAddedWhileTheServerRunsWritesAReceiptNextToEachResult() throws IOException {
        Files.writeString(home.resolve("routes/my-receipt.camel.yaml"), DOC.block("yaml", "routes/my-receipt.camel.yaml"));
        StoredObject receipt = Awaitility.await().atMost(SOON).until(() -> {
            JsonNode job = node.api().finished(node.api().video("s3://my-r2-bucket/uploads/video.mov", "my-r2",
                    "{\"width\": 64}", "s3://my-r2-bucket/results/"));
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            return r2.object("my-r2-bucket", "results/video.mp4.json");
        }, Optional::isPresent).orElseThrow();
        assertThat(receipt.contentType()).isEqualTo("application/json");
        JsonNode text = new ObjectMapper().readTree(receipt.path().toFile());
        assertThat(text.get("input").asText()).isEqualTo("s3://my-r2-bucket/uploads/video.mov");
        assertThat(node.api().job(text.get("job").asText()).get("output").asText())
                .isEqualTo("s3://my-r2-bucket/results/video.mp4");
    }

    @Test
    void aPresetThatIsAddedWhileTheServerRunsIsTaken() throws IOException {
        Files.writeString(home.resolve("config/encoding.yaml"), DOC.block("yaml", "## A preset of your own"),
                StandardOpenOption.APPEND);
        var body = Pattern.compile("-d '(.*?)'", Pattern.DOTALL).matcher(DOC.block("sh", "and jobs can name it"));
        assertThat(body.find()).isTrue();
        Api.Answer answer = node.api().post("/jobs", body.group(1));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        JsonNode job = node.api().finished(answer.json().get("id").asText());
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        Path result = folder.resolve("preset.mp4");
        node.api().download(job.get("output").asText(), result);
        assertThat(Samples.picture(result)).containsExactly("h264", "480", "270");
    }

    @Test
    void aRequestWhoseRouteIsGoneIsAnsweredUntilItsFileIsBack() throws IOException {
        Path file = home.resolve("routes/tasks.camel.yaml");
        Path away = Files.move(file, folder.resolve("tasks.camel.yaml"));
        Awaitility.await().atMost(SOON).until(() -> node.logText().contains(file + " is gone: its routes have ended"));
        Api.Answer answer = node.api().get("/tasks/x");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().get("kind").asText()).isEqualTo("internal_error");
        Files.move(away, file);
        Awaitility.await().atMost(SOON).until(() -> node.api().get("/tasks/x").status() == 404);
    }

    @Test
    void theRoutesRunUnchangedInAnotherApplication() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("other"));
        Path source = Files.writeString(classes.resolve("OtherApplication.java"),
                Doc.of("docs/libraries.md").block("java", "## In a Camel application of yours"));
        int compiled = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(),
                "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(compiled).isZero();
        try (var other = new Node(folder.resolve("application"))) {
            other.run(List.of("-cp", classes + File.pathSeparator + System.getProperty("java.class.path"),
                    "OtherApplication", Path.of("").toAbsolutePath().toString()));
            other.api().connect("my-r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "my-r2-bucket"));
            JsonNode job = other.api().finished(other.api().video(
                    "s3://my-r2-bucket/uploads/video.mov", "my-r2", "{\"width\": 64}", null));
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        }
    }
}
