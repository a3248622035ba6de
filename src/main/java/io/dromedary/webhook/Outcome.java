package io.dromedary.webhook;

/** The outcome of posting to a receiver. */
sealed interface Outcome {

    /** It answered with this status. */
    record Answer(int status) implements Outcome {
    }

    /**
     * It did not answer.
     *
     * @param reason for the owner of the job, without the URL
     */
    record Silence(String reason) implements Outcome {
    }
}
