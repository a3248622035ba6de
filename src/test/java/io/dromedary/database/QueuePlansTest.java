package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.Hands;
import io.dromedary.access.ApiKey;
import io.dromedary.access.ApiKeys;
import io.dromedary.access.Limits;
import io.dromedary.access.Scope;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.job.Job;
import io.dromedary.job.JobStates;
import io.dromedary.job.Lane;
import io.dromedary.job.Orders;
import io.dromedary.watch.WatchedObjects;
import io.dromedary.webhook.WebhookStore;
import io.dromedary.webhook.Withheld;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/**
 * However long the queue is, and however much is not yet due: whoever asks what is next reads a few rows. This is told by
 * what the databases do for it, not by the time that it takes.
 */
class QueuePlansTest {

    private static final int MANY = 30_000;
    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);
    /** Rows that a step of a statement may read; the queue has hundreds of times as many. */
    private static final int FEW = 100;
    /** Of its machine, for a statement of SQLite: to read all rows that wait takes some per row. */
    private static final int FEW_STEPS = 10_000;
    private static final Pattern READ = Pattern.compile("actual rows=(\\d+)(?:\\.\\d+)? loops=(\\d+)");
    private static final Pattern REMOVED = Pattern.compile("Rows Removed by [A-Z a-z]+: (\\d+)");

    private final Hands clock = new Hands(NOW);

    @Test
    void nothingThatIsAskedOfTheQueueReadsIt(@TempDir Path folder) {
        try (Database database = Database.open(folder.resolve("test.db"))) {
            WorkingNode node = fill(database);
            var steps = new Steps();
            database.jdbi().setSqlLogger(steps);
            askAll(database, node);
            database.jdbi().setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
            assertThat(steps.taken).hasSizeGreaterThan(20).allSatisfy(
                    taken -> assertThat(taken.steps()).as(taken.sql()).isLessThan(FEW_STEPS));
        }
    }

    @Test
    @Tag("process")
    void soItIsWithPostgresqlOfClaimsAndTheClockAlsoBeforeItHasCountedItsRows(@TempDir Path folder) throws SQLException {
        try (Database database = Database.open(Engine.POSTGRESQL.newDatabaseWithTables(folder))) {
            WorkingNode node = fill(database);
            checkPlans(database, node, query -> query.contains("with recursive") || query.contains("as what"));
            // As the server does by itself from time to time.
            database.jdbi().useHandle(handle -> handle.execute("vacuum analyze"));
            checkPlans(database, node, query -> true);
        }
    }

    private void checkPlans(Database database, WorkingNode node, Predicate<String> checked) throws SQLException {
        var asked = new ArrayList<String>();
        database.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                try {
                    asked.add(context.getStatement().unwrap(PreparedStatement.class).toString());
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        askAll(database, node);
        database.jdbi().setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
        List<String> explainable = asked.stream().filter(query -> !query.startsWith("set ")).toList();
        assertThat(explainable).hasSizeGreaterThan(20);
        assertThat(explainable).filteredOn(checked).hasSizeGreaterThanOrEqualTo(5);
        for (String query : explainable.stream().filter(checked).toList()) {
            List<String> plan = explained(database, query);
            String shown = query + "\n" + String.join("\n", plan);
            assertThat(plan).as(shown).noneMatch(line -> line.contains("Seq Scan on jobs") || line.contains("JIT"));
            assertThat(plan).as(shown).allMatch(line -> read(line) <= FEW);
        }
    }

    private static long read(String line) {
        Matcher rows = READ.matcher(line);
        Matcher removed = REMOVED.matcher(line);
        return (rows.find() ? Long.parseLong(rows.group(1)) * Long.parseLong(rows.group(2)) : 0)
                + (removed.find() ? Long.parseLong(removed.group(1)) : 0);
    }

    /** What is asked is done again for it, and taken back. */
    private static List<String> explained(Database database, String query) throws SQLException {
        try (Handle handle = database.jdbi().open()) {
            handle.begin();
            try (var statement = handle.getConnection().createStatement();
                    var rows = statement.executeQuery("explain (analyze, costs off, timing off, summary off) " + query)) {
                var lines = new ArrayList<String>();
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
                return lines;
            } finally {
                handle.rollback();
            }
        }
    }

    /** All that nodes ask of the queue as long as they live. */
    private void askAll(Database database, WorkingNode node) {
        for (int i = 0; i < 3; i++) {
            assertThat(node.claims(Lane.HEAVY)).isPresent();
        }
        assertThat(node.claims(Lane.LIGHT)).isEmpty();
        node.seesWhatIsDue();
        node.givesSigns();
        node.looks();
        Job job = node.claims(Lane.HEAVY).orElseThrow();
        new JobStates(database).of(List.of(job.id()));
        node.attempts().release(job.id(), job.attempts());
        var webhooks = new WebhookStore(database, clock, "node");
        for (var withheld : List.of(new Withheld(Set.of(), Set.of("flood")), new Withheld(Set.of("flooded.example"), Set.of()),
                new Withheld(Set.of(), Set.of()), new Withheld(Set.of(), Set.of()), new Withheld(Set.of(), Set.of()))) {
            // To somebody else; and at last of what is behind a URL that is being asked.
            assertThat(webhooks.claim(withheld)).isPresent();
        }
        webhooks.retry(webhooks.claim().orElseThrow(), Duration.ofSeconds(9), "silent");
        new WatchedObjects(database, clock).claim();
    }

    /** A flood of one project waits, as many are not yet due, some of others wait; and webhooks wait for their next try. */
    private WorkingNode fill(Database database) {
        var node = new WorkingNode(database, clock, "node", 50);
        var limits = new Limits(Optional.empty(), Optional.empty(), Optional.of(50L), Optional.empty(), Optional.empty(), Optional.empty());
        String key = new ApiKeys(database, clock, new SecureRandom(), Optional.empty()).create(new ApiKey.Draft(
                "a key", Scope.ADMIN, "flood", limits, Optional.empty())).known().id();
        String insert = """
                with recursive n(i) as (select 1 union all select i + 1 from n where i < MANY)
                insert into jobs (id, project, sender, kind, input, options, priority, urgency, lane, status, progress,
                    attempts, due_at, queued_at, created_at, updated_at)
                select 'job_NAME_' || i, 'flood', 'KEY', 'video', 'https://example.com', '{}', i % 10, i % 10, 'heavy',
                    'queued', 0, 0, DUE, NOW, NOW, NOW from n""".replace("MANY", Integer.toString(MANY))
                        .replace("KEY", key);
        database.jdbi().useTransaction(handle -> {
            handle.execute(at(insert.replace("NAME", "waits").replace("DUE", "null")));
            handle.execute(at(insert.replace("NAME", "later").replace("DUE", "NOW + 1000 + i")));
            String webhook = """
                    insert into webhooks (job_id, project, url, host, receiver, status, attempts, message_id, trying_since,
                        due_at, created_at, updated_at)
                    select id, 'flood', URL, HOST, URL, 'pending', 1, id, created_at, DUE, created_at, created_at
                    from jobs where id WHICH""";
            handle.execute(at(webhook.replace("URL", "'https://example.com'").replace("HOST", "'example.com'")
                    .replace("DUE", "due_at").replace("WHICH", "like 'job_later_%' and due_at < NOW + 11000")));
            // Half of a flood is to one URL, the others are to one each.
            handle.execute(at(webhook.replace("URL", "'https://flooded.example/' || case when priority < 5 then '' else id end")
                    .replace("HOST", "'flooded.example'").replace("DUE", "NOW - 5000").replace("WHICH", "like 'job_waits_%'")));
        });
        for (int i = 0; i < 5; i++) {
            node.stored(Orders.of("project " + i, "video"));
            node.jobs().cancel("project " + i, node.stored(Orders.telling("https://calm.example/" + i,
                    Orders.of("project " + i, "video"))));
        }
        return node;
    }

    private static String at(String sql) {
        return sql.replace("NOW", Long.toString(NOW.toEpochMilli()));
    }

    /** Counts what the machine of SQLite does for each statement. */
    private static final class Steps implements SqlLogger {

        private static final int EACH = 100;

        private final List<Taken> taken = new ArrayList<>();
        private int steps;

        private record Taken(String sql, int steps) {
        }

        @Override
        public void logBeforeExecution(StatementContext context) {
            steps = 0;
            handle(context, new ProgressHandler() {
                @Override
                protected int progress() {
                    steps += EACH;
                    return 0;
                }
            });
        }

        @Override
        public void logAfterExecution(StatementContext context) {
            taken.add(new Taken(context.getParsedSql().getSql(), steps));
        }

        private static void handle(StatementContext context, ProgressHandler handler) {
            try {
                ProgressHandler.setHandler(context.getConnection().unwrap(SQLiteConnection.class), EACH, handler);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
