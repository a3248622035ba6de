package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that make several outputs of one input, which is fetched once. */
@Tag("encode")
class SeveralOutputsTest {

    private static final ContractCheck CONTRACT = new ContractCheck();

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;
    private static Api api;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 2), "video/mp4");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_TRANSFER_RETRIES", "0")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").start();
        api = node.api();
        String id = api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        assertThat(api.patch("/connections/" + id, "{\"is_default\": true}").status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        node.close();
        r2.close();
    }

    private static String body(String... outputs) {
        return "{'input': 's3://media/in.mp4', 'outputs': [%s]}".formatted(String.join(", ", outputs)).replace('\'', '"');
    }

    private static JsonNode finished(String... outputs) {
        return api.finished(api.accepted(body(outputs)));
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false).map(entry -> entry.get(field).asText()).toList();
    }

    @Test
    void eachOutputIsMadeOfTheOneInput() {
        JsonNode job = finished("{'kind': 'video', 'options': {'width': 32}}", "{'kind': 'audio', 'options': {'format': 'wav'}}",
                "{'kind': 'image', 'options': {'start': 1}, 'output': 's3://media/out/picture.png'}");
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("kind").asText()).isEqualTo("multi");
        assertThat(texts(job.get("tasks"), "kind")).containsExactly("probe", "import", "video", "export", "audio", "export",
                "image", "export");
        assertThat(texts(job.get("tasks"), "status")).containsOnly("succeeded");
        assertThat(texts(job.get("outputs"), "output")).satisfiesExactly(
                first -> assertThat(first).endsWith(job.get("id").asText() + "/in.mp4").isEqualTo(job.get("output").asText()),
                second -> assertThat(second).endsWith("/in.wav"),
                third -> assertThat(third).isEqualTo("s3://media/out/picture.png"));
        for (int number = 0; number < 2; number++) {
            Path file = folder.resolve("made-" + number);
            assertThat(api.download(job.at("/outputs/" + number + "/output").asText(), file).statusCode()).isEqualTo(200);
            assertThat(file).isNotEmptyFile();
        }
        assertThat(r2.object("media", "out/picture.png")).isPresent();
        CONTRACT.keeps("GET", "/jobs/x", api.get("/jobs/" + job.get("id").asText()));
        CONTRACT.keeps("GET", "/jobs", api.get("/jobs?kind=multi"));
    }

    @Test
    void equalNamesAreNumberedInTheirOrder() {
        JsonNode job = finished("{'kind': 'image'}", "{'kind': 'image', 'options': {'width': 32}}", "{'kind': 'adaptive_video'}",
                "{'kind': 'adaptive_video'}", "{'kind': 'image', 'options': {'width': 16}}");
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        String base = job.get("output").asText().replaceFirst("in\\.jpeg$", "");
        assertThat(texts(job.get("outputs"), "output")).containsExactly(base + "in.jpeg", base + "in-2.jpeg",
                base + "master.m3u8", base + "2/master.m3u8", base + "in-3.jpeg");
        for (String url : texts(job.get("outputs"), "output")) {
            assertThat(api.download(url, folder.resolve("numbered")).statusCode()).as(url).isEqualTo(200);
        }
    }

    @Test
    void oneThatFailsLeavesTheOthersAndAloneIsDoneAgain() {
        JsonNode job;
        try (var refused = r2.faults().on(Operation.PUT_OBJECT, "media", "out/late.mp4").next(1).fail(403, "AccessDenied")) {
            job = finished("{'kind': 'image'}", "{'kind': 'video', 'output': 's3://media/out/late.mp4'}",
                    "{'kind': 'audio', 'options': {'format': 'wav'}}");
        }
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("failed");
        assertThat(job.at("/error/kind").asText()).isEqualTo("output_forbidden");
        assertThat(texts(job.get("outputs"), "status")).containsExactly("succeeded", "failed", "succeeded");
        assertThat(job.at("/outputs/1/error/kind").asText()).isEqualTo("output_forbidden");
        String image = job.at("/outputs/0/output").asText();
        assertThat(api.download(image, folder.resolve("kept")).statusCode()).isEqualTo(200);

        String id = job.get("id").asText();
        assertThat(api.post("/jobs/" + id + "/retry", "").status()).isEqualTo(200);
        JsonNode again = api.finished(id);
        assertThat(again.get("status").asText()).as("%s", again).isEqualTo("succeeded");
        assertThat(again.get("output").asText()).isEqualTo(image);
        for (int kept : new int[] {2, 3, 6, 7}) {
            assertThat(again.at("/tasks/" + kept)).as("not done again").isEqualTo(job.at("/tasks/" + kept));
        }
        assertThat(r2.object("media", "out/late.mp4")).isPresent();
        assertThat(api.download(image, folder.resolve("kept")).statusCode()).isEqualTo(200);
    }

    @Test
    void anOutputThatDoesNotFitTheInputLeavesTheOthers() {
        JsonNode job = finished("{'kind': 'video', 'options': {'start': 60}}", "{'kind': 'image'}");
        assertThat(texts(job.get("outputs"), "status")).as("%s", job).containsExactly("failed", "succeeded");
        assertThat(job.at("/error/kind").asText()).isEqualTo("option_conflict");
        assertThat(texts(job.get("tasks"), "status"))
                .containsExactly("succeeded", "succeeded", "failed", "cancelled", "succeeded", "succeeded");
    }

    @Test
    void oneWebhookTellsOfAll() throws IOException {
        try (var receiver = new Receiver();
                var refused = r2.faults().on(Operation.PUT_OBJECT, "media", "out/hooked.mp4").next(1).fail(403, "AccessDenied")) {
            var hooks = receiver.at("/all", (exchange, number) -> Receiver.status(exchange, 200));
            String id = api.accepted(body("{'kind': 'image'}", "{'kind': 'video', 'output': 's3://media/out/hooked.mp4'}",
                    "{'kind': 'audio', 'options': {'format': 'wav'}}").replaceFirst("}$", ", \"webhook_url\": \"" + hooks.url() + "\"}"));
            JsonNode told = hooks.await(1).get(0).json();
            assertThat(told.get("type").asText()).isEqualTo("job.failed");
            assertThat(texts(told.get("outputs"), "status")).containsExactly("succeeded", "failed", "succeeded");
            Awaitility.await().atMost(SOON).until(() -> api.job(id).at("/webhook/status").asText(), "delivered"::equals);
            assertThat(api.job(id).at("/webhook/attempts").asInt()).isEqualTo(1);
            assertThat(hooks.hooks()).hasSize(1);
        }
    }

    @Test
    void aCancelledJobKeepsWhatIsPublishedUntilItIsDeleted() {
        String id;
        try (Fault stall = r2.faults().on(Operation.PUT_OBJECT, "media", "out/stalled.mp4").next(1).stall()) {
            id = api.accepted(body("{'kind': 'image'}", "{'kind': 'video', 'output': 's3://media/out/stalled.mp4'}",
                    "{'kind': 'audio', 'options': {'format': 'wav'}}"));
            stall.awaitStruck(1, SOON);
            assertThat(api.post("/jobs/" + id + "/cancel", "").json().get("status").asText()).isEqualTo("cancelled");
        }
        JsonNode job = api.job(id);
        assertThat(texts(job.get("outputs"), "status")).containsExactly("succeeded", "cancelled", "cancelled");
        String image = job.at("/outputs/0/output").asText();
        assertThat(api.download(image, folder.resolve("kept")).statusCode()).isEqualTo(200);

        assertThat(api.post("/jobs/" + id + "/retry", "").status()).isEqualTo(200);
        JsonNode again = api.finished(id);
        assertThat(texts(again.get("outputs"), "status")).as("%s", again).containsOnly("succeeded");
        assertThat(again.at("/tasks/2")).as("not made again").isEqualTo(job.at("/tasks/2"));
        assertThat(again.at("/tasks/3")).as("not published again").isEqualTo(job.at("/tasks/3"));

        assertThat(api.delete("/jobs/" + id).status()).isEqualTo(200);
        for (int cdn : new int[] {0, 2}) {
            assertThat(api.download(again.at("/outputs/" + cdn + "/output").asText(), folder.resolve("gone")).statusCode()).isEqualTo(404);
        }
        assertThat(r2.object("media", "out/stalled.mp4")).as("a bucket is its owner's").isPresent();
    }

    @Test
    void thereAreAsManyInputsAndOutputsAsTheContractSays() {
        String clip = "{'url': 's3://media/in.mp4'}";
        for (int clips : new int[] {0, 51}) {
            assertRefused("{'kind': 'video', 'inputs': [%s]}".formatted(String.join(",", Collections.nCopies(clips, clip)))
                    .replace('\'', '"'), "inputs");
        }
        assertRefused(body(Collections.nCopies(21, "{'kind': 'image'}").toArray(String[]::new)), "outputs");
    }

    /** Each clip is read with the rights of the job's project, as a single input is. */
    @Test
    void aClipCanNameNoConnectionOfAnotherProject() {
        Api stranger = new Api(node.url(), api.post("/keys", "{\"name\": \"x\", \"project\": \"strangers\"}").json().get("key").asText());
        // One that is used where none is named.
        String usual = stranger.connect("usual", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        assertThat(stranger.patch("/connections/" + usual, "{\"is_default\": true}").status()).isEqualTo(200);
        String own = api.get("/connections").json().at("/0/id").asText();
        for (String named : List.of("store", own)) {
            Api.Answer answer = stranger.post("/jobs", ("{'kind': 'video', 'inputs': [{'url': 'https://example.com/a.mp4'},"
                    + " {'url': 's3://media/in.mp4', 'connection_id': '%s'}]}").formatted(named).replace('\'', '"'));
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
            assertThat(answer.json().get("field").asText()).isEqualTo("inputs[1].connection_id");
        }
    }

    @Test
    void aDryRunShowsTheCommandsOfEach() {
        JsonNode job = api.post("/jobs?dry_run=true", body("{'kind': 'video', 'options': {'width': 32}}", "{'kind': 'image'}"))
                .json();
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("queued");
        assertThat(job.at("/tasks/2/commands/0").toString()).contains("scale=32:18");
        assertThat(job.at("/tasks/4/commands").size()).isPositive();
        assertThat(job.at("/tasks/0/commands/0/0").asText()).isEqualTo("ffprobe");
    }

    @Test
    void whatIsWrongInAnOutputIsNamed() {
        assertRefused(body("{'kind': 'video'}", "{'kind': 'audio', 'options': {'width': 3}}"), "outputs[1].options.width");
        assertRefused(body("{'options': {}}"), "outputs[0].kind");
        assertRefused(body("{'kind': 'video', 'output': 's3://media/a.mp4'}", "{'kind': 'video', 'output': 's3://media/a.mp4'}"),
                "outputs[1].output");
        assertRefused(body("{'kind': 'video'}").replace("\"outputs\"", "\"options\": {\"width\": 64}, \"outputs\""), "options");
        assertRefused(body("{'kind': 'video'}").replace("\"outputs\"", "\"kind\": \"video\", \"outputs\""), "kind");
        assertRefused(body(), "outputs");
        assertRefused(body("{'kind': 'video'}").replace("s3://media/in.mp4", "http://10.0.0.1/x.mp4"), "input");
    }

    private static void assertRefused(String body, String field) {
        Api.Answer answer = api.post("/jobs", body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).as(answer.response().body()).isEqualTo(field);
    }
}
