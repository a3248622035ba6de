package io.dromedary.job;

/** Why a running attempt is stopped. */
public enum StopReason {
    /** Its owner cancelled the job. */
    CANCELLED,
    /** This worker is shut down; another does the job, or this one after its next start. */
    SHUTDOWN,
    /** The database was unavailable when the work needed it; the job is begun again. */
    OUTAGE,
    /** The job was given to another attempt. */
    SUPERSEDED,
    /** The caller of a dry run has waited long enough. */
    DEADLINE;

    /** Is the job queued again, as if this attempt had not been made? */
    public boolean givesBack() {
        return this == SHUTDOWN || this == OUTAGE;
    }
}
