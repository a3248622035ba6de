package io.dromedary.job;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;

/** Queues failed and cancelled jobs again. */
public final class Retries {

    private final Jdbi jdbi;
    private final Clock clock;
    private final JobTransitions transitions;

    public Retries(Database database, Clock clock, JobTransitions transitions) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.transitions = transitions;
    }

    /**
     * The outcome of a request to do a job again.
     *
     * @param requeued whether it was queued; if not, it had not ended
     */
    public record Retried(Job job, boolean requeued) {
    }

    /**
     * Queues a failed or cancelled job again as if it were new. Only the numbering of its attempts continues, so that a
     * worker still at an earlier attempt cannot change anything.
     *
     * @throws Problem {@code job_not_found}; {@code job_finished} when it succeeded
     */
    public Retried retry(String project, String id) {
        return jdbi.inTransaction(handle -> {
            Rows.lock(handle, id);
            Job job = Rows.findShown(handle, project, id);
            if (job.status() == Job.Status.SUCCEEDED) {
                throw new Problem(ProblemKind.JOB_FINISHED, "The job " + id + " has succeeded already: send a new one"
                        + " to do the same again.");
            }
            if (!job.status().isFinal()) {
                return new Retried(job, false);
            }
            transitions.restart(handle, id, clock.millis());
            return new Retried(Rows.find(handle, id).orElseThrow(), true);
        });
    }
}
