package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The contract of the HTTP API, from which the command line gets the options of each kind. */
final class ContractFile {
    private static final String FILE = "config/openapi.yaml";

    private final JsonNode root;

    private ContractFile(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads {@code config/openapi.yaml} of an installation.
     *
     * @throws CliFailure if it is missing or is not YAML
     */
    static ContractFile read(Path home) {
        Path file = home.resolve(FILE);
        try {
            byte[] yaml = Files.readAllBytes(file);
            Optional<JsonNode> ready = ReadyContract.read(home, yaml);
            return new ContractFile(ready.isPresent() ? ready.get() : parse(yaml));
        } catch (IOException e) {
            throw new CliFailure(ExitCode.USAGE, "Cannot read the contract " + file
                    + ", which says the options of each kind. Restore the file, or set the system property"
                    + " dromedary.home to the installation's folder.", e);
        }
    }

    /** Keeps the contract of an installation in a form that is read faster; {@code bin/build} calls it. */
    static void prepare(Path home) throws IOException {
        byte[] yaml = Files.readAllBytes(home.resolve(FILE));
        ReadyContract.write(home, yaml, parse(yaml));
    }

    private static JsonNode parse(byte[] yaml) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(yaml);
    }

    /** The properties of a schema, such as {@code VideoOptions}, in the contract's order. */
    List<JobOption> properties(String schema) {
        return properties(Optional.empty(), resolve(root.at("/components/schemas/" + schema)));
    }

    /** The properties of an option that is an object. */
    List<JobOption> parts(JobOption object) {
        return properties(Optional.of(object.property()), object.schema());
    }

    /** The properties of an entry of a list of objects. The first begins an entry. */
    List<JobOption> entryParts(JobOption list) {
        List<JobOption> parts = properties(Optional.of(list.entryFlag()), resolve(list.schema().path("items")));
        ((ObjectNode) parts.get(0).schema()).put(JobOption.ENTRY, true);
        return parts;
    }

    /** The schema of a request for a job of this kind, without references: an object with all of its properties. */
    ObjectNode jobSchema(String kind) {
        return (ObjectNode) whole(at(root.at("/components/schemas/JobRequest/discriminator/mapping").path(kind).asText()));
    }

    /** The summary of an operation. */
    String summary(String path, String method) {
        JsonNode operation = operation(path, method);
        return operation.path("summary").asText() + ". " + operation.path("description").asText();
    }

    /** The names of an operation's parameters in the query. */
    List<String> queryParameters(String path, String method) {
        return parameters(path, method).filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText()).toList();
    }

    /** The schema of a parameter, with its description, without references. */
    ObjectNode parameter(String path, String method, String name) {
        JsonNode parameter = parameters(path, method).filter(each -> each.path("name").asText().equals(name)).findFirst().orElseThrow();
        ObjectNode schema = (ObjectNode) whole(parameter.path("schema"));
        if (parameter.has("description")) {
            schema.set("description", parameter.get("description"));
        }
        return schema;
    }

    private Stream<JsonNode> parameters(String path, String method) {
        return Stream.of(root.path("paths").path(path), operation(path, method))
                .flatMap(owner -> StreamSupport.stream(owner.path("parameters").spliterator(), false)).map(this::resolve);
    }

    private JsonNode operation(String path, String method) {
        return root.path("paths").path(path).path(method);
    }

    private JsonNode at(String reference) {
        return root.at(reference.substring(1));
    }

    /** A schema as strangers read it: all in one, and without what is said to this program alone. */
    private JsonNode whole(JsonNode schema) {
        if (schema.isArray()) {
            var entries = ((ArrayNode) schema).arrayNode();
            schema.forEach(entry -> entries.add(whole(entry)));
            return entries;
        }
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode resolved = (ObjectNode) resolve(schema);
        JsonNode parts = resolved.remove("allOf");
        ObjectNode made = resolved.objectNode();
        resolved.properties().stream().filter(field -> !field.getKey().startsWith("x-"))
                .forEach(field -> made.set(field.getKey(), whole(field.getValue())));
        if (parts != null) {
            parts.forEach(part -> made.withObject("/properties").setAll((ObjectNode) whole(part).path("properties")));
        }
        if (resolved.has("x-default")) {
            made.set("default", resolved.get("x-default"));
        }
        if (made.remove("unevaluatedProperties") != null) {
            made.put("additionalProperties", false);
        }
        return made;
    }

    private List<JobOption> properties(Optional<String> owner, JsonNode schema) {
        List<JobOption> properties = new ArrayList<>();
        schema.path("properties").properties()
                .forEach(e -> properties.add(new JobOption(owner, e.getKey(), resolve(e.getValue()))));
        return properties;
    }

    /**
     * Resolves references in a schema, also within alternatives; properties beside a reference override those of its target.
     */
    private JsonNode resolve(JsonNode schema) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode resolved = schema.deepCopy();
        JsonNode reference = resolved.remove("$ref");
        if (reference != null) {
            ObjectNode target = resolve(at(reference.asText())).deepCopy();
            target.setAll(resolved);
            resolved = target;
        }
        for (String alternatives : List.of("oneOf", "anyOf", "allOf")) {
            if (resolved.path(alternatives).isArray()) {
                var list = resolved.arrayNode();
                resolved.get(alternatives).forEach(s -> list.add(resolve(s)));
                resolved.set(alternatives, list);
            }
        }
        return resolved;
    }
}
