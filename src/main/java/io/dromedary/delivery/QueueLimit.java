package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.List;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Limits how many jobs may be queued. Counting them for each new job would cost more the longer the queue is, so they
 * are counted once a second, and those admitted since are added.
 */
public final class QueueLimit {

    private static final long COUNT_EVERY_NANOS = 1_000_000_000L;

    private final Database database;
    private final Jdbi jdbi;
    private final LongSupplier nanos;
    private final long maxJobs;
    private long waiting;
    private long countedAt;

    /** @param maxJobs how many jobs may be queued; 0 for any number */
    public QueueLimit(Database database, LongSupplier nanos, long maxJobs) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.nanos = nanos;
        this.maxJobs = maxJobs;
        this.countedAt = nanos.getAsLong() - COUNT_EVERY_NANOS;
    }

    /**
     * Admits one more job.
     *
     * @throws Problem {@code too_many_requests} if too many are queued already
     */
    public void admit() {
        if (admitSome(List.of(1)).isEmpty()) {
            throw new Problem(ProblemKind.TOO_MANY_REQUESTS, full() + ": send this one again when some of them are done.");
        }
    }

    /** Admits as many of these as there is room for, beginning with the first. */
    public synchronized <T> List<T> admitSome(List<T> wanted) {
        if (maxJobs == 0) {
            return wanted;
        }
        long now = nanos.getAsLong();
        if (now - countedAt >= COUNT_EVERY_NANOS) {
            // No need to count more than the limit.
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
     * Fails if not all were admitted, so that the caller comes again with the rest.
     *
     * @throws Problem {@code too_many_requests} if some were not admitted
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
