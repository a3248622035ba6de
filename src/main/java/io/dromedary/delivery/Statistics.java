package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.job.Lane;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * Counts the jobs of a project, or of all projects: those that wait and run, and those that have ended. The work on tasks
 * counts, too. Counting reads indexes alone; a count is reused for some seconds, as pages ask often.
 */
public final class Statistics {

    private static final long FRESH_NANOS = 2_000_000_000L;
    /** Of the pages of different projects; the oldest count makes room for the newest. */
    private static final int REMEMBERED = 256;

    private static final String QUEUE = Stream.of(Lane.values()).map(Lane::wireName).map(lane -> """
            select 'LANE' as lane, 'queued' as state, (select count(*) from jobs
                where status = 'queued' and due_at is null and lane = 'LANE' OF) as jobs
            union all
            select 'LANE', 'delayed', (select count(*) from jobs
                where status = 'queued' and due_at is not null and lane = 'LANE' OF)
            union all
            select 'LANE', 'processing', (select count(*) from jobs where status = 'processing' and lane = 'LANE' OF)
            """.replace("LANE", lane)).collect(Collectors.joining("union all\n"));
    private static final String ENDED = """
            select kind, status, error_kind, count(*) as jobs from jobs
            where finished_at is not null and finished_at >= :since OF
                and status in ('succeeded', 'failed', 'cancelled')
            group by kind, status, error_kind order by kind, status, error_kind""";

    private final Jdbi jdbi;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Counted> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Counted> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param nanos a monotonic clock, in nanoseconds */
    public Statistics(Database database, Clock clock, LongSupplier nanos) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.nanos = nanos;
    }

    private record Counted(long nanos, Counts counts) {
    }

    /**
     * How many jobs of a lane are in a state.
     *
     * @param state {@code queued}, {@code delayed} if it waits for its next attempt, {@code processing}
     */
    public record Waiting(String lane, String state, long jobs) {
    }

    /**
     * How many jobs of a kind ended in the same way.
     *
     * @param error kind of the error; of jobs that did not succeed
     */
    public record Ended(String kind, String status, Optional<String> error, long jobs) {
    }

    /**
     * The counts of a moment.
     *
     * @param at    Unix milliseconds
     * @param since the beginning of the time in which jobs ended
     */
    public record Counts(long at, long since, List<Waiting> queue, List<Ended> ended) {
    }

    /**
     * The current counts.
     *
     * @param project none for all projects
     * @param last    how long ago the jobs may have ended that count
     */
    public Counts count(Optional<String> project, Duration last) {
        String key = last.toMillis() + " " + project.orElse("");
        long now = nanos.getAsLong();
        synchronized (known) {
            Counted before = known.get(key);
            if (before != null && now - before.nanos() < FRESH_NANOS) {
                return before.counts();
            }
        }
        Counts counts = read(project, last);
        synchronized (known) {
            known.remove(key);
            known.put(key, new Counted(now, counts));
        }
        return counts;
    }

    private Counts read(Optional<String> project, Duration last) {
        long at = clock.millis();
        long since = at - last.toMillis();
        String of = project.isPresent() ? "and project = :project" : "";
        return jdbi.withHandle(handle -> {
            var queue = handle.createQuery(QUEUE.replace("OF", of));
            var ended = handle.createQuery(ENDED.replace("OF", of)).bind("since", since);
            project.ifPresent(name -> {
                queue.bind("project", name);
                ended.bind("project", name);
            });
            return new Counts(at, since,
                    queue.map((row, context) -> new Waiting(row.getString(1), row.getString(2), row.getLong(3))).list(),
                    ended.map((row, context) -> new Ended(row.getString(1), row.getString(2),
                            Optional.ofNullable(row.getString(3)), row.getLong(4))).list());
        });
    }
}
