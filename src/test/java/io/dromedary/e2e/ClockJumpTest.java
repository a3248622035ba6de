package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of a node is set while it works, ahead by a day and back by one or two. That of the store is right. */
@Tag("process")
class ClockJumpTest {

    private static final String SMALL = "{\"width\": 32}";

    @TempDir
    Path folder;
    private R2Double r2;
    private Receiver receiver;
    private FakeClock clock;
    private Node node;
    private Api api;

    @BeforeEach
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        receiver = new Receiver();
        clock = new FakeClock(folder);
        node = new Node(folder.resolve("node")).with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", "1")
                .with("DROMEDARY_TRANSFER_RETRIES", "0").with("DROMEDARY_JOB_FIRST_DELAY", "10")
                .with("DROMEDARY_WEBHOOK_FIRST_DELAY", "4");
        clock.environment().forEach(node::with);
    }

    private void begin(Node of) {
        api = of.start().api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterEach
    void stop() {
        node.close();
        receiver.close();
        r2.close();
    }

    /** A node with a file, whose clock is that of its machine. */
    @Test
    void whateverTheClockIsSetToWorkGoesOnAndEndsAsItShould() {
        begin(node.alone());
        for (Duration ahead : List.of(Duration.ofDays(1), Duration.ZERO, Duration.ofDays(-1))) {
            setInTheMidstOfWork(ahead);
            assertThat(madeNow()).isCloseTo(Instant.now().plus(ahead), within(5, ChronoUnit.MINUTES));
        }
    }

    /** The clock of the server is everybody's. */
    @Test
    void theClockOfANodeOfPostgresqlDoesNotMatter() {
        begin(node);
        setInTheMidstOfWork(Duration.ofDays(-1));
        assertThat(madeNow()).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
    }

    private Instant madeNow() {
        JsonNode next = assertDone(api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/next.mp4"), 1);
        return Instant.ofEpochMilli(next.get("created_at").asLong());
    }

    /** There is a job at work, one behind it, one that waits for its next attempt, and a webhook that does so. */
    private void setInTheMidstOfWork(Duration ahead) {
        String troubled;
        try (Fault down = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").fail(503, "ServiceUnavailable")) {
            troubled = api.video("s3://media/in.mp4", "r2", SMALL, null);
            down.awaitStruck(1, SOON);
            Awaitility.await().atMost(SOON).until(() -> api.job(troubled), job ->
                    job.get("attempts").asInt() == 1 && job.get("status").asText().equals("queued"));
        }
        var inbox = receiver.at("/" + ahead, (exchange, number) -> Receiver.status(exchange, number > 2 ? 204 : 500));
        String told = api.accepted("""
                {"input": "s3://media/in.mp4", "kind": "image", "connection_id": "r2", "webhook_url": "%s"}"""
                .formatted(inbox.url()));
        api.finished(told);
        String working;
        String waiting;
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stallAfter(100)) {
            working = api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/working.mp4");
            waiting = api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/waiting.mp4");
            stall.awaitStruck(1, SOON);
            inbox.await(1);
            clock.set(ahead);
        }
        assertDone(working, 1);
        assertDone(waiting, 1);
        assertDone(troubled, 2);
        inbox.await(3);
        Awaitility.await("its webhook").atMost(SOON).until(
                () -> api.job(told).at("/webhook/status").asText().equals("delivered"));
        assertThat(node.healthStatus()).isEqualTo(200);
    }

    private JsonNode assertDone(String id, int attempts) {
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).as("%s", job).isEqualTo(attempts);
        return job;
    }
}
