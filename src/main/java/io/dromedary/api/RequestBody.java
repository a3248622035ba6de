package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The body of a valid request. Its text form shows nothing: at its most verbose level, Camel logs the arguments of beans,
 * and the body may contain a secret.
 */
public final class RequestBody {

    private final JsonNode json;

    RequestBody(JsonNode json) {
        this.json = json;
    }

    public JsonNode json() {
        return json;
    }
}
