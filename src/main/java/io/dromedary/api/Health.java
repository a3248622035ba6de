package io.dromedary.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers whether this node can take and do jobs, and if not, why. */
public final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final Map<String, Check> checks;
    private final List<String> roles;
    private final String version;

    /**
     * Checks in the order in which they are shown.
     */
    public Health(Map<String, Check> checks, List<String> roles, String version) {
        this.checks = checks;
        this.roles = roles;
        this.version = version;
    }

    /** One thing that must work. */
    public interface Check {
        /**
         * Looks.
         *
         * @return what to tell when it works, such as a version
         * @throws Exception when it does not; the message is told to everyone, so it names no secret and no path
         */
        Optional<String> look() throws Exception;
    }

    /** What a check says when it fails: a sentence with a way out. */
    public static final class Down extends Exception {
        public Down(String message) {
            super(message);
        }
    }

    /** What a node says that is being stopped. */
    static ObjectNode stopping() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", "DOWN");
        json.putObject("checks").putObject("server").put("status", "DOWN")
                .put("message", "This server is being stopped: ask another one, or try again in some seconds.");
        return json;
    }

    /** Answers the state of this node: 200 when all is well, 503 otherwise. */
    public void report(Exchange exchange) {
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        boolean up = true;
        for (var check : checks.entrySet()) {
            ObjectNode result = results.putObject(check.getKey());
            try {
                Optional<String> message = check.getValue().look();
                result.put("status", "UP");
                message.ifPresent(text -> result.put("message", text));
            } catch (Exception e) {
                up = false;
                result.put("status", "DOWN").put("message", e instanceof Down ? e.getMessage()
                        : "does not answer; the server's log says more");
                LOG.warn("Health check {}: {}", check.getKey(), e.toString());
            }
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", up ? "UP" : "DOWN")
                .put("version", version);
        roles.forEach(json.putArray("roles")::add);
        json.set("checks", results);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, up ? 200 : 503);
        exchange.getMessage().setBody(json);
    }
}
