package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Moves options that stand beside {@code kind} in the body of a job or a task into its {@code options}. */
final class OptionsBeside {

    private static final String OPTIONS = "options";

    private final SchemaWords words;

    OptionsBeside(JsonNode document) {
        this.words = new SchemaWords(document);
    }

    /**
     * The body with the fields that are options of its kind in {@code options}. Fields of the request itself stay, and so
     * do unknown ones.
     *
     * @param schema of the body
     * @param body   keeps no contract yet
     * @param kinds  all kinds; their options count together where the body names none of them
     * @throws Problem {@code invalid_input}, if an option is in both places with different values
     */
    JsonNode gather(JsonNode schema, JsonNode body, List<String> kinds) {
        if (!(body instanceof ObjectNode sent) || sent.has(OPTIONS) && !sent.get(OPTIONS).isObject()) {
            return body;
        }
        List<String> own = words.names(schema);
        Set<String> beside = options(schema, sent, kinds);
        beside.removeAll(own);
        beside.removeIf(name -> !sent.has(name));
        if (beside.isEmpty()) {
            return body;
        }
        ObjectNode whole = sent.deepCopy();
        ObjectNode options = whole.withObjectProperty(OPTIONS);
        for (String name : beside) {
            JsonNode value = whole.remove(name);
            if (options.has(name) && !options.get(name).equals(value)) {
                throw new Problem(ProblemKind.INVALID_INPUT, "'" + name + "' and 'options." + name
                        + "' are different: send one of them.", "options." + name);
            }
            options.set(name, value);
        }
        return whole;
    }

    private Set<String> options(JsonNode schema, ObjectNode sent, List<String> kinds) {
        var names = new LinkedHashSet<String>();
        for (String kind : kinds.contains(sent.path("kind").asText()) ? List.of(sent.get("kind").asText()) : kinds) {
            words.property(schema, OPTIONS, sent.deepCopy().put("kind", kind)).map(words::names).ifPresent(names::addAll);
        }
        return names;
    }
}
