package io.dromedary.job;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Hears of a job's life in the transaction that changes the job: what is written here is committed with it or not at all. */
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

    /** Passes the events on to each of these. */
    static JobEvents to(List<JobEvents> listeners) {
        return new JobEvents() {
            @Override
            public void stored(Handle handle, String jobId, JobOrder order, long now) {
                listeners.forEach(listener -> listener.stored(handle, jobId, order, now));
            }

            @Override
            public void restarted(Handle handle, String jobId, long now) {
                listeners.forEach(listener -> listener.restarted(handle, jobId, now));
            }

            @Override
            public void ended(Handle handle, String jobId, Job.Status status, long now) {
                listeners.forEach(listener -> listener.ended(handle, jobId, status, now));
            }
        };
    }
}
