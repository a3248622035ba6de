package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a database outside of the node is full, and has room again. */
@Tag("process")
@Order(1)
class FullDatabaseTest {

    private static final String SMALL = "{\"width\": 32}";
    /** It takes as much room as a job may: text that a database cannot compress. */
    private static final String JOB = """
            {"input": "s3://media/in.mp4", "kind": "image", "connection_id": "r2", "metadata": {"filler": "%s"}}"""
            .formatted(new Random(1).ints(15_000, 'a', 'z').mapToObj(Character::toString).collect(Collectors.joining()));

    @TempDir
    Path folder;
    private R2Double r2;
    private PostgresServer postgres;
    private Node node;

    @BeforeEach
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        postgres = new PostgresServer().disk(60_000_000).start();
        node = new Node(folder.resolve("node")).with("DROMEDARY_DATABASE_URL", postgres.newDatabaseOnDisk())
                .with("DROMEDARY_DATABASE_USER", PostgresServer.USER)
                .with("DROMEDARY_KEY_FILE", folder.resolve("secret.key").toString())
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").with("DROMEDARY_QUEUE_MAX_DELIVERIES", "1").start();
        node.api().connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterEach
    void stop() {
        node.close();
        postgres.close();
        r2.close();
    }

    @Test
    void whileItHasNoRoomCallersHearSoAndThenAllCatchesUp() {
        String working;
        var accepted = new ArrayList<String>();
        try (var stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stallAfter(100)) {
            working = node.api().video("s3://media/in.mp4", "r2", SMALL, "s3://media/working.mp4");
            stall.awaitStruck(1, SOON);
            postgres.fillDisk();
            // There is room yet in what the tables have.
            Api.Answer refused = Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> {
                Api.Answer answer = node.api().post("/jobs", JOB);
                if (answer.status() == 201) {
                    accepted.add(answer.json().get("id").asText());
                }
                return answer;
            }, answer -> answer.status() != 201);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().get("kind").asText()).isEqualTo("unavailable");
            Api.Answer health = node.api().get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.json().at("/checks/database/message").asText()).contains("The disk of the database is full");
        }
        // It waits, unless what the tables have was room enough for all that it had to tell.
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(node.logText().contains("Work waits for the database")
                || r2.object("media", "working.mp4").isPresent()).as("Waits or has ended, but says:\n%s", node.logText()).isTrue());
        postgres.makeRoom();
        Awaitility.await().atMost(SOON).until(() -> node.api().get("/health").status() == 200);
        assertDone(working);
        accepted.forEach(this::assertDone);
        assertDone(node.api().accepted(JOB));
    }

    private void assertDone(String id) {
        JsonNode job = node.api().finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).as("%s", job).isEqualTo(1);
    }
}
