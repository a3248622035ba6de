package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            ObjectNode target = resolve(root.at(reference.asText().substring(1))).deepCopy();
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
