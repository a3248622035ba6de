package io.dromedary.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.job.WebhookStore;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** Webhooks on the wire. */
public final class WebhookApi {

    private final WebhookStore webhooks;

    public WebhookApi(WebhookStore webhooks) {
        this.webhooks = webhooks;
    }

    /** Lets the webhook of a job that has ended be sent again; answers the job. */
    public ObjectNode sendAgain(@Variable(Callers.CALLER) Caller caller, @Header("job") String id) {
        return JobJson.whole(webhooks.sendAgain(caller.project(), id));
    }
}
