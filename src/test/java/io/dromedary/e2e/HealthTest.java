package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.storage.FolderRemoval;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node says that it is well, and how it says that it is not. */
@Tag("encode")
class HealthTest {

    private static final ContractCheck CONTRACT = new ContractCheck();

    @TempDir
    Path folder;

    @Test
    void aHealthyNodeSaysWhatWorks() {
        try (var node = new HereNode(folder.resolve("healthy")).alone().start()) {
            assertThat(node.logText()).contains("The data folder is " + node.data() + " (made now)", "Watches: none",
                    "Programs: ffmpeg /", "ffprobe /", "vips /", "Sandbox: ", "Documents: ");
            // Its first answer does not wait long for what ffmpeg has to tell.
            saysWhatWorks(Awaitility.await().until(() -> health(node), a -> a.json().at("/checks/ffmpeg").has("message")));
        }
    }

    @Test
    void whoHasNoKeyHearsWhetherItWorksAndNothingOfWhatIsThere() {
        try (var node = new HereNode(folder.resolve("open")).alone().with("DROMEDARY_ROLES", "api").start()) {
            String read = node.api().post("/keys", "{\"name\": \"monitor\", \"scope\": \"read\"}").json().get("key").asText();
            assertThat(CONTRACT.keeps("GET", "/health", new Api(node.url(), read).get("/health")).response().body())
                    .contains("GB are free", "version");
            var nobody = HttpRequest.newBuilder(node.url().resolve("/health"));
            Api.Answer open = CONTRACT.keeps("GET", "/health", node.api().send(nobody));
            assertThat(open.status()).isEqualTo(200);
            assertThat(open.json().toString()).isEqualTo("{\"status\":\"UP\",\"checks\":{\"database\":{\"status\":\"UP\"},"
                    + "\"queue\":{\"status\":\"UP\"},\"storage\":{\"status\":\"UP\"}}}");
            assertThat(new Api(node.url(), "drom_wrong").get("/health").status()).as("with a wrong key").isEqualTo(401);
        }
    }

    private static void saysWhatWorks(Api.Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("status").asText()).isEqualTo("UP");
        assertThat(answer.json().get("roles").toString()).isEqualTo("[\"api\",\"worker\"]");
        assertThat(answer.json().get("checks").fieldNames()).toIterable()
                .contains("database", "queue", "storage", "ffmpeg", "ffprobe", "encoders", "libvips", "sandbox");
        assertThat(answer.json().at("/checks/ffmpeg/message").asText()).matches("\\d+\\.\\d+.*");
        assertThat(answer.json().at("/checks/queue/message").asText()).isEqualTo("no job waits");
        assertThat(answer.json().at("/checks/sandbox/message").asText()).startsWith("bubblewrap");
        assertThat(answer.json().at("/checks/encoders/message").asText()).contains("all that config/encoding.yaml names");
        assertThat(answer.response().headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void aMissingProgramIsNamedWithTheWayOut() {
        try (var node = new HereNode(folder.resolve("without")).alone().with("DROMEDARY_FFMPEG_PATH", "/nonexistent")
                .with("DROMEDARY_FFPROBE_PATH", "/tmp").start()) {
            Api.Answer answer = health(node);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().get("status").asText()).isEqualTo("DOWN");
            for (String program : List.of("ffmpeg", "ffprobe")) {
                JsonNode check = answer.json().get("checks").get(program);
                assertThat(check.get("status").asText()).isEqualTo("DOWN");
                assertThat(check.get("message").asText()).contains("apt-get install ffmpeg")
                        .contains("DROMEDARY_" + program.toUpperCase(Locale.ROOT) + "_PATH");
            }
        }
    }

    @Test
    void aDataFolderThatIsGoneIsNoticed() {
        try (var node = new HereNode(folder.resolve("gone")).alone().with("DROMEDARY_ROLES", "api").start()) {
            FolderRemoval.remove(node.data());
            Api.Answer answer = health(node);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().at("/checks/storage/status").asText()).isEqualTo("DOWN");
            assertThat(answer.json().at("/checks/storage/message").asText()).contains("data folder");
            assertThat(answer.response().body()).doesNotContain(folder.toString());
        }
    }

    @Test
    void aDataFolderThatBecameAFileIsNoticed() throws IOException {
        try (var node = new HereNode(folder.resolve("file")).alone().with("DROMEDARY_ROLES", "api").start()) {
            Files.move(node.data(), folder.resolve("moved"));
            Files.writeString(node.data(), "no folder");
            assertThat(health(node).status()).isEqualTo(503);
            Files.delete(node.data());
            Files.move(folder.resolve("moved"), node.data());
            assertThat(health(node).status()).isEqualTo(200);
        }
    }

    @Test
    void aNodeOfTheApiAloneLeavesJobsToAWorker() {
        try (var node = new HereNode(folder.resolve("api")).alone().with("DROMEDARY_ROLES", "api")
                .with("DROMEDARY_FFMPEG_PATH", "/nonexistent").start()) {
            leavesJobsToAWorker(node);
        }
    }

    private static void leavesJobsToAWorker(HereNode node) {
        String id = node.api().video("http://127.0.0.1:9/a.mp4", null, "{}", null);
        assertThat(health(node).json().get("checks").has("ffmpeg")).isFalse();
        // A job that is taken leaves 'queued' within milliseconds: a later one would be seen to.
        String later = node.api().video("http://127.0.0.1:9/b.mp4", null, "{}", null);
        assertThat(node.api().job(id).get("status").asText()).isEqualTo("queued");
        node.stop();

        node.with("DROMEDARY_ROLES", "api,worker").with("DROMEDARY_FFMPEG_PATH", "ffmpeg")
                .with("DROMEDARY_TRANSFER_RETRIES", "0")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").start();
        for (String job : new String[] {id, later}) {
            assertThat(node.api().finished(job).at("/error/kind").asText()).isEqualTo("input_unreachable");
            assertThat(node.api().job(job).get("attempts").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aNodeOfAWorkerAloneAnswersItsHealthAndMetricsAndNothingElse() {
        try (var node = new HereNode(folder.resolve("worker")).alone().with("DROMEDARY_ROLES", "worker")
                .with("DROMEDARY_METRICS_PUBLIC", "true").start()) {
            assertThat(health(node).status()).isEqualTo(200);
            assertThat(node.api().get("/jobs").status()).isEqualTo(404);
            var withoutKey = HttpRequest.newBuilder(node.url().resolve("/metrics"));
            assertThat(node.api().send(withoutKey).response().body()).contains("jvm_memory_used_bytes");
        }
    }

    private static Api.Answer health(HereNode node) {
        return CONTRACT.keeps("GET", "/health", node.api().get("/health"));
    }
}
