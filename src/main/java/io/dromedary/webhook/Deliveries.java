package io.dromedary.webhook;

import io.dromedary.api.JobJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends tries to deliver webhooks. URLs are not logged, since their queries may contain secrets. */
public final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int GONE = 410;

    private final WebhookStore store;
    private final Function<String, Signer> signers;
    private final WebhookDelays plan;
    private final Clock clock;
    private final JobJson json;
    private final Runnable left;
    private final Receivers receivers = new Receivers(System::nanoTime);

    /**
     * @param signers the signer of a project
     * @param left    runs at the end of each try
     */
    public Deliveries(WebhookStore store, Function<String, Signer> signers, WebhookDelays plan, Clock clock, JobJson json,
            Runnable left) {
        this.left = left;
        this.json = json;
        this.store = store;
        this.signers = signers;
        this.plan = plan;
        this.clock = clock;
    }

    /** Begins the most urgent of the tries that may be made now; none if there is none. */
    public Optional<WebhookTry> claim() {
        Optional<WebhookTry> claimed = store.claim(receivers.withheld());
        claimed.ifPresent(delivery -> receivers.enter(delivery.to().host(), delivery.job().order().owner().project()));
        return claimed;
    }

    /** The message to post. */
    public Message message(WebhookTry delivery) {
        byte[] body = json.event(delivery.job()).toString().getBytes(StandardCharsets.UTF_8);
        long timestamp = clock.instant().getEpochSecond();
        Signer signer = signers.apply(delivery.job().order().owner().project());
        return new Message(delivery.messageId(), timestamp, signer.sign(delivery.messageId(), timestamp, body), body);
    }

    /** The outcome of a try that was answered with this status. */
    public Outcome answer(int status) {
        return new Outcome.Answer(status);
    }

    /** The outcome of a try without an answer. */
    public Outcome silence(Exception cause) {
        return new Outcome.Silence(NoAnswer.explain(cause));
    }

    /** Ends a try: the webhook is delivered, is tried again later, or has failed. */
    public void finish(WebhookTry delivery, Outcome outcome) {
        receivers.heard(delivery.to().host(), outcome instanceof Outcome.Answer);
        end(delivery, outcome);
    }

    /** Releases the receiver of a try that has ended, so that other webhooks may be sent to it. */
    public void leave(WebhookTry delivery) {
        receivers.leave(delivery.to().host(), delivery.job().order().owner().project());
        left.run();
    }

    private void end(WebhookTry delivery, Outcome outcome) {
        if (outcome instanceof Outcome.Answer answer) {
            answered(delivery, answer.status());
        } else if (outcome instanceof Outcome.Silence silence) {
            plan.delay(delivery.tried()).ifPresent(delay -> store.holdBack(delivery, delay));
            retry(delivery, silence.reason());
        }
    }

    private void answered(WebhookTry delivery, int status) {
        if (status >= 200 && status < 300) {
            store.delivered(delivery);
            LOG.info("{}: its webhook is delivered, by try {}", delivery.job().id(), delivery.attempt());
        } else if (status == GONE) {
            giveUp(delivery, "The receiver answers 410 Gone: it wants no more webhooks.");
        } else if (status >= 300 && status < 400) {
            retry(delivery, "The receiver answers " + status + ": redirects are not followed, so 'webhook_url' must be"
                    + " the URL that it leads to.");
        } else {
            retry(delivery, "The receiver answers " + status + ", not 2xx.");
        }
    }

    private void retry(WebhookTry delivery, String error) {
        Optional<Duration> delay = plan.delay(delivery.tried());
        if (delay.isPresent()) {
            store.retry(delivery, delay.get(), error);
            LOG.info("{}: try {} of its webhook failed, the next is in {} s: {}", delivery.job().id(),
                    delivery.attempt(), delay.get().toSeconds(), error);
        } else {
            giveUp(delivery, error);
        }
    }

    private void giveUp(WebhookTry delivery, String error) {
        store.giveUp(delivery, error);
        LOG.warn("{}: its webhook is not tried any more after try {}: {}", delivery.job().id(), delivery.attempt(),
                error);
    }
}
