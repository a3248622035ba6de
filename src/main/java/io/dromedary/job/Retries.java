package io.dromedary.job;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Lets jobs that ended badly be done again. */
public final class Retries {

    private final Jdbi jdbi;
    private final Clock clock;

    public Retries(Database database, Clock clock) {
        this.jdbi = database.jdbi();
        this.clock = clock;
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
            JobStore.claim(handle, id);
            Job job = JobStore.findShown(handle, project, id);
            if (job.status() == Job.Status.SUCCEEDED) {
                throw new Problem(ProblemKind.JOB_FINISHED, "The job " + id + " has succeeded already: send a new one"
                        + " to do the same again.");
            }
            if (!job.status().isFinal()) {
                return new Retried(job, false);
            }
            reset(handle, id);
            return new Retried(JobStore.find(handle, id).orElseThrow(), true);
        });
    }

    private void reset(Handle handle, String id) {
        long now = clock.millis();
        handle.createUpdate("""
                update jobs set status = 'queued', progress = 0, output = null, error_kind = null,
                    error_message = null, deaths = 0, failures = 0, lacks = 0, due_at = null, node = null,
                    urgency = priority, sender = coalesce(key_id, ''), queued_at = :now, started_at = null,
                    finished_at = null, updated_at = :now
                where id = :id""").bind("id", id).bind("now", now).execute();
        handle.createUpdate("""
                update tasks set status = 'waiting', progress = 0, speed = null, input = null, output = null,
                    error_kind = null, error_message = null, started_at = null, finished_at = null,
                    updated_at = :now
                where job_id = :id""").bind("id", id).bind("now", now).execute();
        WebhookStore.jobWaits(handle, id, now);
    }
}
