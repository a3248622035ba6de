package io.dromedary.published;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A published request or command.
 *
 * @param node as it stands in the file
 */
record Entry(JsonNode node) {

    String id() {
        return node.get("id").asText();
    }

    String generation() {
        return node.get("generation").asText();
    }

    boolean isCurrent() {
        return generation().equals("jobs");
    }

    boolean isCommand() {
        return node.get("kind").asText().equals("cli");
    }

    JsonNode check() {
        return node.path("check");
    }

    JsonNode request() {
        return node.path("request");
    }

    /** The media that it names, each with the sample that stands for it. */
    Map<String, String> needs() {
        var needs = new LinkedHashMap<String, String>();
        node.path("needs").properties().forEach(need -> needs.put(need.getKey(), need.getValue().asText()));
        return needs;
    }
}
