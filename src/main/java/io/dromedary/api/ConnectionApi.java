package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.connection.Connection;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.database.PageRequest;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.WebUrl;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** The API of connections. It accepts secrets and never returns them. */
public final class ConnectionApi {

    private final ConnectionStore store;
    private final AllowedHosts allowed;
    private final Idempotency idempotency;

    public ConnectionApi(ConnectionStore store, AllowedHosts allowed, Idempotency idempotency) {
        this.store = store;
        this.allowed = allowed;
        this.idempotency = idempotency;
    }

    /** Creates a connection, once for each idempotency key. */
    public void create(Exchange exchange) {
        ConnectionStore.Draft draft = draft(exchange.getMessage().getBody(RequestBody.class).json());
        idempotency.once(exchange, () -> store.create(Authenticator.of(exchange).project(), draft), ConnectionApi::answer);
    }

    public static AnswerBody answer(Connection connection) {
        return new AnswerBody(envelope(connection));
    }

    public ObjectNode get(@Variable(Authenticator.CALLER) Caller caller, @Header("connection") String idOrName) {
        return envelope(store.get(caller.project(), idOrName));
    }

    public ObjectNode update(@Variable(Authenticator.CALLER) Caller caller,
            @Header("connection") String idOrName, @Body RequestBody body) {
        return json(store.update(caller.project(), idOrName, draft(body.json())));
    }

    public ObjectNode delete(@Variable(Authenticator.CALLER) Caller caller, @Header("connection") String idOrName) {
        return json(store.delete(caller.project(), idOrName));
    }

    public void list(Exchange exchange) {
        PageRequest page = Lists.page(exchange);
        Lists.answer(exchange, "/connections", List.of(), page, store.list(Authenticator.of(exchange).project(), page),
                ConnectionApi::json, Connection::id);
    }

    private ConnectionStore.Draft draft(JsonNode body) {
        Optional<String> endpoint = text(body, "endpoint").map(url -> url.replaceFirst("/$", ""));
        endpoint.ifPresent(url -> allowed.check(WebUrl.parse(url, "endpoint"), "endpoint"));
        return new ConnectionStore.Draft(text(body, "name"), endpoint, text(body, "region"),
                text(body, "access_key_id"), text(body, "secret_access_key"),
                Optional.ofNullable(body.get("is_default")).map(JsonNode::asBoolean));
    }

    private static Optional<String> text(JsonNode body, String field) {
        return Optional.ofNullable(body.get(field)).map(JsonNode::asText);
    }

    /** The same object is under {@code data} too, as some published clients read it there. */
    private static ObjectNode envelope(Connection connection) {
        ObjectNode json = json(connection);
        json.put("connection_id", connection.id());
        json.set("data", json(connection));
        return json;
    }

    private static ObjectNode json(Connection connection) {
        return JsonNodeFactory.instance.objectNode()
                .put("id", connection.id()).put("object", "storage_connection").put("kind", connection.kind())
                .put("name", connection.name()).put("endpoint", connection.endpoint())
                .put("region", connection.region()).put("access_key_id", connection.accessKeyId())
                .put("is_default", connection.isDefault())
                .put("created_at", connection.createdAt()).put("updated_at", connection.updatedAt());
    }
}
