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
import java.util.stream.StreamSupport;

/** Turns a validator's errors into one sentence for the person who wrote the body. */
final class SchemaErrors {

    private static final int MAX_SHOWN_CHARS = 60;
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/?#\"]*@");

    /** Of the alternatives of a field, the one that looks deepest into the value is the one that was meant. */
    private static final Comparator<ValidationMessage> ORDER = Comparator.comparingInt(SchemaErrors::rank)
            .thenComparing(error -> -error.getInstanceLocation().getNameCount());

    private static final Pattern OTHER_SCHEME = Pattern.compile("^(?!https?://|s3://|file:)[A-Za-z][A-Za-z0-9+.-]*://");

    private final SchemaWords expectation;

    SchemaErrors(JsonNode document) {
        this.expectation = new SchemaWords(document);
    }

    /** The most useful error, if there is any: unknown fields first, then missing ones, then wrong values. */
    Optional<Problem> problem(JsonNode schema, JsonNode body, Set<ValidationMessage> errors) {
        return errors.stream().filter(error -> !isConsequence(schema, error) && !isOfPresets(error)).min(ORDER)
                .map(error -> problem(schema, body, error));
    }

    private Problem problem(JsonNode schema, JsonNode body, ValidationMessage error) {
        List<String> path = names(error.getInstanceLocation());
        return switch (error.getType()) {
            case "additionalProperties", "unevaluatedProperties" -> unknown(schema, path, error.getProperty());
            case "required" -> missing(schema, path, error.getProperty());
            default -> wrong(schema, body, path);
        };
    }

    /** Whether a job needs a preset or a kind is for {@link PresetOrders} to say, which knows the presets. */
    private static boolean isOfPresets(ValidationMessage error) {
        return error.getType().equals("required") && error.getProperty().equals("preset");
    }

    /** A schema in parts does not take a known field for evaluated if the part that knows it has another error. */
    private boolean isConsequence(JsonNode schema, ValidationMessage error) {
        return error.getType().equals("unevaluatedProperties") && schemaAt(schema, names(error.getInstanceLocation()))
                .map(expectation::names).orElse(List.of()).contains(error.getProperty());
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

    private Problem unknown(JsonNode schema, List<String> path, String name) {
        List<String> known = schemaAt(schema, path).map(expectation::names).orElse(List.of());
        String field = field(path, name);
        return new Problem(ProblemKind.INVALID_INPUT,
                "There is no field '" + field + "': " + SuggestedName.hint(name, known), field);
    }

    private Problem missing(JsonNode schema, List<String> path, String name) {
        String field = field(path, name);
        String expected = schemaAt(schema, path)
                .flatMap(object -> expectation.property(object, name))
                .map(expectation::words).orElse("a value");
        return missing(field, expected);
    }

    /** A field is missing that must be of this kind. */
    static Problem missing(String field, String expected) {
        return new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' is missing: give " + expected + ".", field);
    }

    /** A field has a value that is not of this kind. */
    static Problem wrong(String field, JsonNode value, String expected) {
        return wrong(field, shown(value), expected);
    }

    private static Problem wrong(String field, String given, String expected) {
        return new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' is " + given + ": it must be " + expected + ".",
                field);
    }

    private Problem wrong(JsonNode schema, JsonNode body, List<String> path) {
        Optional<JsonNode> found = schemaAt(schema, path);
        String expected = found.map(expectation::words).orElse("something else");
        if (path.isEmpty()) {
            return new Problem(ProblemKind.INVALID_INPUT, "The body must be " + expected + ".");
        }
        String field = field(path.subList(0, path.size() - 1), path.get(path.size() - 1));
        if (OTHER_SCHEME.matcher(at(body, path).asText()).find() && found.filter(this::isFile).isPresent()) {
            return new Problem(ProblemKind.INVALID_INPUT, field + " must use http://, https://, or s3:// scheme", field);
        }
        boolean secret = found.map(expectation::resolve).map(node -> node.path("writeOnly").asBoolean()).orElse(false);
        String given = secret ? "not right" : shown(at(body, path));
        return wrong(field, given, expected);
    }

    private boolean isFile(JsonNode schema) {
        JsonNode node = expectation.resolve(schema);
        return node.path("x-local-files").asBoolean()
                || StreamSupport.stream(node.path("oneOf").spliterator(), false).anyMatch(this::isFile);
    }

    /** The value that was sent, without passwords in URLs: callers log answers. */
    private static String shown(JsonNode value) {
        String text = USER_INFO.matcher(value.toString()).replaceAll("$1…@");
        return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…";
    }

    private Optional<JsonNode> schemaAt(JsonNode schema, List<String> path) {
        Optional<JsonNode> here = Optional.of(schema);
        for (String name : path) {
            here = here.flatMap(node -> expectation.property(node, name));
        }
        return here;
    }

    private static JsonNode at(JsonNode body, List<String> path) {
        JsonNode node = body;
        for (String name : path) {
            node = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
        }
        return node;
    }

    private static String field(List<String> path, String name) {
        return path.isEmpty() ? name : String.join(".", path) + "." + name;
    }
}
