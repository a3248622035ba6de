package io.dromedary.webhook;

import io.dromedary.job.Job;
import java.time.Duration;

/**
 * A try to deliver a webhook.
 *
 * @param job         the job as it is now, with its tasks
 * @param messageId   identifies the reported end of the job; the same in every try
 * @param attempt     number of this try
 * @param tryingSince when the first try was due, in Unix milliseconds
 * @param begunAt     when this one began, in Unix milliseconds
 */
public record WebhookTry(Job job, String messageId, int attempt, long tryingSince, long begunAt) {

    /** The time from the first try to this one. */
    public Duration tried() {
        return Duration.ofMillis(begunAt - tryingSince);
    }

    /** The URL to post to. */
    public String url() {
        return job.webhook().orElseThrow().url();
    }

    /** The address of that URL in the queue. */
    public WebhookAddress to() {
        return WebhookAddress.of(url());
    }
}
