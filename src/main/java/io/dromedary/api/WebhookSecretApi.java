package io.dromedary.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.access.Caller;
import io.dromedary.connection.WebhookSecrets;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** What signs the webhooks of a project, on the wire. */
public final class WebhookSecretApi {

    private final WebhookSecrets secrets;

    public WebhookSecretApi(WebhookSecrets secrets) {
        this.secrets = secrets;
    }

    public AnswerBody show(@Variable(Authenticator.CALLER) Caller caller) {
        return json(secrets.show(caller.project()));
    }

    /** Puts a new secret in the place of the one that there is. */
    public AnswerBody rotate(@Variable(Authenticator.CALLER) Caller caller, @Body RequestBody request) {
        return json(secrets.rotate(caller.project(), Duration.ofSeconds(request.json().path("grace_seconds").asLong(0))));
    }

    private static AnswerBody json(WebhookSecrets.Shown shown) {
        return new AnswerBody(JsonNodeFactory.instance.objectNode().put("object", "webhook_secret")
                .put("project", shown.project()).put("secret", shown.secret())
                .put("previous_until", shown.previousUntil().orElse(null)));
    }
}
