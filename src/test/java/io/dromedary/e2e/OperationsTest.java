package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dromedary.machine.Ports;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the contract, called once for real; its answer is held against the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Tag("engines")
class OperationsTest {

    private static final ContractCheck CONTRACT = new ContractCheck();

    /** A stream that does not end has a test of its own. */
    private static final String ENDLESS = "getEvents";

    private final Map<String, Callable<Api.Answer>> calls = new HashMap<>();
    private R2Double r2;
    private Credentials key;
    private HereNode node;
    private Api api;
    private Prepared prepared;

    /** The operations as the contract names them. */
    static Stream<String> operations() throws IOException {
        JsonNode contract = new ObjectMapper(new YAMLFactory()).readTree(Path.of("config/openapi.yaml").toFile());
        var names = new ArrayList<String>();
        contract.get("paths").forEach(path -> path.forEach(method -> {
            if (method.has("operationId") && !method.get("operationId").asText().equals(ENDLESS)) {
                names.add(method.get("operationId").asText());
            }
        }));
        assertThat(names).hasSizeGreaterThan(15).doesNotHaveDuplicates();
        return names.stream();
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        key = r2.newKey(Tier.OBJECT_READ_WRITE, "media");
        r2.put("media", "video.mp4", Samples.video(folder, "video.mp4", 128, 72, 1), "video/mp4");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_CDN_SIGNED", "true");
        Files.writeString(node.ownHome().resolve("config/watches.properties"), """
                camel.route-template[told].template-id=watch-events
                camel.route-template[told].bucket=media
                camel.route-template[told].connection=store
                camel.route-template[told].kind=image
                """);
        node.start();
        api = node.api();
        prepared = new Prepared(api, "store", "media", "video.mp4");
        api.connect("store", r2.endpoint(), key);
        documents();
        connections();
        jobs();
        uploads();
        files();
        rest();
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationAnswersAsTheContractSays(String operation) throws Exception {
        assertThat(calls).containsKey(operation);
        Api.Answer answer = calls.get(operation).call();
        assertThat(answer.status()).as(answer.response().body()).isBetween(200, 204);
    }

    /** Each event is held against the schema of jobs by the stream itself. */
    @Test
    void theStreamOfAllJobsTellsWhatTheContractSays() {
        try (EventStream stream = EventStream.ofProject(node, HereNode.KEY, "")) {
            String id = prepared.job("");
            JsonNode told = stream.next();
            while (!told.get("id").asText().equals(id) || !told.get("status").asText().equals("succeeded")) {
                told = stream.next();
            }
            api.delete("/jobs/" + id);
            while (!stream.name().equals("deleted") || !told.get("id").asText().equals(id)) {
                told = stream.next();
            }
        }
    }

    private void documents() {
        calls.put("getHealth", () -> checked("GET", "/health", null));
        calls.put("getLiveness", () -> checked("GET", "/health/live", null));
        calls.put("getReadiness", () -> checked("GET", "/health/ready", null));
        calls.put("getMetrics", () -> {
            Api.Answer answer = api.get("/metrics");
            assertThat(answer.response().headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
            return answer;
        });
        calls.put("getContract", () -> {
            Api.Answer answer = api.get("/openapi.yaml");
            assertThat(answer.response().body()).startsWith("# The contract");
            return answer;
        });
    }

    private void connections() {
        calls.put("createConnection", () -> checked("POST", "/connections", connection("made")));
        calls.put("listConnections", () -> checked("GET", "/connections?limit=2", null));
        calls.put("getConnection", () -> checked("GET", "/connections/store", null));
        calls.put("updateConnection", () -> {
            String id = api.connect("changing", r2.endpoint(), key);
            return CONTRACT.keeps("PATCH", "/connections/" + id, api.patch("/connections/" + id, "{\"name\": \"changed\"}"));
        });
        calls.put("deleteConnection", () -> {
            String id = api.connect("going", r2.endpoint(), key);
            return CONTRACT.keeps("DELETE", "/connections/" + id, api.delete("/connections/" + id));
        });
        calls.put("checkConnection", () -> checked("POST", "/connections/store/check", "{\"bucket\": \"media\"}"));
    }

    private void jobs() {
        calls.put("createJob", () -> checked("POST", "/jobs", prepared.jobRequest("")));
        calls.put("listJobs", () -> checked("GET", "/jobs?kind=video&order=asc", null));
        calls.put("getJob", () -> checked("GET", "/jobs/" + prepared.job(""), null));
        calls.put("updateJob", () -> {
            String path = "/jobs/" + api.post("/jobs", prepared.jobRequest("")).json().get("id").asText();
            return CONTRACT.keeps("PATCH", path, api.patch(path, "{\"priority\": 5}"));
        });
        calls.put("listPresets", () -> checked("GET", "/presets", null));
        calls.put("cancelJob", () -> checked("POST", "/jobs/" + prepared.cancelledJob() + "/cancel", ""));
        calls.put("retryJob", () -> checked("POST", "/jobs/" + prepared.cancelledJob() + "/retry", ""));
        calls.put("getJobEvents", () -> {
            Api.Answer answer = api.get("/jobs/" + prepared.job("") + "/events");
            assertThat(answer.response().headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            assertThat(answer.response().body()).contains("data:", "\"succeeded\"");
            return answer;
        });
        calls.put("sendWebhook", () -> checked("POST", "/jobs/"
                + prepared.job(", \"webhook_url\": \"http://127.0.0.1:" + Ports.free() + "/x\"") + "/webhook", ""));
    }

    private void uploads() {
        calls.put("createUpload", () -> checked("POST", "/uploads", "{\"filename\": \"a.mp4\", \"size\": 5}"));
        calls.put("getUpload", () -> checked("GET", "/uploads/" + prepared.upload(5), null));
        calls.put("headUpload", () -> tus("/uploads/" + prepared.upload(5), "HEAD", HttpRequest.BodyPublishers.noBody()));
        calls.put("appendUpload", () -> tus("/uploads/" + prepared.upload(5), "PATCH", HttpRequest.BodyPublishers.ofString("bytes")));
        calls.put("putUpload", () -> sent("/uploads/" + prepared.upload(5)));
        calls.put("completeUpload", () -> checked("POST", "/uploads/" + prepared.uploadInBucket() + "/complete", ""));
        calls.put("deleteUpload", () -> {
            String path = "/uploads/" + prepared.upload(5);
            return CONTRACT.keeps("DELETE", path, api.delete(path));
        });
    }

    private Api.Answer sent(String path) {
        return CONTRACT.keeps("PUT", path, api.send(api.request(path).header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofString("bytes"))));
    }

    private Api.Answer tus(String path, String method, HttpRequest.BodyPublisher body) {
        return api.send(api.request(path).header("Tus-Resumable", "1.0.0").header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream").method(method, body));
    }

    private void files() {
        calls.put("createFile", () -> checked("POST", "/files", prepared.fileRequest()));
        calls.put("listFiles", () -> checked("GET", "/files?limit=2", null));
        calls.put("getFile", () -> checked("GET", "/files/" + prepared.file(), null));
        calls.put("deleteFile", () -> {
            String path = "/files/" + prepared.file();
            return CONTRACT.keeps("DELETE", path, api.delete(path));
        });
    }

    private void rest() {
        calls.put("deleteJob", () -> {
            String path = "/jobs/" + prepared.job("");
            return CONTRACT.keeps("DELETE", path, api.delete(path));
        });
        calls.put("sendEvents", () -> checked("POST", "/events/told", """
                {"Records": [{"eventName": "s3:ObjectCreated:Put", "s3": {"bucket": {"name": "media"},
                 "object": {"key": "video.mp4", "size": 7, "eTag": "%s"}}}]}""".formatted(r2.object("media", "video.mp4").orElseThrow().etag())));
        calls.put("listWatches", () -> checked("GET", "/watches", null));
        calls.put("listNodes", () -> checked("GET", "/nodes", null));
        calls.put("getStats", () -> checked("GET", "/stats?hours=1", null));
        calls.put("createSignature", () -> checked("POST", "/signatures",
                "{\"folder\": \"" + prepared.job("") + "\", \"filename\": \"video.mp4\"}"));
        calls.put("createTask", () -> checked("POST", "/tasks", prepared.taskRequest()));
        calls.put("createStep", () -> checked("POST", "/steps", prepared.taskRequest()));
        calls.put("listTasks", () -> checked("GET", "/tasks?limit=3", null));
        calls.put("getTask", () -> checked("GET", "/tasks/" + prepared.task(), null));
        calls.put("getWebhookSecret", () -> checked("GET", "/webhook-secret", null));
        calls.put("rotateWebhookSecret", () -> checked("POST", "/webhook-secret/rotate", "{\"grace_seconds\": 60}"));
        calls.put("createKey", () -> checked("POST", "/keys", "{\"name\": \"made\", \"scope\": \"read\"}"));
        calls.put("getOwnKey", () -> checked("GET", "/key", null));
        calls.put("listKeys", () -> checked("GET", "/keys", null));
        calls.put("rotateKey", () -> {
            return checked("POST", "/keys/" + prepared.apiKey() + "/rotate", "{\"grace_seconds\": 1}");
        });
        calls.put("revokeKey", () -> {
            String path = "/keys/" + prepared.apiKey();
            return CONTRACT.keeps("DELETE", path, api.delete(path));
        });
    }

    private Api.Answer checked(String method, String path, String body) {
        return CONTRACT.keeps(method, path, body == null ? api.get(path) : api.post(path, body));
    }

    private String connection(String name) {
        return """
                {"kind": "s3", "name": "%s", "endpoint": "%s", "region": "auto", "access_key_id": "%s",
                 "secret_access_key": "%s"}""".formatted(name, r2.endpoint(), key.accessKeyId(), key.secretAccessKey());
    }
}
