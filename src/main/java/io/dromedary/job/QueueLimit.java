package io.dromedary.job;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;

/**
 * How many jobs may wait. Counting all of them for each new one would cost more the longer the queue is, so they are
 * counted once a second, and what is let in meanwhile is added.
 */
public final class QueueLimit {

    private static final long COUNT_EVERY_NANOS = 1_000_000_000L;

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
    public synchronized void admit() {
        if (maxJobs == 0) {
            return;
        }
        long now = nanos.getAsLong();
        if (now - countedAt >= COUNT_EVERY_NANOS) {
            waiting = jdbi.withHandle(handle -> handle
                    .createQuery("select count(*) from jobs where status = 'queued'").mapTo(Long.class).one());
            countedAt = now;
        }
        if (waiting >= maxJobs) {
            throw new Problem(ProblemKind.TOO_MANY_REQUESTS, "As many jobs wait here as may (" + maxJobs
                    + ", dromedary.queue.max-jobs): send this one again when some of them are done.");
        }
        waiting++;
    }
}
