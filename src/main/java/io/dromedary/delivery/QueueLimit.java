package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.List;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;

/**
 * How many jobs may wait. Counting all of them for each new one would cost more the longer the queue is, so they are
 * counted once a second, and what is let in meanwhile is added.
 */
public final class QueueLimit {

    private static final long COUNT_EVERY_NANOS = 1_000_000_000L;

    private final Database database;
    private final Jdbi jdbi;
    private final LongSupplier nanos;
    private final long maxJobs;
    private long waiting;
    private long countedAt;

    /**
     * A limit.
     *
     * @param maxJobs how many jobs may wait; 0 for as many as come
     */
    public QueueLimit(Database database, LongSupplier nanos, long maxJobs) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.nanos = nanos;
        this.maxJobs = maxJobs;
        this.countedAt = nanos.getAsLong() - COUNT_EVERY_NANOS;
    }

    /**
     * Lets one more job in.
     *
     * @throws Problem {@code too_many_requests} when too many wait already
     */
    public void admit() {
        if (admitSome(List.of(1)).isEmpty()) {
            throw new Problem(ProblemKind.TOO_MANY_REQUESTS, full() + ": send this one again when some of them are done.");
        }
    }

    /** Lets as many jobs in as may wait yet: those of the first of these. */
    public synchronized <T> List<T> admitSome(List<T> wanted) {
        if (maxJobs == 0) {
            return wanted;
        }
        long now = nanos.getAsLong();
        if (now - countedAt >= COUNT_EVERY_NANOS) {
            // More than may wait need not be counted.
            waiting = jdbi.withHandle(handle -> handle.createQuery("""
                            select count(*) from (
                                select 1 from jobs BY where status = 'queued' and due_at is null
                                union all
                                select 1 from jobs where status = 'queued' and due_at is not null limit :most) as waiting"""
                                    .replace("BY", database.by("jobs_queue")))
                    .bind("most", maxJobs).mapTo(Long.class).one());
            countedAt = now;
        }
        int room = (int) Math.max(0, Math.min(wanted.size(), maxJobs - waiting));
        waiting += room;
        return wanted.subList(0, room);
    }

    /**
     * Ends the turn of who could not let all of his jobs in; he comes again with the rest.
     *
     * @throws Problem {@code too_many_requests} when some were left out
     */
    public void refuseRest(List<?> wanted, List<?> admitted) {
        if (admitted.size() < wanted.size()) {
            throw new Problem(ProblemKind.TOO_MANY_REQUESTS, full() + ": the rest is taken when some of them are done.");
        }
    }

    private String full() {
        return "As many jobs wait here as may (" + maxJobs + ", dromedary.queue.max-jobs)";
    }
}
