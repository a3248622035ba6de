package io.dromedary.api;

import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dromedary.access.Caller;
import io.dromedary.access.Sha256;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * A request with an idempotency key.
 *
 * @param operation its operation id, prefixed by the project unless that is the default one; a key may be used for
 *                  several operations
 * @param key       its {@code Idempotency-Key}
 * @param bodyHash  SHA-256 of its query and its body; the order of fields does not matter
 */
public record RepeatableRequest(String operation, String key, String bodyHash) {

    static final String HEADER = "Idempotency-Key";

    private static final ObjectMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    /** The valid request of this exchange, if it has a key. */
    static Optional<RepeatableRequest> of(Exchange exchange) {
        var message = exchange.getMessage();
        return Optional.ofNullable(message.getHeader(HEADER, String.class)).map(key -> new RepeatableRequest(
                operation(exchange), key,
                Sha256.hex(message.getHeader(Exchange.HTTP_QUERY, "", String.class) + "\n"
                        + text(message.getBody(RequestBody.class).json()))));
    }

    /** A job that a route submits; its keys are separate from those of API requests. */
    static RepeatableRequest submitted(String project, String key, JsonNode job) {
        return new RepeatableRequest(operation(project, "submit-job"), key, Sha256.hex(text(job)));
    }

    private static String operation(Exchange exchange) {
        return operation(Authenticator.of(exchange).project(), exchange.getVariable(ContractStrategy.OPERATION, String.class));
    }

    private static String operation(String project, String name) {
        return project.equals(Caller.DEFAULT_PROJECT) ? name : project + "/" + name;
    }

    private static String text(JsonNode body) {
        try {
            return SORTED.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read as JSON can be written as JSON", e);
        }
    }
}
