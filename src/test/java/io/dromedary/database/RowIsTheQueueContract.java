package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.delivery.WorkingNode;
import io.dromedary.job.Job;
import io.dromedary.job.Lane;
import io.dromedary.job.Task;
import io.dromedary.webhook.WebhookAddress;
import io.dromedary.webhook.WebhookStore;
import io.dromedary.webhook.WebhookTry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a database holds of a version whose jobs waited in a broker goes on, once no node of that version is at work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RowIsTheQueueContract {

    /** Times of the older version's rows, in milliseconds. */
    private static final long SENT = 1_700_000_000_000L;
    private static final long FAR = 4_000_000_000_000L;

    private final Engine engine;
    private DatabaseAddress address;
    private Jdbi older;

    RowIsTheQueueContract(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void makeOlderTables(@TempDir Path folder) {
        address = engine.newDatabase(folder);
        Flyway.configure(new MigrationFiles()).dataSource(address.url(), address.user().orElse(null), address.password().orElse(null))
                .locations("classpath:" + MigrationFiles.FOLDER).target("18").load().migrate();
        older = address.isShared() ? Jdbi.create(address.url(), address.user().orElseThrow(), "")
                : Jdbi.create(address.url());
        if (!address.isShared()) {
            // As that version had it; a change from another mode waits for nobody who writes.
            older.useHandle(handle -> handle.execute("pragma journal_mode = WAL"));
        }
    }

    @Test
    void whatWaitedOrWasAtWorkWaitsByItsPriorityAndAge() {
        job("job_waits", "queued", 4, 0, 0, null);
        job("job_urgent", "queued", 7, 1, 0, null);
        job("job_at_work", "processing", 5, 2, 1, null);
        task("job_at_work", "processing", "{\"size\": 1}");
        older.useHandle(handle -> handle.execute("update jobs set key_id = 'key_1' where id = 'job_urgent'"));
        try (Database database = Database.open(address)) {
            var node = new WorkingNode(database, Clock.systemUTC());
            Job wasAtWork = node.jobs().get("job_at_work");
            assertThat(wasAtWork.status()).isEqualTo(Job.Status.QUEUED);
            assertThat(wasAtWork.state().progress()).isZero();
            assertThat(wasAtWork.tasks()).singleElement().satisfies(task -> {
                assertThat(task.status()).isEqualTo(Task.Status.WAITING);
                assertThat(task.input()).isEmpty();
                assertThat(task.node()).isEmpty();
                assertThat(task.times().startedAt()).isEmpty();
            });
            assertThat(node.number("job_at_work", "deaths")).as("a worker died over it").contains(1L);
            assertThat(node.claims(Lane.HEAVY)).map(Job::id).contains("job_urgent");
            assertThat(node.claims(Lane.HEAVY)).hasValueSatisfying(again -> {
                assertThat(again.id()).isEqualTo("job_at_work");
                assertThat(again.attempts()).isEqualTo(2);
            });
            assertThat(node.claims(Lane.HEAVY)).map(Job::id).contains("job_waits");
            assertThat(node.claims(Lane.HEAVY)).isEmpty();
        }
    }

    @Test
    void whatWasNotDueOrHadEndedIsSoYet() {
        job("job_later", "queued", 4, 0, 1, FAR);
        job("job_now", "queued", 4, 0, 1, SENT);
        job("job_done", "succeeded", 4, 0, 1, null);
        task("job_done", "succeeded", "{\"size\": 1}");
        try (Database database = Database.open(address)) {
            var node = new WorkingNode(database, Clock.systemUTC());
            assertThat(node.claims(Lane.HEAVY)).as("nobody has looked what is due").isEmpty();
            node.seesWhatIsDue();
            assertThat(node.claims(Lane.HEAVY)).map(Job::id).contains("job_now");
            assertThat(node.claims(Lane.HEAVY)).isEmpty();
            assertThat(node.jobs().get("job_later").state().nextAttemptAt()).contains(FAR);
            assertThat(node.jobs().get("job_done").status()).isEqualTo(Job.Status.SUCCEEDED);
            assertThat(node.jobs().get("job_done").tasks().get(0).input()).isPresent();
        }
    }

    @Test
    void webhooksThatWereOnTheirWayAreTriedAgainAndOthersStayAsTheyAre() {
        job("job_told", "succeeded", 4, 0, 1, null);
        webhook("job_told", "pending", 2, SENT, 1);
        job("job_later", "succeeded", 4, 0, 1, null);
        webhook("job_later", "pending", 1, FAR, 0);
        job("job_delivered", "succeeded", 4, 0, 1, null);
        webhook("job_delivered", "delivered", 1, SENT, 1);
        try (Database database = Database.open(address)) {
            var webhooks = new WebhookStore(database, Clock.systemUTC(), "node");
            WebhookTry again = webhooks.claim().orElseThrow();
            assertThat(again.job().id()).isEqualTo("job_told");
            assertThat(again.attempt()).isEqualTo(3);
            assertThat(again.messageId()).isEqualTo("msg_1");
            assertThat(webhooks.claim()).isEmpty();
        }
    }

    @Test
    void webhooksOfThenAreKnownByWhoseTheyAreAndWhereTheyGo() {
        List<String> urls = List.of("https://Hooks.example/a", "http://hooks.example:8080?b", "HTTPS://hooks.example",
                "https://hooks.example#c", "https://hooks.example/" + "long".repeat(100));
        for (int i = 0; i < urls.size(); i++) {
            job("job_" + i, "succeeded", 4, 0, 1, null);
            webhook("job_" + i, "pending", 2, SENT, 1);
            String id = "job_" + i;
            String url = urls.get(i);
            older.useHandle(handle -> handle.createUpdate("update webhooks set url = :url where job_id = :id")
                    .bind("url", url).bind("id", id).execute());
        }
        try (Database database = Database.open(address)) {
            List<String> known = database.jdbi().withHandle(handle -> handle.createQuery(
                    "select project || ' ' || host from webhooks order by job_id").mapTo(String.class).list());
            assertThat(known).containsExactlyElementsOf(
                    urls.stream().map(url -> "default " + WebhookAddress.of(url).host()).toList());
            var webhooks = new WebhookStore(database, Clock.systemUTC(), "node");
            for (int i = 0; i < urls.size(); i++) {
                assertThat(webhooks.claim()).isPresent();
            }
        }
    }

    @Test
    void whileANodeOfThatVersionIsAtWorkNoneOfThisOneStarts() {
        job("job_at_work", "processing", 4, 0, 1, null);
        ScheduledExecutorService olderNode = Executors.newSingleThreadScheduledExecutor();
        try {
            olderNode.scheduleAtFixedRate(() -> older.useHandle(handle -> handle.execute(
                    "update jobs set beats = beats + 1 where id = 'job_at_work'")), 0, 100, TimeUnit.MILLISECONDS);
            assertThatThrownBy(() -> Database.open(address)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stop all nodes, then start");
        } finally {
            olderNode.shutdownNow();
        }
        assertThat(older.<Integer, RuntimeException>withHandle(handle -> handle.createQuery("select count(*) from jobs"
                + " where status = 'processing' and sent = 1").mapTo(Integer.class).one()))
                .as("nothing was changed").isEqualTo(1);
    }

    private void job(String id, String status, int priority, long age, int attempts, Long dueAt) {
        older.useHandle(handle -> handle.createUpdate("""
                        insert into jobs (id, kind, input, options, priority, lane, status, progress, attempts, sent, due_at,
                            created_at, updated_at)
                        values (:id, 'video', 'https://example.com/in.mp4', '{}', :priority, 'heavy', :status, 40,
                            :attempts, 1, :due, :at, :at)""")
                .bind("id", id).bind("priority", priority).bind("status", status).bind("attempts", attempts)
                .bind("due", Optional.ofNullable(dueAt)).bind("at", SENT - age).execute());
    }

    private void task(String jobId, String status, String input) {
        older.useHandle(handle -> handle.createUpdate("""
                        insert into tasks (id, job_id, position, kind, options, status, progress, input, node, started_at,
                            created_at, updated_at)
                        values (:id, :job, 0, 'probe', '{}', :status, 40, :input, 'old', :at, :at, :at)""")
                .bind("id", "task_of_" + jobId).bind("job", jobId).bind("status", status).bind("input", input)
                .bind("at", SENT).execute());
    }

    private void webhook(String jobId, String status, int attempts, long dueAt, int sent) {
        older.useHandle(handle -> handle.createUpdate("""
                        insert into webhooks (job_id, url, status, attempts, message_id, trying_since, due_at, sent,
                            created_at, updated_at)
                        values (:id, 'https://example.com/hook', :status, :attempts, 'msg_1', :at, :due, :sent, :at, :at)""")
                .bind("id", jobId).bind("status", status).bind("attempts", attempts).bind("due", dueAt)
                .bind("sent", sent).bind("at", SENT).execute());
    }
}
