package io.dromedary.job;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;

/** Lets jobs that ended badly be done again. */
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
     * A job that was to be done again.
     *
     * @param requeued it waits now; otherwise it had not ended
     */
    public record Retried(Job job, boolean requeued) {
    }

    /**
     * Lets a job that failed or was cancelled wait again, as if it were new. Only its attempts go on counting, so that
     * whoever still works on an earlier one changes nothing any more.
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
