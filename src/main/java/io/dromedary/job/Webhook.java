package io.dromedary.job;

import java.util.Optional;

/**
 * How the owner of a job is told of its end.
 *
 * @param url       where to; its query may hold a secret of the receiver
 * @param attempts  tries that were begun
 * @param lastError what was wrong with the last try; none when it was delivered
 */
public record Webhook(String url, Status status, int attempts, Optional<String> lastError) {

    @Override
    public String toString() {
        return "Webhook[" + status + "]";
    }

    /** How far it is. */
    public enum Status {
        /** The job has not ended. */
        WAITING,
        /** To be delivered, now or by another try later. */
        PENDING,
        /** The receiver has it. */
        DELIVERED,
        /** It is not tried any more. */
        FAILED
    }
}
