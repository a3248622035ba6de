package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.PostgresServer;
import io.dromedary.machine.Signals;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.StoredObject;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker is paused for so long that others take it for dead, and then goes on. */
@Tag("process")
class PausedWorkerTest {

    private static final String SLOW = "{\"codec\": \"h265\", \"quality\": \"very_high\", \"width\": 960}";

    @TempDir
    Path folder;
    private R2Double r2;
    private SharedDatabase database;
    private Node paused;
    private HereNode other;

    @BeforeEach
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 320, 180, 4), "video/mp4");
        database = new SharedDatabase(folder, PostgresServer.shared());
        paused = among(new Node(folder.resolve("paused"))).start();
        other = among(new HereNode(folder.resolve("other")));
        paused.api().connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    private <N extends BaseNode<N>> N among(N node) {
        return node.with(database)
                .with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", "1")
                .with("DROMEDARY_QUEUE_LOST_AFTER", "6");
    }

    @AfterEach
    void stop() {
        paused.close();
        other.close();
        r2.close();
    }

    @Test
    void itsJobIsDoneByAnotherThoughItStoodWithinATransactionAndItGoesOnWithOtherJobs() {
        String id = paused.api().video("s3://media/in.mp4", "store", SLOW, "s3://media/fenced.mp4");
        paused.api().reaches(id, "video");
        try (Handle rows = database.tables().open()) {
            rows.begin();
            int own = rows.select("select pg_backend_pid()").mapTo(int.class).one();
            rows.execute("select id from tasks where job_id = ? for update", id);
            Awaitility.await("a report of progress waits for this row, with that of the job in hand").atMost(SOON)
                    .until(() -> sessions(own + " = any(pg_blocking_pids(pid))") > 0);
            Signals.pause(paused.process());
            rows.rollback();
        }
        Awaitility.await().atMost(SOON).until(() -> sessions("state = 'idle in transaction'") > 0);
        other.start();
        JsonNode job = other.api().finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).isEqualTo(2);
        StoredObject made = r2.object("media", "fenced.mp4").orElseThrow();

        Signals.resume(paused.process());
        Awaitility.await().atMost(SOON).until(() -> paused.workFolders().isEmpty());
        Awaitility.await("it was not dead").atMost(SOON).until(() -> deaths(id) == 0);
        assertThat(r2.object("media", "fenced.mp4")).hasValueSatisfying(
                now -> assertThat(now.etag()).isEqualTo(made.etag()));
        assertThat(r2.counters().requests(Operation.PUT_OBJECT, "media", "fenced.mp4")).isEqualTo(1);
        assertThat(other.api().job(id)).isEqualTo(job);
        assertThat(paused.logText()).contains(id + ": attempt 1 stopped: SUPERSEDED");

        other.stop();
        JsonNode next = paused.api().finished(
                paused.api().video("s3://media/in.mp4", "store", "{\"width\": 32}", "s3://media/next.mp4"));
        assertThat(next.get("status").asText()).as("%s", next).isEqualTo("succeeded");
        assertThat(next.get("attempts").asInt()).isEqualTo(1);
    }

    private int deaths(String id) {
        return database.number("select deaths from jobs where id = ?", id);
    }

    /** Sessions of nodes in this database of which this holds. */
    private int sessions(String condition) {
        return database.number("""
                select count(*) from pg_stat_activity where datname = current_database()
                    and application_name = 'dromedary' and %s""".formatted(condition));
    }
}
