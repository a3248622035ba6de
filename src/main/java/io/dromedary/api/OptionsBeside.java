package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.LinkedHashSet;
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
     * do unknown ones. Where no kind is named, the options of all kinds count.
     *
     * @param schema of the bodies, which names a schema for each kind
     * @param body   keeps no contract yet
     * @throws Problem {@code invalid_input}, if an option is in both places with different values
     */
    JsonNode gather(JsonNode schema, JsonNode body) {
        JsonNode kinds = schema.at("/discriminator/mapping");
        if (!(body instanceof ObjectNode sent) || sent.has(OPTIONS) && !sent.get(OPTIONS).isObject()) {
            return body;
        }
        var beside = new LinkedHashSet<String>();
        var own = new LinkedHashSet<String>();
        String kind = sent.path("kind").asText();
        kinds.properties().stream().filter(each -> !kinds.has(kind) || each.getKey().equals(kind)).forEach(each -> {
            JsonNode request = words.resolve(JsonNodeFactory.instance.objectNode().set("$ref", each.getValue()));
            own.addAll(words.names(request));
            words.property(request, OPTIONS).map(words::names).ifPresent(beside::addAll);
        });
        beside.removeAll(own);
        beside.removeIf(name -> !sent.has(name));
        return beside.isEmpty() ? body : moved(sent, beside);
    }

    private static ObjectNode moved(ObjectNode sent, Set<String> beside) {
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
}
