package io.dromedary.job;

/** Why a running attempt is told to stop. */
public enum StopReason {
    /** Its owner cancelled the job. */
    CANCELLED,
    /** This worker goes down; another will do the job, or this one after its next start. */
    SHUTDOWN,
    /** The database was away for a moment, and the work needed it; the job is begun again. */
    OUTAGE,
    /** The job was given to another attempt. */
    SUPERSEDED,
    /** Whoever waits for it has waited long enough. */
    DEADLINE;

    /** Does the job wait again, as if this attempt had not been? */
    public boolean givesBack() {
        return this == SHUTDOWN || this == OUTAGE;
    }
}
