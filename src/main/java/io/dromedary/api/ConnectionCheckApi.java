package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.connection.ClientCache;
import io.dromedary.connection.Connection;
import io.dromedary.connection.ConnectionCheck;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.net.ObjectKeys;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** The API of connection checks. */
public final class ConnectionCheckApi {

    private final ConnectionStore connections;
    private final ClientCache clients;

    public ConnectionCheckApi(ConnectionStore connections, ClientCache clients) {
        this.connections = connections;
        this.clients = clients;
    }

    /** The check that a request asks for; it has not started. */
    public ConnectionCheck begin(@Variable(Authenticator.CALLER) Caller caller,
            @Header("connection") String idOrName, @Body RequestBody request) {
        JsonNode body = request.json();
        String prefix = body.path("prefix").asText("");
        if (!ObjectKeys.isPlain(prefix)) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'prefix' has a '.' or '..' between slashes, which some stores take for"
                    + " another place: give it without.", "prefix");
        }
        Connection connection = connections.get(caller.project(), idOrName);
        return new ConnectionCheck(connection, clients.of(connection.id()), body.get("bucket").asText(),
                prefix, body.path("write").asBoolean(false));
    }

    public ObjectNode report(ConnectionCheck check) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "connection_check")
                .put("connection_id", check.connection().id()).put("bucket", check.bucket())
                .put("prefix", check.prefix()).put("ok", check.isOk());
        json.set("list", json(check.list()));
        json.set("read", json(check.read()));
        json.set("write", check.write().map(ConnectionCheckApi::json).orElse(null));
        return json;
    }

    private static ObjectNode json(ConnectionCheck.Result result) {
        return JsonNodeFactory.instance.objectNode().put("ok", result.ok()).put("message", result.message());
    }
}
