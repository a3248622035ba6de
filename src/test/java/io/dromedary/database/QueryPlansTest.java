package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.delivery.QueueDepths;
import io.dromedary.delivery.QueueLimit;
import io.dromedary.delivery.Statistics;
import io.dromedary.job.JobChanges;
import io.dromedary.job.JobMeters;
import io.dromedary.job.JobStore;
import io.dromedary.job.JobTransitions;
import io.dromedary.job.Lanes;
import io.dromedary.job.Retention;
import io.dromedary.job.TaskStore;
import io.dromedary.machine.PostgresServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * However many jobs have ended, a list reads its page alone, and what is asked again and again reads the rows that it
 * acts on. This is told by the plans of the databases, not by the time that they take.
 */
class QueryPlansTest {

    /** A list of jobs has to get past the newer half, the work on tasks of their own. */
    private static final int JOBS = 20_000;
    /** The largest batch is 1,000. */
    private static final int FEW = 1_500;
    /** Of an index that holds what waits, or is at work, alone. */
    private static final String OF_FEW = "SCAN jobs USING (COVERING )?INDEX jobs_(queue|not_due|at_work(_by_node)?)\\b.*";
    private static final Pattern READ = Pattern.compile("actual [^)]*rows=(\\d+)|Rows Removed by [A-Z a-z]+: (\\d+)");

    @Test
    void noListAndNothingThatIsAskedByTheClockReadsTheWholeTable(@TempDir Path folder) throws SQLException {
        try (Database database = Database.open(folder.resolve("test.db"))) {
            FilledTables.fill(database.jdbi(), JOBS, 100_001);
            for (String query : queries(database, QueryPlansTest::withItsPlaces)) {
                assertThat(plan(database, "explain query plan " + query, "detail")).as(query).isNotEmpty()
                        .noneMatch(line -> line.matches("SCAN (jobs|tasks)\\b.*") && !line.matches(OF_FEW))
                        .noneMatch(line -> line.contains("TEMP B-TREE") && !query.contains("group by"));
            }
        }
    }

    @Test
    @Tag("process")
    void soItIsWithPostgresql() throws SQLException {
        try (Database database = Database.open(new DatabaseAddress(PostgresServer.shared().newDatabase(),
                Optional.of(PostgresServer.USER), Optional.of("")))) {
            FilledTables.fill(database.jdbi(), JOBS, 100_001);
            // As the server does by itself from time to time.
            database.jdbi().useHandle(handle -> handle.execute("vacuum analyze"));
            for (String query : queries(database, QueryPlansTest::withItsValues)) {
                List<String> plan = plan(database, "explain (analyze, costs off, timing off) " + query, "QUERY PLAN");
                String shown = query + "\n" + String.join("\n", plan);
                assertThat(plan).as(shown).noneMatch(line -> line.contains("Seq Scan on jobs")
                        || line.contains("Seq Scan on tasks"));
                assertThat(plan.stream().flatMap(QueryPlansTest::read).toList()).as(shown)
                        .isNotEmpty().allMatch(rows -> rows <= FEW);
            }
        }
    }

    /** Has the product ask all that it asks while it runs, and tells what it asked of the database. */
    private static List<String> queries(Database database, Function<StatementContext, String> text) {
        var asked = new ArrayList<String>();
        database.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                asked.add(text.apply(context));
            }
        });
        LongSupplier nanos = () -> 0;
        var clock = Clock.fixed(Instant.ofEpochMilli(JOBS), ZoneOffset.UTC);
        var lanes = new Lanes(Set.of());

        var transitions = new JobTransitions(List.of());
        var jobs = new JobStore(database, lanes, clock, transitions, new JobMeters(new SimpleMeterRegistry()));
        for (PageRequest page : pages("job_110000")) {
            for (List<PageRequest.Filter> filters : filters()) {
                jobs.list("default", page, filters);
            }
        }
        jobs.getShown("default", "job_100001");
        jobs.unfinished();
        var tasks = new TaskStore(database, lanes, clock, transitions);
        pages("task_110000").forEach(page -> tasks.list("default", page));
        tasks.get("default", "task_100001");

        // Nothing on the disk is touched by the question alone.
        new Retention(database, clock, new Retention.Terms(Optional.empty(), Optional.of(Duration.ofMillis(1))), null,
                Optional.empty(), null).withOldFiles();
        new JobChanges(database, clock).since("default", JOBS - 20, 200);
        var statistics = new Statistics(database, clock, nanos);
        statistics.count(Optional.of("default"), Duration.ofMillis(100));
        statistics.count(Optional.empty(), Duration.ofMillis(100));
        new QueueLimit(database, nanos, 1_000).admitSome(List.of(1));
        new QueueDepths(database, new SimpleMeterRegistry(), nanos).refresh();
        database.jdbi().setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
        assertThat(asked).hasSizeGreaterThan(30);
        return asked;
    }

    private static List<PageRequest> pages(String middle) {
        var pages = new ArrayList<PageRequest>();
        for (boolean descending : List.of(true, false)) {
            pages.add(new PageRequest(20, 0, Optional.empty(), Optional.empty(), descending));
            pages.add(new PageRequest(20, 0, Optional.of(middle), Optional.empty(), descending));
            pages.add(new PageRequest(20, 0, Optional.empty(), Optional.of(middle), descending));
        }
        return pages;
    }

    private static List<List<PageRequest.Filter>> filters() {
        var kind = new PageRequest.Filter("kind", "audio");
        var status = new PageRequest.Filter("status", "failed");
        var input = new PageRequest.Filter("input", "s3://bucket/7");
        return List.of(List.of(), List.of(kind), List.of(status), List.of(input), List.of(kind, status),
                List.of(JobStore.ofObject("7")));
    }

    private static String withItsPlaces(StatementContext context) {
        return context.getParsedSql().getSql();
    }

    /** The plan depends on the values, and the driver shows them. */
    private static String withItsValues(StatementContext context) {
        try {
            return context.getStatement().unwrap(PreparedStatement.class).toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> plan(Database database, String explained, String column) throws SQLException {
        try (Handle handle = database.jdbi().open(); var statement = handle.getConnection().createStatement();
                var rows = statement.executeQuery(explained)) {
            var lines = new ArrayList<String>();
            while (rows.next()) {
                lines.add(rows.getString(column));
            }
            return lines;
        }
    }

    private static Stream<Long> read(String line) {
        return READ.matcher(line).results().map(found -> Long.parseLong(
                Optional.ofNullable(found.group(1)).orElseGet(() -> found.group(2))));
    }
}
