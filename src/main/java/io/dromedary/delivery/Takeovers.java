package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.job.Failure;
import io.dromedary.job.Job;
import io.dromedary.job.JobMeters;
import io.dromedary.job.JobTransitions;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes jobs back from workers that are gone. How often that was is counted: a job may be what they die of. */
public final class Takeovers {

    private static final Logger LOG = LoggerFactory.getLogger(Takeovers.class);

    private static final Failure POISONED = new Failure(ProblemKind.POISON,
            "The server died again and again while it worked on this job, so it is not tried any more.");

    private final Database database;
    private final Clock clock;
    private final int maxDeaths;
    private final JobTransitions transitions;
    private final JobMeters meters;

    /**
     * Takeovers.
     *
     * @param maxDeaths a job that so many workers died over ends as {@code poison}
     */
    public Takeovers(Database database, Clock clock, int maxDeaths, JobTransitions transitions, JobMeters meters) {
        this.database = database;
        this.clock = clock;
        this.maxDeaths = maxDeaths;
        this.transitions = transitions;
        this.meters = meters;
    }

    /** Tells whether a worker has been silent to this moment, in the transaction that takes its job back. */
    interface Silence {
        boolean holds(Handle handle);
    }

    /** Nobody works on this attempt any more: the job waits again, or ends. */
    void takeBack(String jobId, int attempt) {
        takeBack(jobId, attempt, handle -> true);
    }

    /** The same, unless its worker has given a sign of life meanwhile. */
    void takeBack(String jobId, int attempt, Silence silence) {
        Optional<String> poisoned = database.write(handle -> !silence.holds(handle) ? Optional.empty()
                : handle.createQuery("""
                                update jobs set deaths = deaths + 1
                                where id = :id and attempts = :attempt and status = 'processing' returning deaths""")
                        .bind("id", jobId).bind("attempt", attempt).mapTo(Integer.class).findOne()
                        .flatMap(deaths -> goOn(handle, jobId, attempt, deaths)));
        poisoned.ifPresent(kind -> {
            LOG.warn("{}: its workers died again and again; it is not tried any more", jobId);
            meters.jobEnded(kind, Job.Status.FAILED, Optional.of(POISONED));
        });
    }

    /** This attempt was never begun, as nobody heard that it was to be: the job waits again, and nothing is counted. */
    void takeBackUnbegun(String jobId, int attempt) {
        database.write(handle -> {
            int taken = handle.createUpdate("""
                            update jobs set released = released + 1
                            where id = :id and attempts = :attempt and status = 'processing'""")
                    .bind("id", jobId).bind("attempt", attempt).execute();
            if (taken == 1) {
                LOG.info("{}: nobody here has heard of attempt {}; the job waits again", jobId, attempt);
                JobTransitions.queueAgain(handle, jobId, clock.millis());
            }
            return taken;
        });
    }

    /** The kind of the job, when it ends by this. */
    private Optional<String> goOn(Handle handle, String jobId, int attempt, int deaths) {
        if (deaths < maxDeaths) {
            LOG.warn("{}: the worker of attempt {} is gone; the job waits again", jobId, attempt);
            JobTransitions.queueAgain(handle, jobId, clock.millis());
            return Optional.empty();
        }
        transitions.fail(handle, jobId, POISONED, clock.millis());
        return handle.createQuery("select kind from jobs where id = :id").bind("id", jobId).mapTo(String.class).findOne();
    }
}
