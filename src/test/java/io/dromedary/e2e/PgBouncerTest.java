package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.database.Database;
import io.dromedary.database.DatabaseAddress;
import io.dromedary.machine.PgBouncer;
import io.dromedary.machine.PostgresServer;
import io.dromedary.machine.Signals;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A PgBouncer in transaction mode stands between the nodes and their database; they listen past it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
class PgBouncerTest {

    /** For nodes that would have eight each. */
    private static final int CONNECTIONS = 4;
    private static final int JOBS = 20;
    private static final String SMALL = "{\"width\": 32}";
    private static final String SLOW = "{\"codec\": \"h265\", \"quality\": \"very_high\", \"width\": 960}";
    private static final String PROBE = """
            {"kind": "probe", "input": {"url": "s3://media/in.mp4"}, "options": {"connection_id": "store"}}""";

    private Path folder;
    private R2Double r2;
    private Receiver receiver;
    private SharedDatabase database;
    private PgBouncer bouncer;
    private HereNode taking;
    private Node worker;
    private Api api;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        receiver = new Receiver();
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 320, 180, 4), "video/mp4");
        database = new SharedDatabase(folder, PostgresServer.shared());
        bouncer = new PgBouncer(database.url(), CONNECTIONS).start();
        // Both find that the tables are not there.
        worker = behind(new Node(folder.resolve("worker")), "worker").launch();
        taking = behind(new HereNode(folder.resolve("api")), "api").start();
        worker.awaitUp();
        api = taking.api();
        api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    private <N extends BaseNode<N>> N behind(N node, String role) {
        return node.with(database).with("DROMEDARY_DATABASE_URL", bouncer.url())
                .with("DROMEDARY_DATABASE_LISTEN_URL", database.url()).with("DROMEDARY_ROLES", role)
                .with("DROMEDARY_TRANSFER_LENT_AFTER", "0")
                .with("DROMEDARY_WORKER_SLOTS", "1").with("DROMEDARY_QUEUE_LOST_AFTER", "10");
    }

    @AfterAll
    void stop() {
        taking.close();
        worker.close();
        bouncer.close();
        receiver.close();
        r2.close();
    }

    @Test
    void moreNodesThanItHasConnectionsFindAtOnceThatTheTablesAreNotThere() {
        var empty = new SharedDatabase(folder, PostgresServer.shared());
        try (PgBouncer small = new PgBouncer(empty.url(), CONNECTIONS).start()) {
            var threads = Executors.newFixedThreadPool(2 * CONNECTIONS);
            try {
                DatabaseAddress behind = address(small.url());
                DatabaseAddress past = address(empty.url());
                List<Future<Integer>> opened = IntStream.range(0, 2 * CONNECTIONS).mapToObj(i -> threads.submit(() -> {
                    try (var tables = Database.open(behind, past)) {
                        return tables.jdbi().withHandle(
                                handle -> handle.select("select count(*) from jobs").mapTo(int.class).one());
                    }
                })).toList();
                assertThat(opened).allSatisfy(node -> assertThat(node).succeedsWithin(SOON).isEqualTo(0));
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static DatabaseAddress address(String url) {
        return new DatabaseAddress(url, Optional.of(PostgresServer.USER), Optional.of(""));
    }

    @Test
    void jobsAreDoneAndWebhooksSentThroughFewConnectionsAndNodesHearEachOtherPastIt() {
        Receiver.Inbox inbox = receiver.at("/ends", 200);
        List<String> ids = IntStream.range(0, JOBS).mapToObj(i -> api.accepted("""
                {"input": "s3://media/in.mp4", "kind": "image", "connection_id": "store", "options": {"width": 32},
                 "output": "s3://media/%d.jpg", "webhook_url": "%s"}""".formatted(i, inbox.url()))).toList();
        ids.forEach(id -> assertDone(id, 1));
        assertThat(inbox.await(JOBS)).extracting(hook -> hook.json().get("id").asText())
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(sessions("application_name = 'dromedary signals'")).isEqualTo(2);
        assertThat(sessions("application_name = 'dromedary'")).isBetween(1, CONNECTIONS);
    }

    @Test
    void aWorkerThatIsPausedWithinATransactionHoldsItsRowsForSecondsAlone() {
        String id = api.video("s3://media/in.mp4", "store", SLOW, "s3://media/fenced.mp4");
        api.reaches(id, "video");
        try (Handle rows = database.tables().open()) {
            rows.begin();
            int own = rows.select("select pg_backend_pid()").mapTo(int.class).one();
            rows.execute("select id from tasks where job_id = ? for update", id);
            Awaitility.await("a report of progress waits for this row, with that of the job in hand").atMost(SOON)
                    .until(() -> sessions(own + " = any(pg_blocking_pids(pid))") > 0);
            Signals.pause(worker.process());
            rows.rollback();
        }
        Awaitility.await().atMost(SOON).until(() -> sessions("state = 'idle in transaction'") > 0);
        Awaitility.await("it is cut off").atMost(SOON).until(() -> sessions("state = 'idle in transaction'") == 0);
        try (HereNode other = behind(new HereNode(folder.resolve("other")), "worker").start()) {
            JsonNode job = api.finished(id);
            Signals.resume(worker.process());
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            assertThat(job.get("attempts").asInt()).as("%s", job).isGreaterThan(1);
            Awaitility.await().atMost(SOON).until(() -> worker.workFolders().isEmpty());
            assertThat(r2.counters().requests(Operation.PUT_OBJECT, "media", "fenced.mp4")).isEqualTo(1);
            assertThat(api.job(id)).isEqualTo(job);
            assertThat(worker.logText()).contains(id + ": attempt 1 stopped: SUPERSEDED");
            other.stop();
        }
        assertDone(api.video("s3://media/in.mp4", "store", SMALL, "s3://media/next.mp4"), 1);
    }

    @Test
    void whileItIsGoneCallersHearSoAndThenTheJobsGoOnWhereTheyWere() {
        Receiver.Inbox inbox = receiver.at("/outlived", 200);
        String working;
        String waiting;
        try (var slow = r2.faults().on(Operation.PUT_OBJECT, "media", "through.mp4").next(1).stall()) {
            working = video("through.mp4", inbox);
            slow.awaitStruck(1, SOON);
            waiting = video("after.mp4", inbox);
            bouncer.kill();
        }
        assertThat(api.post("/tasks", PROBE).status()).isEqualTo(503);
        Awaitility.await().atMost(SOON).until(() -> worker.logText().contains("Work waits for the database"));
        bouncer.start();
        assertDone(working, 1);
        assertDone(waiting, 1);
        assertThat(r2.counters().requests(Operation.PUT_OBJECT, "media", "through.mp4")).isEqualTo(1);
        assertThat(inbox.await(2)).extracting(hook -> hook.json().get("id").asText())
                .containsExactlyInAnyOrder(working, waiting);
    }

    private String video(String result, Receiver.Inbox inbox) {
        return api.accepted("""
                {"input": "s3://media/in.mp4", "kind": "video", "connection_id": "store", "options": {"width": 32},
                 "output": "s3://media/%s", "webhook_url": "%s"}""".formatted(result, inbox.url()));
    }

    private JsonNode assertDone(String id, int attempts) {
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).as("%s", job).isEqualTo(attempts);
        return job;
    }

    /** Sessions in this database of which this holds. */
    private int sessions(String condition) {
        return database.number("select count(*) from pg_stat_activity where datname = current_database() and " + condition);
    }
}
