package io.dromedary.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One of the inputs that a job joins.
 *
 * @param sent         as its sender wrote it
 * @param connectionId the connection that reads it, if it is in a bucket
 */
public record InputClip(ObjectNode sent, Optional<String> connectionId) {

    /** URL of the file. */
    public String url() {
        return sent.get("url").asText();
    }

    /** Seconds from the beginning of the file. */
    public double start() {
        return sent.path("start").asDouble(0);
    }

    /** Seconds from the beginning of the file; none for its end. */
    public Optional<Double> end() {
        return Optional.ofNullable(sent.get("end")).map(JsonNode::asDouble);
    }

    /** Says nothing: its URL may contain a secret of its owner. */
    @Override
    public String toString() {
        return "InputClip[]";
    }
}
