package io.dromedary.job;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Deletes ended jobs when their owners ask for it, with what they have published on the CDN. What they wrote to a bucket
 * stays there: it belongs to the bucket's owner, and another job may have written the same key since.
 */
public final class Removal {

    private final Database database;
    private final Jdbi jdbi;
    private final Retention files;
    private final List<JobEvents> listeners;
    private final Clock clock;

    /** @param listeners may refuse that a job is deleted */
    public Removal(Database database, Clock clock, Retention files, List<JobEvents> listeners) {
        this.database = database;
        this.clock = clock;
        this.jdbi = database.jdbi();
        this.files = files;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Deletes a job that was requested as a job. If it is interrupted, files may be gone and the job not; deleting again
     * completes it.
     *
     * @return the job as it was
     * @throws Problem {@code job_not_found}; {@code job_unfinished} unless it has ended
     */
    public Job delete(String project, String id) {
        return delete(jdbi.withHandle(handle -> Rows.findShown(handle, project, id)));
    }

    /** Deletes a job, whatever it was requested as. */
    public Job delete(Job job) {
        if (!job.status().isFinal()) {
            throw unfinished(job.id());
        }
        jdbi.useHandle(handle -> listeners.forEach(listener -> listener.deleting(handle, job.id())));
        if (job.hasFiles()) {
            files.removeFiles(job);
        }
        int deleted = database.write(handle -> {
            listeners.forEach(listener -> listener.deleting(handle, job.id()));
            int gone = handle.createUpdate("""
                            delete from jobs where id = :id and attempts = :attempts
                                and status in ('succeeded', 'failed', 'cancelled')""")
                    .bind("id", job.id()).bind("attempts", job.attempts()).execute();
            if (gone == 1 && job.taskId().isEmpty()) {
                JobChanges.recordDeletion(handle, job, clock.millis());
            }
            return gone;
        });
        if (deleted == 0 && jdbi.withHandle(handle -> Rows.find(handle, job.id())).isPresent()) {
            throw unfinished(job.id());
        }
        return job;
    }

    private static Problem unfinished(String id) {
        return new Problem(ProblemKind.JOB_UNFINISHED, "The job " + id + " has not ended. Cancel it first (POST /jobs/" + id
                + "/cancel), or wait for its end.");
    }
}
