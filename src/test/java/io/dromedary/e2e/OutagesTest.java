package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.LongForm;
import io.dromedary.machine.PostgresServer;
import io.dromedary.machine.Signals;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The database is gone, or hangs: callers hear so soon, and everything catches up by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
@Order(1)
class OutagesTest {

    private static final int CALLERS = 200;
    private static final String SMALL = "{\"width\": 32}";
    private static final String PROBE = """
            {"kind": "probe", "input": {"url": "s3://media/in.mp4"}, "options": {"connection_id": "r2"}}""";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private R2Double r2;
    private PostgresServer postgres;
    private Node node;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        postgres = new PostgresServer().start();
        // The first death of a worker that is counted would end its job.
        node = new Node(folder.resolve("node")).with(new SharedDatabase(folder, postgres))
                .with("DROMEDARY_QUEUE_MAX_DELIVERIES", "1")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1")
                .with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", "1").start();
        api = node.api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    void stop() {
        node.close();
        postgres.close();
        r2.close();
    }

    @Test
    void whileItIsGoneCallersHearSoAndThenTheJobsAtWorkGoOnWhereTheyWere() {
        try (var slow = r2.faults().on(Operation.PUT_OBJECT, "media", "through.mp4").next(1).stall()) {
            String working = api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/through.mp4");
            String waiting = api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/after.mp4");
            slow.awaitStruck(1, SOON);
            postgres.kill();
            slow.close();
            for (HttpResponse<String> answer : callAtOnce()) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("\"unavailable\"");
            }
            Api.Answer health = api.get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.json().at("/checks/database/message").asText()).contains("DROMEDARY_DATABASE_URL");
            Awaitility.await().atMost(SOON).until(() -> waits() > 0);
            postgres.start();
            for (String id : List.of(working, waiting)) {
                assertDoneAtOnce(id);
            }
            assertThat(r2.counters().requests(Operation.PUT_OBJECT, "media", "through.mp4")).isEqualTo(1);
            assertThat(node.logText().lines().filter(line -> line.contains("Error processing exchange")))
                    .as("what is looked at again and again says in a line that it could not be").isEmpty();
        }
    }

    @Test
    void aJobOutlivesAsManyOutagesOfTheDatabaseAsComeInWhateverItIsAtWorkOn() {
        String id;
        try (var stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stallAfter(100)) {
            id = api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/outlived.mp4");
            stall.awaitStruck(1, SOON);
            outage(stall);
        }
        try (var stall = r2.faults().on(Operation.PUT_OBJECT, "media", "outlived.mp4").next(1).stall()) {
            stall.awaitStruck(1, SOON);
            outage(stall);
        }
        assertDoneAtOnce(id);
    }

    private void outage(Fault stall) {
        long waited = waits();
        postgres.kill();
        stall.close();
        Awaitility.await().atMost(SOON).until(() -> waits() > waited);
        assertThat(api.post("/tasks", PROBE).status()).isEqualTo(503);
        postgres.start();
        Awaitility.await().atMost(SOON).until(() -> node.healthStatus() == 200);
    }

    /** How often work had to wait for the database. */
    private long waits() {
        return node.logText().lines().filter(line -> line.contains("Work waits for the database")).count();
    }

    @Test
    void aDatabaseThatHangsKeepsNobodyWaitingForLong() {
        String id;
        List<HttpResponse<String>> answers;
        try (var stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stallAfter(100)) {
            id = api.video("s3://media/in.mp4", "r2", SMALL, null);
            stall.awaitStruck(1, SOON);
            Signals.pauseAll(postgres.process());
            try {
                stall.close();
                answers = callAtOnce();
                assertThat(api.get("/health").json().at("/checks/database/status").asText()).isEqualTo("DOWN");
            } finally {
                Signals.resumeAll(postgres.process());
            }
        }
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(503);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.body()).contains("\"unavailable\""));
        assertDoneAtOnce(id);
    }

    private void assertDoneAtOnce(String id) {
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).as("%s", job).isEqualTo(1);
    }

    /**
     * The short form of {@code bench/outage}, with nodes that would take each other for dead after half of that time:
     * the silence of all of them says nothing of one.
     */
    @Test
    void ofThreeNodesNoneIsTakenForDeadAndNoJobIsBegunAgain(@TempDir Path own) {
        try (var away = new DatabaseAway(own, 3, 6)) {
            DatabaseAway.Outcome outcome = away.run(Duration.ofSeconds(LongForm.choose(12, 60)));
            assertThat(outcome.isRight()).as(outcome.table()).isTrue();
        }
    }

    /** Many callers at once, a third of them with work. One after the other they would wait for longer than that. */
    private List<HttpResponse<String>> callAtOnce() {
        return IntStream.range(0, CALLERS).mapToObj(number -> {
            var request = HttpRequest.newBuilder(node.url().resolve("/tasks")).timeout(SOON)
                    .header("Authorization", "Bearer " + Node.KEY).header("Content-Type", "application/json");
            return http.sendAsync((number % 3 == 0 ? request.POST(HttpRequest.BodyPublishers.ofString(PROBE))
                    : request.GET()).build(), HttpResponse.BodyHandlers.ofString());
        }).toList().stream().map(CompletableFuture::join).toList();
    }
}
