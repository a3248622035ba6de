package io.dromedary.watch;

import io.dromedary.database.Database;
import io.dromedary.delivery.DueRows;
import io.dromedary.job.ClockJump;
import io.dromedary.job.Job;
import io.dromedary.job.JobEvents;
import io.dromedary.job.Rows;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.ObjectUrl;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Records the objects of which watches have made jobs, and which of them are to be moved or deleted after their jobs
 * have succeeded.
 */
public final class WatchedObjects implements JobEvents {

    /** The lane of sources that are to be moved or deleted. */
    public static final String LANE = "sources";

    /** Sources that are due, and those that were written before the clock was set back. */
    public static final List<DueRows> DUE = List.of(
            DueRows.first("watched_objects where due_at is not null", "due_at", DueRows.PAST),
            DueRows.last("watched_objects where due_at is not null", "due_at", DueRows.NEVER));

    /** How long a claimed source belongs to its claimant, before another may try. */
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
    private static final Duration MAX_DELAY = Duration.ofHours(1);

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;

    public WatchedObjects(Database database, Clock clock) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /** A version of an object; when the object changes, its ETag changes. */
    public record Version(String key, String etag) {
    }

    /**
     * An object that is to be moved or deleted since its job has succeeded.
     *
     * @param watch        the watch that found it
     * @param object       where it is
     * @param etag         the version that was processed
     * @param connectionId the connection that read it
     * @param moveTo       where it is moved; none if it is deleted
     * @param tries        the number of tries, including this one
     */
    public record Source(String watch, ObjectUrl object, String etag, String jobId, String connectionId,
            Optional<ObjectUrl> moveTo, int tries) {
    }

    /** The versions of these keys of which this watch has made jobs. */
    public Set<Version> known(String watch, String bucket, List<String> keys) {
        return keys.isEmpty() ? Set.of() : jdbi.withHandle(handle -> new HashSet<>(handle.createQuery("""
                        select object_key, etag from watched_objects
                        where watch = :watch and bucket = :bucket and object_key in (<keys>)""")
                .bind("watch", watch).bind("bucket", bucket).bindList("keys", keys)
                .map((row, context) -> new Version(row.getString(1), row.getString(2))).list()));
    }

    /**
     * Records that a version has a job, in the transaction that stores the job.
     *
     * @return false if the version was taken before, by any node
     */
    public boolean take(Handle handle, String jobId, String watch, ObjectUrl object, String etag, String afterSuccess,
            Optional<ObjectUrl> moveTo) {
        return handle.createUpdate("""
                insert into watched_objects (watch, bucket, object_key, etag, job_id, after_success, move_to, tries,
                    created_at)
                values (:watch, :bucket, :key, :etag, :job, :after, :moveTo, 0, :now) on conflict do nothing""")
                .bind("watch", watch).bind("bucket", object.bucket()).bind("key", object.key()).bind("etag", etag)
                .bind("job", jobId).bind("after", afterSuccess).bind("moveTo", moveTo.map(ObjectUrl::toString))
                .bind("now", clock.millis()).execute() == 1;
    }

    /** Records how a job ended, and makes its source due if it succeeded and the source is to be moved or deleted. */
    @Override
    public void ended(Handle handle, String jobId, Job.Status status, long now) {
        boolean succeeded = status == Job.Status.SUCCEEDED;
        handle.createUpdate("""
                        update watched_objects set outcome = :outcome,
                            due_at = case when :succeeded = 1 and after_success <> 'keep' then :now else due_at end
                        where job_id = :job""")
                .bind("job", jobId).bind("outcome", Rows.name(status)).bind("succeeded", succeeded ? 1 : 0)
                .bind("now", now).execute();
    }

    @Override
    public void restarted(Handle handle, String jobId, long now) {
        handle.createUpdate("update watched_objects set outcome = null where job_id = :job").bind("job", jobId).execute();
    }

    /** The job names the connection with which its source is moved or deleted. */
    @Override
    public void deleting(Handle handle, String jobId) {
        boolean due = handle.createQuery("select 1 from watched_objects where job_id = :job and due_at is not null")
                .bind("job", jobId).mapTo(Integer.class).findOne().isPresent();
        if (due) {
            throw new Problem(ProblemKind.JOB_UNFINISHED, "The input of the job " + jobId + " is still to be moved or deleted"
                    + " by its watch. Try again in a while.");
        }
    }

    /** Claims a source that is to be moved or deleted. For some minutes no other node gets it. */
    public Optional<Source> claim() {
        return database.write(handle -> handle.createQuery("""
                        select w.*, j.connection_id from watched_objects w join jobs j on j.id = w.job_id
                        where w.job_id = (select job_id from watched_objects
                            where due_at <= :now or due_at > :never order by due_at limit 1 SKIP)"""
                                .replace("SKIP", database.skipLocked()))
                .bind("now", clock.millis()).bind("never", ClockJump.never(clock))
                .map((row, context) -> new Source(row.getString("watch"),
                        new ObjectUrl(row.getString("bucket"), row.getString("object_key")), row.getString("etag"),
                        row.getString("job_id"), row.getString("connection_id"),
                        Optional.ofNullable(row.getString("move_to")).flatMap(ObjectUrl::parse),
                        row.getInt("tries") + 1))
                .findOne().map(source -> take(handle, source)));
    }

    private Source take(Handle handle, Source source) {
        handle.createUpdate("update watched_objects set due_at = :until, tries = :tries where job_id = :job")
                .bind("job", source.jobId()).bind("tries", source.tries())
                .bind("until", clock.millis() + LEASE.toMillis()).execute();
        return source;
    }

    /** Records that this source needs no further cleanup. */
    public void settled(Source source) {
        jdbi.useTransaction(handle -> handle.createUpdate("update watched_objects set due_at = null where job_id = :job")
                .bind("job", source.jobId()).execute());
    }

    /**
     * Postpones a source that could not be moved or deleted, longer each time.
     *
     * @return the delay
     */
    public Duration postpone(Source source) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(20, source.tries() - 1));
        Duration bounded = delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay;
        jdbi.useTransaction(handle -> handle.createUpdate("update watched_objects set due_at = :due where job_id = :job")
                .bind("job", source.jobId()).bind("due", clock.millis() + bounded.toMillis()).execute());
        return bounded;
    }
}
