package io.dromedary.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.access.Caller;
import org.apache.camel.Exchange;

/** Requests as the route of an operation finds them, when the HTTP server and the contract are through with them. */
public final class Requests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Requests() {
    }

    /**
     * Makes a request of an exchange.
     *
     * @param body JSON, with apostrophes for quotes
     */
    public static void make(Exchange exchange, String operation, Caller caller, String body) {
        exchange.setVariable(Authenticator.CALLER, caller);
        exchange.setVariable(ContractStrategy.OPERATION, operation);
        exchange.getMessage().setBody(new RequestBody(json(body.replace('\'', '"'))));
    }

    /** What an exchange answers. */
    public static JsonNode answer(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return json(body instanceof AnswerBody answer ? answer.json() : body.toString());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No JSON: " + text, e);
        }
    }
}
