package io.dromedary.access;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Counts what the jobs of each key used today, and applies the quotas. When a job is created, the earlier jobs count; once its
 * input is probed, it counts itself. So a key exceeds its quota by at most the inputs that are probed at the same time.
 */
public final class Usage {

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int KEPT_DAYS = 31;

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;

    public Usage(Database database, Clock clock) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /**
     * What the jobs of a key have taken.
     *
     * @param bytes  of their inputs
     * @param millis duration of their inputs
     */
    public record Taken(long bytes, long millis) {
    }

    /**
     * Admits one more job of this caller.
     *
     * @throws Problem {@code too_many_requests} if the key's queue is full, or the day's quota is used up
     */
    public void admit(Caller caller) {
        Limits limits = caller.limits();
        if (limits.maxQueuedJobs().isEmpty() && !isByDay(limits)) {
            return;
        }
        jdbi.useHandle(handle -> {
            limits.maxQueuedJobs().ifPresent(most -> refuseWhenFull(handle, caller, most));
            if (isByDay(limits)) {
                Taken taken = today(handle, caller.keyId());
                usedUp(limits, taken.bytes, taken.millis).ifPresent(what -> {
                    throw Problem.later("This key has used up its " + what + ": there is room again from midnight (UTC)"
                            + " on, or ask for more where keys are made.", secondsOfTheRestOfTheDay());
                });
            }
        });
    }

    /**
     * Queues one more job of this caller, in one transaction with the count of those that wait, so that the limit holds
     * also for jobs that arrive at the same time.
     *
     * @param change queues the job, as part of that transaction
     * @throws Problem {@code too_many_requests} if the key's queue is full
     */
    public <T> T within(Caller caller, Supplier<T> change) {
        Optional<Long> most = caller.limits().maxQueuedJobs();
        return most.isEmpty() ? change.get() : database.write(handle -> {
            // Locks the key: without it, the count would miss jobs that other transactions have not committed yet.
            handle.createQuery("select id from api_keys where id = :id" + database.forUpdate())
                    .bind("id", caller.keyId()).mapTo(String.class).findOne();
            refuseWhenFull(handle, caller, most.get());
            return change.get();
        });
    }

    private static void refuseWhenFull(Handle handle, Caller caller, long most) {
        if (queued(handle, caller.keyId()) >= most) {
            throw new Problem(ProblemKind.TOO_MANY_REQUESTS, "As many jobs of this key wait as may (" + most
                    + ", its max_queued_jobs): send this one again when some of them are done.");
        }
    }

    /**
     * Records what a job uses, once for all its attempts.
     *
     * @param bytes  of its input
     * @param millis duration of its input; 0 if it has none
     * @return the quota of the key that it exceeds; empty if none
     */
    public Optional<String> take(String keyId, String jobId, long bytes, long millis) {
        return jdbi.inTransaction(handle -> {
            // A key that was revoked meanwhile has no limits; its jobs were admitted before.
            Optional<Limits> limits = handle.createQuery("select " + ApiKey.COLUMNS + " from api_keys where id = :id")
                    .bind("id", keyId).map((row, context) -> ApiKey.read(row)).findOne()
                    .map(ApiKey::limits).filter(Usage::isByDay);
            if (limits.isEmpty()) {
                return Optional.empty();
            }
            handle.createUpdate("""
                            insert into key_usage (job_id, key_id, day, bytes, millis)
                            values (:job, :key, :day, :bytes, :millis) on conflict (job_id) do nothing""")
                    .bind("job", jobId).bind("key", keyId).bind("day", day()).bind("bytes", bytes)
                    .bind("millis", millis).execute();
            Taken taken = today(handle, keyId);
            // A quota may be used up to the last byte.
            return usedUp(limits.get(), taken.bytes - 1, taken.millis - 1);
        });
    }

    /**
     * What the jobs of a key have taken today (UTC), as far as it counts.
     *
     * @return empty for a key without quotas by day, of which nothing is counted
     */
    public Optional<Taken> today(String keyId, Limits limits) {
        return isByDay(limits) ? Optional.of(jdbi.withHandle(handle -> today(handle, keyId))) : Optional.empty();
    }

    /** Deletes old records. */
    public void sweep() {
        jdbi.useHandle(handle -> handle.createUpdate("delete from key_usage where day < :oldest")
                .bind("oldest", day() - KEPT_DAYS).execute());
    }

    private static boolean isByDay(Limits limits) {
        return limits.bytesPerDay().isPresent() || limits.minutesPerDay().isPresent();
    }

    private static Optional<String> usedUp(Limits limits, long bytes, long millis) {
        return limits.bytesPerDay().filter(most -> bytes >= most).map(most -> most + " bytes a day (bytes_per_day)")
                .or(() -> limits.minutesPerDay().filter(most -> millis >= most * MINUTE_MILLIS)
                        .map(most -> most + " minutes of media a day (minutes_per_day)"));
    }

    private Taken today(Handle handle, String keyId) {
        return handle.createQuery("""
                        select coalesce(sum(bytes), 0) as bytes, coalesce(sum(millis), 0) as millis from key_usage
                        where key_id = :key and day = :day""")
                .bind("key", keyId).bind("day", day())
                .map((row, context) -> new Taken(row.getLong("bytes"), row.getLong("millis"))).one();
    }

    private static long queued(Handle handle, String keyId) {
        return handle.createQuery("select count(*) from jobs where key_id = :key and status = 'queued'")
                .bind("key", keyId).mapTo(Long.class).one();
    }

    private long day() {
        return Math.floorDiv(clock.millis(), DAY_MILLIS);
    }

    private long secondsOfTheRestOfTheDay() {
        return (DAY_MILLIS - Math.floorMod(clock.millis(), DAY_MILLIS)) / 1000 + 1;
    }
}
