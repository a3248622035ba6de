package io.dromedary.webhook;

import io.dromedary.access.Caller;
import io.dromedary.api.AnswerBody;
import io.dromedary.api.Authenticator;
import io.dromedary.api.JobJson;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** The operations of the API on webhooks. */
public final class WebhookApi {

    private final WebhookStore webhooks;
    private final JobJson json;

    public WebhookApi(WebhookStore webhooks, JobJson json) {
        this.json = json;
        this.webhooks = webhooks;
    }

    /** Sends the webhook of an ended job again; returns the job. */
    public AnswerBody sendAgain(@Variable(Authenticator.CALLER) Caller caller, @Header("job") String id) {
        return new AnswerBody(json.whole(webhooks.sendAgain(caller.project(), id)));
    }
}
