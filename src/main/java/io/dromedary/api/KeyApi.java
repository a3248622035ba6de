package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.PageRequest;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** API keys on the wire. A key itself is shown only by the answer that makes it. */
public final class KeyApi {

    private final ApiKeys keys;

    public KeyApi(ApiKeys keys) {
        this.keys = keys;
    }

    public ObjectNode create(@Body RequestBody request) {
        JsonNode body = request.json();
        ApiKeys.NewKey made = keys.create(body.get("name").asText(),
                Scope.of(body.path("scope").asText(Scope.WRITE.wireName())));
        return json(made.known()).put("key", made.key());
    }

    public void list(Exchange exchange) {
        PageRequest page = Lists.page(exchange);
        Lists.answer(exchange, "/keys", List.of(), page, keys.list(page), KeyApi::json, ApiKeys.ApiKey::id);
    }

    public ObjectNode revoke(@Header("key") String id) {
        return json(keys.revoke(id));
    }

    private static ObjectNode json(ApiKeys.ApiKey key) {
        return JsonNodeFactory.instance.objectNode().put("id", key.id()).put("object", "api_key")
                .put("name", key.name()).put("scope", key.scope().wireName()).put("created_at", key.createdAt());
    }
}
