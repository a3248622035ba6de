package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns a validator's errors into one sentence for the person who wrote the body. */
final class SchemaErrors {

    private static final int MAX_SHOWN_CHARS = 60;

    private final SchemaWords expectation;

    SchemaErrors(JsonNode document) {
        this.expectation = new SchemaWords(document);
    }

    /** The pattern of the URLs of files in the contract, and what has another scheme. */
    private static final String FILES = "^(s3://[^/]+/.+|https?://[^/\\s]+(/.*)?)$";
    private static final Pattern OTHER_SCHEME = Pattern.compile("^(?!https?://|s3://)[A-Za-z][A-Za-z0-9+.-]*://");

    private static final Pattern USER_INFO = Pattern.compile("(://)[^/?#\"]*@");

    /** The most useful error: unknown fields first, then missing ones, then wrong values. */
    Problem problem(JsonNode schema, JsonNode body, Set<ValidationMessage> errors) {
        ValidationMessage error = errors.stream().min(Comparator.comparingInt(SchemaErrors::rank)).orElseThrow();
        List<String> path = names(error.getInstanceLocation());
        return switch (error.getType()) {
            case "additionalProperties", "unevaluatedProperties" -> unknown(schema, body, path, error.getProperty());
            case "required" -> missing(schema, body, path, error.getProperty());
            default -> wrong(schema, body, path);
        };
    }

    private static int rank(ValidationMessage error) {
        return switch (error.getType()) {
            case "additionalProperties", "unevaluatedProperties" -> 0;
            case "required" -> 1;
            default -> 2;
        };
    }

    private static List<String> names(JsonNodePath location) {
        var names = new ArrayList<String>();
        for (int i = 0; i < location.getNameCount(); i++) {
            names.add(location.getName(i));
        }
        return names;
    }

    private Problem unknown(JsonNode schema, JsonNode body, List<String> path, String name) {
        List<String> known = schemaAt(schema, body, path).map(expectation::names).orElse(List.of());
        String field = field(path, name);
        return new Problem(ProblemKind.INVALID_INPUT,
                "There is no field '" + field + "': " + SuggestedName.hint(name, known), field);
    }

    private Problem missing(JsonNode schema, JsonNode body, List<String> path, String name) {
        String field = field(path, name);
        String expected = schemaAt(schema, body, path)
                .flatMap(object -> expectation.property(object, name, at(body, path)))
                .map(expectation::words).orElse("a value");
        return new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' is missing: give " + expected + ".", field);
    }

    private Problem wrong(JsonNode schema, JsonNode body, List<String> path) {
        Optional<JsonNode> found = schemaAt(schema, body, path);
        String expected = found.map(expectation::words).orElse("something else");
        if (path.isEmpty()) {
            return new Problem(ProblemKind.INVALID_INPUT, "The body must be " + expected + ".");
        }
        String field = field(path.subList(0, path.size() - 1), path.get(path.size() - 1));
        if (FILES.equals(found.map(expectation::resolve).map(node -> node.path("pattern").asText()).orElse(""))
                && OTHER_SCHEME.matcher(at(body, path).asText()).find()) {
            return new Problem(ProblemKind.INVALID_INPUT, field + " must use http://, https://, or s3:// scheme", field);
        }
        boolean secret = found.map(expectation::resolve).map(node -> node.path("writeOnly").asBoolean()).orElse(false);
        String given = secret ? "not right" : shown(at(body, path));
        return new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' is " + given + ": it must be " + expected + ".",
                field);
    }

    /** The value that was sent, without passwords in URLs: callers log answers. */
    private static String shown(JsonNode value) {
        String text = USER_INFO.matcher(value.toString()).replaceAll("$1…@");
        return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…";
    }

    private Optional<JsonNode> schemaAt(JsonNode schema, JsonNode body, List<String> path) {
        Optional<JsonNode> here = Optional.of(schema);
        JsonNode instance = body;
        for (String name : path) {
            JsonNode object = instance;
            here = here.flatMap(node -> expectation.property(node, name, object));
            instance = instance.path(name);
        }
        return here;
    }

    private static JsonNode at(JsonNode body, List<String> path) {
        JsonNode node = body;
        for (String name : path) {
            node = node.path(name);
        }
        return node;
    }

    private static String field(List<String> path, String name) {
        return path.isEmpty() ? name : String.join(".", path) + "." + name;
    }
}
