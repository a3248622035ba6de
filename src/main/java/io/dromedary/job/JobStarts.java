package io.dromedary.job;

import io.dromedary.database.Database;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who begins a job. How often its workers died is counted here, as the counts of a broker may die with it.
 */
public final class JobStarts {

    private static final Logger LOG = LoggerFactory.getLogger(JobStarts.class);

    private static final Failure POISONED = new Failure(ProblemKind.POISON,
            "The server died again and again while it worked on this job, so it is not tried any more.");

    private final Database database;
    private final Clock clock;
    private final int maxDeaths;
    private final JobMeters meters;
    private final Outages outages;

    /**
     * Starts of jobs.
     *
     * @param maxDeaths a job that so many workers died over ends as {@code poison}
     * @param outages   waits for the database with a message in hand, which the broker would give out again and again
     */
    public JobStarts(Database database, Clock clock, int maxDeaths, JobMeters meters, Outages outages) {
        this.outages = outages;
        this.database = database;
        this.clock = clock;
        this.maxDeaths = maxDeaths;
        this.meters = meters;
    }

    /**
     * Begins the next attempt of a job.
     *
     * @param messageId   of the message that brought it
     * @param redelivered the broker gave this message out before. When it is the one that began the current attempt,
     *                    whoever had it is taken to be gone, and the job is taken over. Any other message starts only a
     *                    job that waits: there may be several of one job
     * @return the job with its new attempt number; none when there is nothing to do
     */
    public Optional<Job> begin(String jobId, String messageId, boolean redelivered) {
        var again = new AtomicBoolean();
        Beginning beginning = outages.outlast(() -> {
            // Of an outage nobody knows whether it was before the commit or after it.
            boolean perhapsBegun = again.getAndSet(true);
            return database.write(handle -> begin(handle, jobId, messageId, redelivered || perhapsBegun));
        });
        beginning.poisoned().ifPresent(kind -> tellPoisoned(jobId, kind));
        return beginning.job();
    }

    /**
     * What came of a message.
     *
     * @param job      begun
     * @param poisoned the kind of a job that ended by this
     */
    private record Beginning(Optional<Job> job, Optional<String> poisoned) {
    }

    private Beginning begin(Handle handle, String jobId, String messageId, boolean redelivered) {
        if (redelivered && diedOverOften(handle, jobId, messageId)) {
            return new Beginning(Optional.empty(), Optional.of(poison(handle, jobId)));
        }
        int taken = handle.createUpdate("""
                update jobs set deaths = deaths + case when status = 'processing' then 1 else 0 end,
                    status = 'processing', attempts = attempts + 1, message_id = :message, progress = 0, sent = 1,
                    due_at = null, started_at = coalesce(started_at, :now), updated_at = :now
                where id = :id and (status = 'queued'
                    or (status = 'processing' and message_id = :message and :redelivered = 1))""")
                .bind("id", jobId).bind("message", messageId).bind("now", clock.millis())
                .bind("redelivered", redelivered ? 1 : 0).execute();
        if (taken == 0) {
            return new Beginning(Optional.empty(), Optional.empty());
        }
        AttemptStore.resetTasks(handle, jobId, clock.millis());
        return new Beginning(handle.createQuery("select * from " + Rows.JOBS + " where id = :id").bind("id", jobId)
                .map((row, context) -> Rows.job(row)).findOne(), Optional.empty());
    }

    /** Is the job to be taken over once more, and has been too often? */
    private boolean diedOverOften(Handle handle, String jobId, String messageId) {
        return handle.createUpdate("""
                        update jobs set deaths = deaths + 1
                        where id = :id and status = 'processing' and message_id = :message and deaths + 1 >= :max""")
                .bind("id", jobId).bind("message", messageId).bind("max", maxDeaths).execute() == 1;
    }

    /**
     * The broker has given a message up, by a count of its own, which may be of anything: workers that died, or a
     * database that was away. Only the former counts here; for whatever else the job is to be sent again.
     */
    public void givenUp(String jobId) {
        Optional<String> poisoned = database.write(handle -> {
            int deaths = handle.createQuery("""
                            update jobs set deaths = deaths + 1 where id = :id and status = 'processing'
                            returning deaths""")
                    .bind("id", jobId).mapTo(Integer.class).findOne().orElse(0);
            return goOn(handle, jobId, deaths);
        });
        poisoned.ifPresent(kind -> tellPoisoned(jobId, kind));
    }

    /**
     * There was no sign of life of a job's worker for long, and its message was not delivered again.
     *
     * @param attempt and
     * @param beats   as they were then: since then the worker may have given a sign
     */
    void lost(String jobId, int attempt, int beats) {
        Optional<Optional<String>> lost = database.write(handle -> handle.createQuery("""
                        update jobs set deaths = deaths + 1
                        where id = :id and status = 'processing' and attempts = :attempt and beats = :beats
                        returning deaths""")
                .bind("id", jobId).bind("attempt", attempt).bind("beats", beats).mapTo(Integer.class).findOne()
                .map(deaths -> goOn(handle, jobId, deaths)));
        lost.ifPresent(poisoned -> {
            LOG.warn("{}: nobody works on it, and its message is lost", jobId);
            poisoned.ifPresent(kind -> tellPoisoned(jobId, kind));
        });
    }

    /** The job waits again, unless too many workers died over it: answers its kind then. */
    private Optional<String> goOn(Handle handle, String jobId, int deaths) {
        if (deaths >= maxDeaths) {
            return Optional.of(poison(handle, jobId));
        }
        AttemptStore.waits(handle, jobId, clock.millis());
        return Optional.empty();
    }

    /** Ends a job that its workers died over; answers its kind. */
    private String poison(Handle handle, String jobId) {
        AttemptStore.fail(handle, jobId, clock.millis(), POISONED);
        return handle.createQuery("select kind from jobs where id = :id").bind("id", jobId)
                .mapTo(String.class).one();
    }

    private void tellPoisoned(String jobId, String kind) {
        LOG.warn("{}: its workers died again and again; it is not tried any more", jobId);
        meters.jobEnded(kind, Job.Status.FAILED, Optional.of(POISONED));
    }
}
