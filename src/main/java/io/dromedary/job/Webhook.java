package io.dromedary.job;

import java.util.Optional;

/**
 * The webhook that reports the end of a job.
 *
 * @param url       its query may contain a secret of the receiver
 * @param attempts  the number of tries
 * @param lastError why the last try failed; none if it was delivered
 */
public record Webhook(String url, Status status, int attempts, Optional<String> lastError) {

    @Override
    public String toString() {
        return "Webhook[" + status + "]";
    }

    /** The status of a webhook. */
    public enum Status {
        /** The job has not ended. */
        WAITING,
        /** The next try is due now or later. */
        PENDING,
        /** The receiver has it. */
        DELIVERED,
        /** There are no more tries. */
        FAILED
    }
}
