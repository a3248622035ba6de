package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * The body of an answer, for its caller alone: it may hold a new key, a signed URL, or a URL as its caller wrote it. It
 * prints nothing of itself, since Camel, told to log all, logs what beans return.
 */
public final class AnswerBody {

    private final String json;

    public AnswerBody(JsonNode json) {
        this(json.toString());
    }

    /** What is JSON already. */
    AnswerBody(String json) {
        this.json = json;
    }

    String json() {
        return json;
    }

    /** JSON in UTF-8; of bytes, nothing is printed either. */
    byte[] bytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
