package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The body of a request that keeps the contract. It prints nothing of itself: at its most talkative, Camel logs what it
 * hands to beans, and the body may hold a secret.
 */
public final class RequestBody {

    private final JsonNode json;

    RequestBody(JsonNode json) {
        this.json = json;
    }

    /** What was sent. */
    public JsonNode json() {
        return json;
    }
}
