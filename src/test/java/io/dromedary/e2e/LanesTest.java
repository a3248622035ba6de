package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for whom, on a worker with one slot of each lane. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Tag("engines")
class LanesTest {

    private static final int AT_A_TIME = 2;
    private static final Duration PATIENCE = Duration.ofHours(1);

    private R2Double r2;
    private HereNode node;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        r2.put("media", "slow.mp4", r2.object("media", "in.mp4").orElseThrow().path(), "video/mp4");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", "1")
                .with("DROMEDARY_WORKER_LIGHT_SLOTS", "1").with("DROMEDARY_QUEUE_PATIENCE", "" + PATIENCE.toSeconds()).start();
        api = node.api();
        api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
    }

    @AfterEach
    void clear() {
        r2.faults().clear();
    }

    @Test
    void lightWorkIsDoneWhileHeavyWorkFillsAllSlots() {
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "media", "slow.mp4").next(1).stall()) {
            String heavy = send("slow.mp4", "video", 4);
            stall.awaitStruck(1, SOON);
            String waiting = send("in.mp4", "video", 9);
            assertThat(api.finished(send("in.mp4", "image", 0)).get("status").asText()).isEqualTo("succeeded");
            String task = api.post("/tasks", "{\"kind\": \"probe\", \"input\": {\"url\": \"s3://media/in.mp4\"},"
                    + " \"options\": {\"connection_id\": \"store\"}}").json().get("id").asText();
            Awaitility.await().atMost(SOON).until(() -> api.get("/tasks/" + task).json().get("status").asText(),
                    "succeeded"::equals);
            assertThat(api.job(heavy).get("status").asText()).isEqualTo("processing");
            assertThat(api.job(waiting).get("status").asText()).isEqualTo("queued");
            assertThat(depth("heavy")).isEqualTo(1);
            stall.close();
            assertThat(api.finished(waiting).get("status").asText()).isEqualTo("succeeded");
        }
    }

    @Test
    void aJobOfTheLowestPriorityIsDoneThoughMoreUrgentOnesKeepComing() {
        var urgent = new ArrayList<String>();
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "media", "slow.mp4").next(1).stall()) {
            send("slow.mp4", "video", 9);
            stall.awaitStruck(1, SOON);
            for (int i = 0; i < AT_A_TIME; i++) {
                urgent.add(send("in.mp4", "video", 9));
            }
        }
        String patient = send("in.mp4", "video", 0);
        keepComing(urgent, () -> urgent.stream().skip(AT_A_TIME).map(this::status).anyMatch("succeeded"::equals));
        assertThat(status(patient)).as("it was overtaken").isEqualTo("queued");
        node.tables().useHandle(handle -> handle.execute("update jobs set queued_at = queued_at - ? where id = ?",
                PATIENCE.toMillis(), patient));
        keepComing(urgent, () -> status(patient).equals("succeeded"));
        assertThat(urgent).as("they kept coming").map(this::status).contains("queued");
        urgent.forEach(api::finished);
        assertThat(api.job(patient).get("attempts").asInt()).isEqualTo(1);
    }

    /** Sends urgent jobs, so that some always wait, until something has happened. */
    private void keepComing(List<String> urgent, Callable<Boolean> happened) {
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
            while (urgent.stream().skip(Math.max(0, urgent.size() - 2 * AT_A_TIME)).map(this::status)
                    .filter("queued"::equals).count() < AT_A_TIME) {
                urgent.add(send("in.mp4", "video", 9));
            }
            return happened.call();
        });
    }

    private String status(String id) {
        return api.job(id).get("status").asText();
    }

    private int depth(String lane) {
        return node.tables().withHandle(handle -> handle
                .createQuery("select count(*) from jobs where status = 'queued' and lane = :lane")
                .bind("lane", lane).mapTo(Integer.class).one());
    }

    private String send(String key, String kind, int priority) {
        Api.Answer answer = api.post("/jobs", """
                {"input": "s3://media/%s", "kind": "%s", "connection_id": "store", "priority": %d,
                 "options": {"width": 32}}""".formatted(key, kind, priority));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.json().get("id").asText();
    }
}
