package io.dromedary.webhook;

import io.dromedary.job.Job;
import java.time.Duration;

/**
 * One try to deliver a webhook.
 *
 * @param job         as it is now, with its tasks
 * @param messageId   names the end of the job that is told: the same in every try
 * @param attempt     number of this try
 * @param tryingSince when the first try was due, in Unix milliseconds
 * @param begunAt     when this one began, in Unix milliseconds
 */
public record WebhookTry(Job job, String messageId, int attempt, long tryingSince, long begunAt) {

    /** How long it had been tried when this try began. */
    public Duration tried() {
        return Duration.ofMillis(begunAt - tryingSince);
    }

    /** Where to. */
    public String url() {
        return job.webhook().orElseThrow().url();
    }

    /** The same, as the queue knows it. */
    public WebhookAddress to() {
        return WebhookAddress.of(url());
    }
}
