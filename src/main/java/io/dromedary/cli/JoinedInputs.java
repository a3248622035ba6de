package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The inputs of a command: one, or several that are joined, by {@code --input} more than once or by {@code --inputs}. */
final class JoinedInputs {
    private static final String FIELD = "inputs";

    private JoinedInputs() {
    }

    /**
     * The first input, after which the result is named.
     *
     * @param flagged the values of the flag
     * @param bare    the value without a flag; null if there was none
     * @param fields  those of the request, which get the inputs if there are several
     * @throws ParameterException if there is none, or they are named in more than one way
     */
    static String first(CommandLine command, List<String> flagged, String bare, ObjectNode fields) {
        if (fields.has(FIELD)) {
            String url = fields.path(FIELD).path(0).path("url").asText();
            if (url.isEmpty() || !flagged.isEmpty() || bare != null) {
                throw new ParameterException(command, "--inputs takes all files that are joined, instead of --input, as JSON: "
                        + "'[{\"url\": \"https://example.com/a.mp4\", \"end\": 5}, {\"url\": \"https://example.com/b.mp4\"}]'");
            }
            return url;
        }
        if (flagged.size() > 1 && bare == null) {
            var list = fields.putArray(FIELD);
            flagged.forEach(url -> list.addObject().put("url", url));
            return flagged.get(0);
        }
        return BareInput.chosen(command, flagged.isEmpty() ? null : flagged.get(0), bare);
    }

    /** Puts the input, or the inputs of the fields, into the request; names of local files become URLs. */
    static void put(ObjectNode request, String input, ObjectNode fields, LocalFiles files) {
        if (!fields.has(FIELD)) {
            request.put("input", files.url("--input", input));
            return;
        }
        local(fields.get(FIELD), "--inputs", files);
    }

    /**
     * Lets names of local files become URLs.
     *
     * @param place what the error calls the inputs if there is no such file
     */
    static void local(JsonNode inputs, String place, LocalFiles files) {
        for (JsonNode clip : inputs) {
            if (clip instanceof ObjectNode entry && entry.path("url").isTextual()) {
                entry.put("url", files.url(place, entry.get("url").asText()));
            }
        }
    }
}
