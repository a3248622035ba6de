package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.RequestHead;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A standby, which is replicated to synchronously, takes the place of a PostgreSQL that is gone; the nodes find it. */
@Tag("process")
class FailoverTest {

    private static final long BETWEEN_MS = 50;
    /** Accepted by the one, and by the other. */
    private static final int ENOUGH = 8;

    @TempDir
    Path folder;
    private R2Double r2;
    private PostgresServer primary;
    private PostgresServer standby;
    private SharedDatabase database;
    private Node worker;
    private HereNode taking;
    private Api api;

    /** Somebody who sends job after job, and remembers what was answered. */
    private final class Sender implements AutoCloseable {

        private final List<String> accepted = new CopyOnWriteArrayList<>();
        private final AtomicInteger refused = new AtomicInteger();
        private final List<String> others = new CopyOnWriteArrayList<>();
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

        private Sender() {
            thread.scheduleWithFixedDelay(this::send, 0, BETWEEN_MS, TimeUnit.MILLISECONDS);
        }

        private void send() {
            Api.Answer answer = api.post("/jobs", job("image", "s3://media/of-sender/"));
            switch (answer.status()) {
                case 201 -> accepted.add(answer.json().get("id").asText());
                case 503 -> refused.incrementAndGet();
                default -> {
                    // Its commit may be what was under way; then nobody knows until there is a database again.
                    if (!answer.response().body().contains("\"outcome_unknown\"")) {
                        others.add(answer.response().body());
                    }
                }
            }
        }

        private void awaitAccepted(int more) {
            int before = accepted.size();
            Awaitility.await().atMost(SOON).until(() -> accepted.size() >= before + more);
        }

        @Override
        public void close() {
            thread.shutdown();
            Awaitility.await().atMost(SOON).until(thread::isTerminated);
        }
    }

    @BeforeEach
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.limitWritesPerKey(false);
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        primary = new PostgresServer().start();
        standby = primary.newStandby();
        database = new SharedDatabase(folder, primary.urlOr(standby, primary.newDatabase()));
        worker = ofBoth(new Node(folder.resolve("worker")), "worker").launch();
        taking = ofBoth(new HereNode(folder.resolve("api")), "api").start();
        worker.awaitUp();
        api = taking.api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    private <N extends BaseNode<N>> N ofBoth(N node, String role) {
        return node.with(database).with("DROMEDARY_ROLES", role)
                .with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", "2");
    }

    @AfterEach
    void stop() {
        taking.close();
        worker.close();
        standby.close();
        primary.close();
        r2.close();
    }

    @Test
    void whatWasAcceptedIsDoneWhatIsAtWorkGoesOnAndNodesHearEachOtherAgain() throws SQLException {
        Sender sender;
        List<String> working;
        try (var stall = r2.faults().on(FailoverTest::isResultAtWork).next(2).stall()) {
            working = List.of(api.accepted(job("video", "s3://media/working-1.mp4")),
                    api.accepted(job("video", "s3://media/working-2.mp4")));
            stall.awaitStruck(2, SOON);
            sender = new Sender();
            sender.awaitAccepted(ENOUGH);
            primary.kill();
            Awaitility.await().atMost(SOON).until(() -> sender.refused.get() > 0);
        }
        Awaitility.await().atMost(SOON).until(() -> worker.logText().contains("Work waits for the database"));
        standby.promote();
        try (sender) {
            sender.awaitAccepted(ENOUGH);
        }

        working.forEach(id -> assertThat(done(id).get("attempts").asInt()).isEqualTo(1));
        for (int i = 1; i <= 2; i++) {
            assertThat(r2.counters().requests(Operation.PUT_OBJECT, "media", "working-" + i + ".mp4")).isEqualTo(1);
        }
        assertThat(sender.others).isEmpty();
        assertThat(sender.accepted).allSatisfy(id -> assertThat(done(id).get("attempts").asInt())
                .as("one more, should the answer to the claim be what was lost").isBetween(1, 2));
        assertHearEachOther();
    }

    private static boolean isResultAtWork(RequestHead request) {
        return request.operation() == Operation.PUT_OBJECT && request.key().startsWith("working");
    }

    private void assertHearEachOther() throws SQLException {
        Awaitility.await().atMost(SOON).until(() -> database.number("""
                select count(*) from pg_stat_activity where datname = current_database()
                    and application_name = 'dromedary signals'""") == 2);
        try (Connection third = DriverManager.getConnection(database.url(), PostgresServer.USER, "");
                var statement = third.createStatement()) {
            statement.execute("listen dromedary_lanes");
            String id = api.accepted(job("image", "s3://media/heard/"));
            Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> heard(third).stream()
                    .map(PGNotification::getParameter).anyMatch(text -> text.endsWith(" light")));
            assertThat(done(id).get("attempts").asInt()).isEqualTo(1);
        }
    }

    private static List<PGNotification> heard(Connection connection) throws SQLException {
        return Optional.ofNullable(connection.unwrap(PGConnection.class).getNotifications(10)).map(List::of)
                .orElse(List.of());
    }

    private static String job(String kind, String output) {
        return """
                {"input": "s3://media/in.mp4", "kind": "%s", "connection_id": "r2", "options": {"width": 32},
                 "output": "%s"}""".formatted(kind, output);
    }

    private JsonNode done(String id) {
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        return job;
    }
}
