package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.ApiKey;
import io.dromedary.access.ApiKeys;
import io.dromedary.access.Caller;
import io.dromedary.access.Limits;
import io.dromedary.access.Scope;
import io.dromedary.access.Usage;
import io.dromedary.database.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** The API of API keys. A key itself is shown only in the answer that creates it. */
public final class KeyApi {

    private static final double MINUTE_MILLIS = 60_000;

    private final ApiKeys keys;
    private final Usage usage;

    public KeyApi(ApiKeys keys, Usage usage) {
        this.keys = keys;
        this.usage = usage;
    }

    public AnswerBody create(@Variable(Authenticator.CALLER) Caller caller, @Body RequestBody request) {
        JsonNode body = request.json();
        return json(keys.create(caller, new ApiKey.Draft(body.get("name").asText(),
                Scope.of(body.path("scope").asText(Scope.WRITE.wireName())),
                body.path("project").asText(caller.project()),
                new Limits(number(body, "requests_per_minute"), number(body, "max_queued_jobs"),
                        number(body, "max_running_jobs"),
                        number(body, "bytes_per_day"), number(body, "minutes_per_day"), number(body, "max_priority")),
                number(body, "expires_at"))));
    }

    public void list(Exchange exchange) {
        PageRequest page = Lists.page(exchange);
        Lists.answer(exchange, "/keys", List.of(), page, keys.list(Authenticator.of(exchange), page),
                key -> withUsage(json(key), key.id(), key.limits()), ApiKey::id);
    }

    /** What the caller's own key may do. */
    public ObjectNode own(@Variable(Authenticator.CALLER) Caller caller) {
        return withUsage(limits(JsonNodeFactory.instance.objectNode().put("id", caller.isConfigured() ? null : caller.keyId())
                .put("object", "own_key").put("scope", caller.scope().wireName()).put("project", caller.project()),
                caller.limits()), caller.keyId(), caller.limits());
    }

    private ObjectNode withUsage(ObjectNode json, String keyId, Limits limits) {
        return json.set("used_today", usage.today(keyId, limits).map(taken -> JsonNodeFactory.instance.objectNode()
                .put("bytes", taken.bytes()).put("minutes", taken.millis() / MINUTE_MILLIS)).orElse(null));
    }

    /** Replaces a key by a new one. */
    public AnswerBody rotate(@Variable(Authenticator.CALLER) Caller caller, @Header("key") String id, @Body RequestBody request) {
        return json(keys.rotate(caller, id, Duration.ofSeconds(request.json().path("grace_seconds").asLong(0))));
    }

    public ObjectNode revoke(@Variable(Authenticator.CALLER) Caller caller, @Header("key") String id) {
        return json(keys.revoke(caller, id));
    }

    private static Optional<Long> number(JsonNode body, String field) {
        return Optional.ofNullable(body.get(field)).filter(value -> !value.isNull()).map(JsonNode::asLong);
    }

    private static AnswerBody json(ApiKeys.NewKey made) {
        return new AnswerBody(json(made.known()).put("key", made.key()));
    }

    private static ObjectNode json(ApiKey key) {
        return limits(JsonNodeFactory.instance.objectNode().put("id", key.id()).put("object", "api_key")
                .put("name", key.name()).put("scope", key.scope().wireName()).put("project", key.project()), key.limits())
                .put("expires_at", key.expiresAt().orElse(null)).put("created_at", key.createdAt());
    }

    private static ObjectNode limits(ObjectNode json, Limits limits) {
        return json.put("requests_per_minute", limits.requestsPerMinute().orElse(null))
                .put("max_queued_jobs", limits.maxQueuedJobs().orElse(null))
                .put("max_running_jobs", limits.maxRunningJobs().orElse(null))
                .put("bytes_per_day", limits.bytesPerDay().orElse(null))
                .put("minutes_per_day", limits.minutesPerDay().orElse(null))
                .put("max_priority", limits.maxPriority().orElse(null));
    }
}
