package io.dromedary.job;

/** Rolls a delivery back: this worker goes down, and the broker shall give the job to the next. */
public final class GivenBackException extends RuntimeException {

    GivenBackException(String jobId) {
        super("The job " + jobId + " was given back");
    }
}
