package io.dromedary.job;

import org.jdbi.v3.core.Handle;

/** Listens to the life of jobs, within the transaction that changes a job: what is written here is committed with it. */
public interface JobEvents {

    /** A job was stored. */
    default void stored(Handle handle, String jobId, JobOrder order, long now) {
    }

    /** A job that had ended is to be done again. */
    default void restarted(Handle handle, String jobId, long now) {
    }

    /** A job has ended: it succeeded, failed or was cancelled. */
    default void ended(Handle handle, String jobId, Job.Status status, long now) {
    }

    /**
     * A job that has ended is to be deleted.
     *
     * @throws io.dromedary.problem.Problem {@code job_unfinished} if something is still to be done that needs it
     */
    default void deleting(Handle handle, String jobId) {
    }
}
