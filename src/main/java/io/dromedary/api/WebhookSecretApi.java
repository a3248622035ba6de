package io.dromedary.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.access.Caller;
import io.dromedary.connection.WebhookSecrets;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** The API of the secret that signs a project's webhooks. */
public final class WebhookSecretApi {

    private final WebhookSecrets secrets;

    public WebhookSecretApi(WebhookSecrets secrets) {
        this.secrets = secrets;
    }

    public AnswerBody show(@Variable(Authenticator.CALLER) Caller caller) {
        return json(secrets.show(caller.project()));
    }

    /** Replaces the secret by a new one. */
    public AnswerBody rotate(@Variable(Authenticator.CALLER) Caller caller, @Body RequestBody request) {
        return json(secrets.rotate(caller.project(), Duration.ofSeconds(request.json().path("grace_seconds").asLong(0))));
    }

    private static AnswerBody json(WebhookSecrets.Shown shown) {
        return new AnswerBody(JsonNodeFactory.instance.objectNode().put("object", "webhook_secret")
                .put("project", shown.project()).put("secret", shown.secret())
                .put("previous_until", shown.previousUntil().orElse(null)));
    }
}
