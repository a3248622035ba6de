package io.dromedary.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
    /** For a list of objects: how the flags of its entries begin. For any other field: its flag, where that differs. */
    private static final String FLAG = "x-flag";
    /** Added here: the property that begins an entry. */
    static final String ENTRY = "x-entry";

    /**
     * The flag's name, such as {@code --no-audio}; {@code --connection} for the id of a connection, and {@code --subtitle}
     * for the URL of an entry of a list.
     */
    String flag() {
        if (schema.has(ENTRY)) {
            return "--" + owner.orElseThrow();
        }
        if (schema.has(FLAG) && !isList()) {
            return "--" + entryFlag();
        }
        String name = property.replaceFirst("connection_id$", "connection");
        return "--" + owner.map(whole -> whole + "-" + name).orElse(name).replace('_', '-');
    }

    /** Is it a list of objects, of which each is given by flags of its own? */
    boolean isList() {
        return schema.has(FLAG) && types().contains("array");
    }

    /** The word that the flags of a list's entries begin with, or an option's flag that is not called like its field. */
    String entryFlag() {
        return schema.path(FLAG).asText();
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
        if (types.contains("object") || isList()) {
            return "<json>";
        }
        if (types.contains("array")) {
            return "<word,...>";
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
        String text = (isObject() || isList()) && !said.contains("JSON") ? said + ", as JSON" : said;
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
        if (types.contains("object") || isList() || types.contains("array") && text.startsWith("[")) {
            return json(text);
        }
        if (types.contains("array") && !words(schema).contains(text)) {
            return words(text);
        }
        if (types.contains("string") || types.isEmpty()) {
            return TextNode.valueOf(text);
        }
        throw new IllegalArgumentException("takes " + types.stream().map(JobOption::withArticle)
                .collect(Collectors.joining(" or ")) + ", not '" + text + "'");
    }

    /** The words that stand for a whole value. */
    private static List<String> words(JsonNode schema) {
        return Stream.of(values(schema.path("enum")), values(schema.path("x-words")),
                StreamSupport.stream(schema.path("oneOf").spliterator(), false).flatMap(alternative -> words(alternative).stream()))
                .flatMap(words -> words).toList();
    }

    /** A list of words, with commas between them. */
    private static JsonNode words(String text) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        Stream.of(text.split(",")).map(String::strip).forEach(list::add);
        return list;
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
