package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Describes in words what a schema of the contract accepts, so that no message repeats a range. */
final class SchemaWords {

    private final JsonNode document;

    SchemaWords(JsonNode document) {
        this.document = document;
    }

    /** The accepted values, such as {@code a whole number from 16 to 8192}. */
    String words(JsonNode schema) {
        JsonNode node = resolve(schema);
        if (node.has("const")) {
            return node.get("const").toString();
        }
        if (node.has("enum")) {
            List<String> values = texts(node.get("enum"));
            return values.size() == 1 ? values.get(0) : "one of " + String.join(", ", values);
        }
        if (node.has("oneOf") && !node.has("description")) {
            return String.join(", or ", stream(node.get("oneOf")).map(this::words).toList());
        }
        return switch (node.path("type").asText()) {
            case "integer" -> "a whole number" + range(node, "minimum", "maximum");
            case "number" -> "a number" + range(node, "minimum", "maximum");
            case "boolean" -> "true or false";
            case "object" -> "an object" + (node.has("minProperties") ? " with at least one field" : "");
            case "array" -> "a list" + (node.has("maxItems")
                    ? " of %d to %d".formatted(node.path("minItems").asInt(), node.get("maxItems").asInt()) : "");
            default -> text(node);
        };
    }

    private String text(JsonNode node) {
        var words = new StringBuilder(node.has("description") ? node.get("description").asText() : "a text");
        if (node.has("maxLength") && !node.has("pattern")) {
            words.append(" of at most ").append(node.get("maxLength").asInt()).append(" characters");
        }
        if (node.has("examples")) {
            words.append(", such as ").append(String.join(" or ", texts(node.get("examples"))));
        }
        return words.toString();
    }

    private static String range(JsonNode node, String from, String to) {
        boolean hasFrom = node.has(from);
        boolean hasTo = node.has(to);
        if (hasFrom && hasTo) {
            return " from " + node.get(from).asText() + " to " + node.get(to).asText();
        }
        return hasFrom ? " from " + node.get(from).asText() + " up" : hasTo ? " up to " + node.get(to).asText() : "";
    }

    private static List<String> texts(JsonNode values) {
        var texts = new ArrayList<String>();
        values.forEach(value -> texts.add(value.isTextual() ? value.asText() : value.toString()));
        return texts;
    }

    /** Resolves a reference to its schema. */
    JsonNode resolve(JsonNode schema) {
        JsonNode node = schema;
        while (node.has("$ref")) {
            node = document.at(node.get("$ref").asText().substring(1));
        }
        return node;
    }

    /**
     * The schema of a field, or of an entry of a list by its number. A schema's own properties say more than those of its
     * parts.
     */
    Optional<JsonNode> property(JsonNode schema, String name) {
        JsonNode node = resolve(schema);
        if (node.has("items")) {
            return Optional.of(node.get("items"));
        }
        return Optional.ofNullable(node.path("properties").get(name)).or(() -> Stream.of("allOf", "oneOf")
                .flatMap(parts -> stream(node.path(parts))).flatMap(part -> property(part, name).stream()).findFirst());
    }

    /** The names of the properties of this schema and of its parts. */
    List<String> names(JsonNode schema) {
        JsonNode node = resolve(schema);
        var names = new LinkedHashSet<String>();
        node.path("allOf").forEach(part -> names.addAll(names(part)));
        node.path("properties").fieldNames().forEachRemaining(names::add);
        return List.copyOf(names);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
