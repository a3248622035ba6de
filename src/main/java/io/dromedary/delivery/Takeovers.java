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

/** Takes jobs back from dead workers, and counts how often, since the job may be the cause. */
public final class Takeovers {

    private static final Logger LOG = LoggerFactory.getLogger(Takeovers.class);

    private static final Failure POISONED = new Failure(ProblemKind.POISON,
            "The server died again and again while it worked on this job, so it is not tried any more.");

    private final Database database;
    private final Clock clock;
    private final int maxDeaths;
    private final JobTransitions transitions;
    private final JobMeters meters;

    /** @param maxDeaths after this number of dead workers a job fails as {@code poison} */
    public Takeovers(Database database, Clock clock, int maxDeaths, JobTransitions transitions, JobMeters meters) {
        this.database = database;
        this.clock = clock;
        this.maxDeaths = maxDeaths;
        this.transitions = transitions;
        this.meters = meters;
    }

    /** Tells, in the transaction that takes a job back, whether its worker is still silent. */
    interface Silence {
        boolean holds(Handle handle);
    }

    /** Takes back the job of an attempt whose worker is dead: it is queued again, or fails. */
    void takeBack(String jobId, int attempt) {
        takeBack(jobId, attempt, handle -> true);
    }

    /** Does the same unless the worker has sent a heartbeat since. */
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

    /** Takes back the job of an attempt that was claimed but never begun: it is queued again, and nothing counts. */
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

    /** Queues or ends the job. Returns its kind if it has ended. */
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
