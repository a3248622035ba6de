package io.dromedary.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Makes JSON of what a person typed or piped in. */
final class JsonInput {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonInput() {
    }

    /** Adds a field to a request, if the user gave its value. */
    static void put(ObjectNode request, String field, Object value) {
        if (value != null) {
            request.set(field, JSON.valueToTree(value));
        }
    }

    /**
     * Parses a JSON object.
     *
     * @param flag flag with the JSON, for the message
     * @throws ParameterException if it is none, with the location of the mistake
     */
    static ObjectNode object(CommandLine command, String flag, String text) {
        try {
            JsonNode value = JSON.readTree(text);
            if (value instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new ParameterException(command, flag + " is not JSON: " + e.getOriginalMessage()
                    + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")"));
        }
        throw new ParameterException(command, flag + " takes a JSON object, such as '{\"key\": \"value\"}'");
    }
}
