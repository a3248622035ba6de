package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.database.Engine;
import io.dromedary.machine.Wire;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What was asked for is done, and the answer to it is lost: by a store, for each of its requests, and by PostgreSQL, for each
 * of its changes. What callers hear, what is published and what the webhook tells is as if it had been heard.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
class LostAnswersTest {

    private static final String SMALL = "{\"width\": 32}";
    /** A minute of sound is 10 MiB: three parts. */
    private static final int SECONDS = 60;

    private final Receiver receiver = new Receiver();
    private R2Double r2;
    private Wire wire;
    private HereNode node;
    private Api api;
    private SharedDatabase database;

    @BeforeAll
    void start(@TempDir Path folder) {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.limitWritesPerKey(false);
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        r2.put("media", "noise.flac", Samples.sound(folder, "noise.flac", SECONDS), "audio/flac");
        URI made = URI.create(Engine.POSTGRESQL.newDatabaseWithTables(folder).url().substring("jdbc:".length()));
        wire = new Wire(made.getPort());
        database = new SharedDatabase(folder, "jdbc:postgresql://127.0.0.1:" + wire.port() + made.getPath());
        // A failure or a death that is counted would end its job.
        node = new HereNode(folder.resolve("node")).with(database).with("DROMEDARY_JOB_MAX_ATTEMPTS", "1")
                .with("DROMEDARY_QUEUE_MAX_DELIVERIES", "1").with("DROMEDARY_OUTPUT_MULTIPART_ABOVE_BYTES", "5242880").start();
        api = node.api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterEach
    void allIsHeardAgain() {
        wire.hearAll();
        r2.faults().clear();
    }

    @AfterAll
    void stop() throws IOException {
        node.close();
        wire.close();
        receiver.close();
        r2.close();
    }

    private static String job(String kind, String input, String output, String webhook) {
        return """
                {"kind": "%s", "input": "s3://media/%s", "connection_id": "r2", "output": "s3://media/%s",
                 "options": %s, "webhook_url": "%s"}""".formatted(kind, input, output,
                kind.equals("audio") ? "{\"format\": \"wav\"}" : SMALL, webhook);
    }

    private void assertDoneAndToldOnce(String id, String output, Receiver.Inbox told) {
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).as("%s", job).isEqualTo(1);
        assertThat(r2.object("media", output)).isPresent();
        Awaitility.await().atMost(SOON).until(() -> api.job(id).at("/webhook/status").asText().equals("delivered"));
        assertThat(told.hooks()).hasSize(1).first().satisfies(hook ->
                assertThat(new String(hook.body())).contains(id, "succeeded"));
        assertThat(database.number("select deaths from jobs where id = ?", id)).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"GET_OBJECT", "PUT_OBJECT", "CREATE_MULTIPART_UPLOAD", "UPLOAD_PART", "COMPLETE_MULTIPART_UPLOAD"})
    void aStoresAnswerIsLost(Operation operation) {
        boolean isSmall = operation == Operation.PUT_OBJECT;
        String output = operation + (isSmall ? ".mp4" : ".wav");
        var told = receiver.at("/" + operation, 204);
        r2.faults().on(operation).next(1).dropAnswer();
        String id = api.accepted(job(isSmall ? "video" : "audio", isSmall ? "in.mp4" : "noise.flac", output, told.url()));
        assertDoneAndToldOnce(id, output, told);
        // Of one whose beginning was not heard nobody knows; stores forget it by themselves.
        assertThat(r2.openUploads().stream().filter(open -> open.key().equals(output)))
                .hasSize(operation == Operation.CREATE_MULTIPART_UPLOAD ? 1 : 0);
    }

    @Test
    void whatWasPutIsThereThoughNoAnswerToItIsEverHeard() {
        var told = receiver.at("/put", 204);
        r2.faults().on(Operation.PUT_OBJECT, "media", "put.mp4").dropAnswer();
        assertDoneAndToldOnce(api.accepted(job("video", "in.mp4", "put.mp4", told.url())), "put.mp4", told);
    }

    @Test
    void whatIsTakenBackIsGoneThoughTheAnswerToItsDeletionIsLost() {
        r2.faults().on(Operation.DELETE_OBJECT).next(1).dropAnswer();
        String id;
        try (var stall = r2.faults().on(head -> head.operation() == Operation.PUT_OBJECT && head.key().endsWith(".m3u8"))
                .stall()) {
            id = api.accepted("""
                    {"kind": "adaptive_video", "input": "s3://media/in.mp4", "connection_id": "r2",
                     "output": "s3://media/back/"}""");
            stall.awaitStruck(1, SOON);
            Awaitility.await().atMost(SOON).until(() -> r2.keys("media").stream().anyMatch(key -> key.startsWith("back/")));
            assertThat(api.post("/jobs/" + id + "/cancel", "").status()).isEqualTo(200);
        }
        Awaitility.await().atMost(SOON).until(() -> r2.keys("media").stream().noneMatch(key -> key.startsWith("back/")));
        assertThat(r2.counters().requests(Operation.DELETE_OBJECT)).isPositive();
    }

    @Test
    void noChangeOfTheDatabaseIsEverAnsweredAndAllIsDoneAndToldOnce() {
        wire.loseAnswersToChanges();
        int jobs = database.number("select count(*) from jobs");
        var ids = new ArrayList<String>();
        var inboxes = new ArrayList<Receiver.Inbox>();
        for (int i = 0; i < 3; i++) {
            inboxes.add(receiver.at("/unheard-" + i, 204));
            ids.add(api.accepted(job("video", "in.mp4", "unheard-" + i + ".mp4", inboxes.get(i).url())));
        }
        for (int i = 0; i < 3; i++) {
            assertDoneAndToldOnce(ids.get(i), "unheard-" + i + ".mp4", inboxes.get(i));
        }
        assertThat(database.number("select count(*) from jobs")).isEqualTo(jobs + 3);
        assertThat(wire.lostAnswers()).isGreaterThan(3);
    }

    @Test
    void whatCallersChangeIsChangedOnceAndSaidToBe() {
        wire.loseAnswersToChanges();
        Api.Answer key = api.post("/keys", "{\"name\": \"unheard\", \"scope\": \"read\"}");
        assertThat(key.status()).isEqualTo(201);
        assertThat(new Api(node.url(), key.json().get("key").asText()).get("/jobs").status()).isEqualTo(200);
        assertThat(api.delete("/keys/" + key.json().get("id").asText()).status()).isEqualTo(200);
        String connection = api.connect("unheard", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
        assertThat(api.patch("/connections/" + connection, "{\"name\": \"renamed\"}").status()).isEqualTo(200);
        assertThat(api.delete("/connections/renamed").status()).isEqualTo(200);
        try (var stall = r2.faults().on(Operation.GET_OBJECT).stallAfter(100)) {
            String id = api.video("s3://media/in.mp4", "r2", SMALL, null);
            stall.awaitStruck(1, SOON);
            assertThat(api.post("/jobs/" + id + "/cancel", "").status()).isEqualTo(200);
            assertThat(api.job(id).get("status").asText()).isEqualTo("cancelled");
        }
    }
}
