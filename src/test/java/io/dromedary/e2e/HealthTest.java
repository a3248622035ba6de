package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.storage.FolderRemoval;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a node starts, how it says that it is well, and how it says that it is not. */
@Tag("process")
class HealthTest {

    private static final ContractCheck CONTRACT = new ContractCheck();

    @TempDir
    Path folder;
    private Node node;

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aHealthyNodeSaysWhatWorks() {
        node = node().start();
        // Its first answer does not wait long for what ffmpeg has to tell.
        Api.Answer answer = Awaitility.await().until(this::health, a -> a.json().at("/checks/ffmpeg").has("message"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("status").asText()).isEqualTo("UP");
        assertThat(answer.json().get("roles").toString()).isEqualTo("[\"api\",\"worker\"]");
        assertThat(answer.json().get("checks").fieldNames()).toIterable()
                .contains("database", "queue", "storage", "ffmpeg", "ffprobe", "encoders", "sandbox");
        assertThat(answer.json().at("/checks/ffmpeg/message").asText()).matches("\\d+\\.\\d+.*");
        assertThat(answer.json().at("/checks/queue/message").asText()).isEqualTo("no job waits");
        assertThat(answer.json().at("/checks/sandbox/message").asText()).startsWith("bubblewrap");
        assertThat(answer.json().at("/checks/encoders/message").asText()).contains("all that config/encoding.yaml names");
        assertThat(answer.response().headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource({"ffmpeg, DROMEDARY_FFMPEG_PATH, /nonexistent", "ffprobe, DROMEDARY_FFPROBE_PATH, /tmp"})
    void aMissingProgramIsNamedWithTheWayOut(String program, String variable, String path) {
        node = node().with(variable, path).launch();
        answers();
        Api.Answer answer = health();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().get("status").asText()).isEqualTo("DOWN");
        JsonNode check = answer.json().get("checks").get(program);
        assertThat(check.get("status").asText()).isEqualTo("DOWN");
        assertThat(check.get("message").asText()).contains("apt-get install ffmpeg").contains(variable);
    }

    @Test
    void aDataFolderThatIsGoneIsNoticed() {
        node = node().start();
        FolderRemoval.remove(node.data());
        Api.Answer answer = health();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().at("/checks/storage/status").asText()).isEqualTo("DOWN");
        assertThat(answer.json().at("/checks/storage/message").asText()).contains("data folder");
        assertThat(answer.response().body()).doesNotContain(folder.toString());
    }

    @Test
    void aDataFolderThatBecameAFileIsNoticed() throws IOException {
        node = node().start();
        Files.move(node.data(), folder.resolve("moved"));
        Files.writeString(node.data(), "no folder");
        assertThat(health().status()).isEqualTo(503);
        Files.delete(node.data());
        Files.move(folder.resolve("moved"), node.data());
        assertThat(health().status()).isEqualTo(200);
    }

    @Test
    void aDataFolderThatCannotBeMadeEndsTheStart() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("data"), "no folder");
        assertThat(endOfStart(node())).contains("data folder").contains("DROMEDARY_DATA");
    }

    @Test
    void oneDataFolderIsForOneServer() throws IOException {
        node = node().start();
        Node second = new Node(folder.resolve("second")).jvm("-Xmx256m").with("DROMEDARY_DATA", node.data().toString());
        assertThat(endOfStart(second)).contains("is used by another server").contains("DROMEDARY_DATA");
        assertThat(health().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "DROMEDARY_PORT, abc", "DROMEDARY_PORT, 65536", "DROMEDARY_ROLES, foo", "DROMEDARY_LOG_FORMAT, xml",
        "DROMEDARY_METRICS_PUBLIC, yes", "DROMEDARY_WORKER_SLOTS, -1", "DROMEDARY_LANE_LIGHT, films",
        "DROMEDARY_INPUT_MAX_BYTES, 1GB", "DROMEDARY_OUTPUT_PART_BYTES, 100", "DROMEDARY_TRANSFER_RETRIES, -1",
        "DROMEDARY_KEY, abc", "DROMEDARY_DATABASE_URL, jdbc:mysql://x/y",
        "DROMEDARY_DATABASE_URL, jdbc:postgresql://127.0.0.1:9/y?password=z", "DROMEDARY_BROKER_URL, http://127.0.0.1:9"})
    void aWrongSettingEndsTheStartInOneLineThatNamesIt(String variable, String value) throws IOException {
        String line = endOfStart(node().with(variable, value));
        assertThat(line).contains(variable);
    }

    @Test
    void aWrongWatchEndsTheStartInOneLineThatNamesIt() throws IOException {
        Node bad = node();
        Files.writeString(bad.ownHome().resolve("config/watches.properties"), """
                camel.route-template[uploads].template-id=watch-bucket
                camel.route-template[uploads].bucket=media
                camel.route-template[uploads].kind=video
                camel.route-template[uploads].intervall=5
                """);
        assertThat(endOfStart(bad)).contains("The watch 'uploads' (config/watches.properties): 'intervall' is no");
    }

    @Test
    void aPortThatIsTakenEndsTheStart() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String line = endOfStart(node().with("DROMEDARY_PORT", Integer.toString(taken.getLocalPort())));
            assertThat(line).contains(Integer.toString(taken.getLocalPort())).contains("DROMEDARY_PORT");
        }
    }

    @Test
    void theFirstStartMakesAKeyShowsItOnceAndKeepsOnlyItsHash() throws IOException {
        node = node().with("DROMEDARY_API_KEY", "").start();
        String key = node.printedKey();
        assertThat(jobsWith(key)).isEqualTo(200);
        assertThat(jobsWith(key + "0")).isEqualTo(401);
        node.stop();
        try (var files = Files.walk(node.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file).doesNotContain(key, key.substring("drom_".length()));
            }
        }
        Files.delete(node.log());
        node.start();
        assertThat(node.logText()).doesNotContain("drom_");
        assertThat(jobsWith(key)).isEqualTo(200);
    }

    @Test
    void aNodeOfTheApiAloneLeavesJobsToAWorker() {
        node = node().with("DROMEDARY_ROLES", "api").with("DROMEDARY_FFMPEG_PATH", "/nonexistent").start();
        String id = node.api().video("http://127.0.0.1:9/a.mp4", null, "{}", null);
        assertThat(health().json().get("checks").has("ffmpeg")).isFalse();
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
        node = node().with("DROMEDARY_ROLES", "worker").with("DROMEDARY_METRICS_PUBLIC", "true").start();
        assertThat(health().status()).isEqualTo(200);
        assertThat(node.api().get("/jobs").status()).isEqualTo(404);
        var withoutKey = HttpRequest.newBuilder(node.url().resolve("/metrics"));
        assertThat(node.api().send(withoutKey).response().body()).contains("jvm_memory_used_bytes");
    }

    private Node node() {
        return new Node(folder).alone().jvm("-Xmx256m");
    }

    private Api.Answer health() {
        return CONTRACT.keeps("GET", "/health", node.api().get("/health"));
    }

    private void answers() {
        Awaitility.await().atMost(SOON).until(() -> node.healthStatus() > 0);
    }

    private int jobsWith(String key) {
        return node.api().send(HttpRequest.newBuilder(node.url().resolve("/jobs"))
                .header("Authorization", "Bearer " + key)).status();
    }

    /** Starts what must not start, and answers the one line that says why. */
    private static String endOfStart(Node bad) throws IOException {
        bad.launch();
        try {
            assertThat(bad.process().waitFor(40, TimeUnit.SECONDS)).as("it ended:\n%s", bad.logText()).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            bad.close();
        }
        assertThat(bad.process().exitValue()).as(bad.logText()).isEqualTo(1);
        var lines = bad.logText().lines().filter(line -> !line.isBlank()).toList();
        assertThat(lines).as(bad.logText()).hasSize(1);
        assertThat(lines.get(0)).startsWith("The server did not start: ").doesNotContain("Exception");
        return lines.get(0);
    }
}
