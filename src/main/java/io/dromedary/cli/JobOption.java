package io.dromedary.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An option of a job in the contract.
 *
 * @param owner the option that it is a property of, such as {@code watermark}
 * @param property its name in the request, such as {@code no_audio}
 * @param schema its schema, with references resolved
 */
record JobOption(Optional<String> owner, String property, JsonNode schema) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The contract says why it is not the standard keyword. */
    private static final String DEFAULT = "x-default";

    /** The flag's name, such as {@code --no-audio}; {@code --connection} for the id of a connection. */
    String flag() {
        String name = property.replaceFirst("connection_id$", "connection");
        return "--" + owner.map(whole -> whole + "-" + name).orElse(name).replace('_', '-');
    }

    boolean isObject() {
        return types().equals(Set.of("object"));
    }

    /** The allowed values, if they are enumerated. */
    List<String> choices() {
        return values(schema.path("enum")).toList();
    }

    /** Is it the URL of a file, which may be a local one in the local mode? */
    boolean isFile() {
        return schema.has("x-local-files");
    }

    boolean isBoolean() {
        return types().equals(Set.of("boolean"));
    }

    /** The placeholder of the value in the help. */
    String label() {
        Set<String> types = types();
        if (types.contains("object") || types.equals(Set.of("array"))) {
            return "<json>";
        }
        if (types.contains("string")) {
            String name = property.replaceFirst("_id$", "");
            return "<" + name.substring(name.lastIndexOf('_') + 1) + ">";
        }
        return "<n>";
    }

    /** The sentence for the help: description, range and default of the contract. */
    String description() {
        String said = schema.path("description").asText("");
        String text = isObject() && !said.contains("JSON") ? said + ", as JSON" : said;
        String range = Stream.of(values(schema.path("enum")).collect(Collectors.joining(", ")), bounds(), preset())
                .filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
        return TextFormat.capitalised(text) + (range.isEmpty() ? "" : " (" + range + ")") + ".";
    }

    private String bounds() {
        return schema.has("minimum") && schema.has("maximum")
                ? plain(schema.get("minimum")) + " to " + plain(schema.get("maximum"))
                : "";
    }

    /** The default; none for switches. */
    private String preset() {
        return schema.has(DEFAULT) && !isBoolean() ? "default " + plain(schema.get(DEFAULT)) : "";
    }

    /**
     * Parses the value for the request; checks only its type, as the server checks the range.
     *
     * @throws IllegalArgumentException if the text fits none of the option's types
     */
    JsonNode parse(String text) {
        Set<String> types = types();
        if (types.contains("boolean") && (text.equals("true") || text.equals("false"))) {
            return BooleanNode.valueOf(Boolean.parseBoolean(text));
        }
        if ((types.contains("integer") || types.contains("number")) && text.matches("-?[0-9]{1,18}")) {
            return LongNode.valueOf(Long.parseLong(text));
        }
        if (types.contains("number") && text.matches("-?[0-9]*\\.?[0-9]+")) {
            return DecimalNode.valueOf(new BigDecimal(text));
        }
        if (types.contains("object") || types.contains("array")) {
            return json(text);
        }
        if (types.contains("string") || types.isEmpty()) {
            return TextNode.valueOf(text);
        }
        throw new IllegalArgumentException("takes " + types.stream().map(JobOption::withArticle)
                .collect(Collectors.joining(" or ")) + ", not '" + text + "'");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("takes JSON, such as '{\"key\": \"value\"}', not '" + text + "'");
        }
    }

    private Set<String> types() {
        Set<String> types = new LinkedHashSet<>();
        collectTypes(schema, types);
        return types;
    }

    private static void collectTypes(JsonNode schema, Set<String> types) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        values(type).forEach(types::add);
        if (schema.path("enum").path(0).isTextual()) {
            types.add("string");
        }
        for (String alternatives : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(alternatives).forEach(s -> collectTypes(s, types));
        }
    }

    private static Stream<String> values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }

    private static String plain(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    private static String withArticle(String type) {
        return switch (type) {
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> "a " + type;
        };
    }
}
