package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * The body of an answer. It may contain a new key or a signed URL, so its text form shows nothing: at its most verbose
 * level, Camel logs what beans return.
 */
public final class AnswerBody {

    private final String json;

    public AnswerBody(JsonNode json) {
        this(json.toString());
    }

    /** Takes text that is JSON already. */
    AnswerBody(String json) {
        this.json = json;
    }

    String json() {
        return json;
    }

    /** The JSON in UTF-8, as a line, for terminals. Camel does not log the content of byte arrays either. */
    byte[] line() {
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
