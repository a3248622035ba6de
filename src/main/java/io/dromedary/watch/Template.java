package io.dromedary.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A route template of {@code routes/}, which alone has the names and defaults of its parameters.
 *
 * @param parameters by name in the order of the file, each with its default; none for a required parameter
 */
record Template(String id, Map<String, Optional<String>> parameters) {

    /** The parameter that the server sets; a template with it defines watches. */
    static final String WATCH = "watch";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the templates of all route files, by id. */
    static Map<String, Template> read(Path routes) {
        var templates = new LinkedHashMap<String, Template>();
        try (Stream<Path> files = Files.list(routes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml")).sorted().toList()) {
                for (JsonNode entry : tree(file)) {
                    if (entry.has("routeTemplate")) {
                        Template template = of(entry.get("routeTemplate"));
                        templates.put(template.id(), template);
                    }
                }
            }
            return templates;
        } catch (IOException e) {
            throw new UncheckedIOException("The routes in " + routes + " cannot be read", e);
        }
    }

    /** Reads YAML with Camel's parser, since Jackson's does not resolve aliases. */
    static JsonNode tree(Path file) throws IOException {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }

    private static Template of(JsonNode node) {
        var parameters = new LinkedHashMap<String, Optional<String>>();
        node.path("parameters").forEach(parameter -> parameters.put(parameter.path("name").asText(),
                Optional.ofNullable(parameter.get("defaultValue")).map(JsonNode::asText)));
        return new Template(node.path("id").asText(), parameters);
    }

    boolean makesWatches() {
        return parameters.containsKey(WATCH);
    }

    /** Does it look by itself, now and then? */
    boolean hasInterval() {
        return parameters.containsKey("interval");
    }

    boolean readsQueue() {
        return parameters.containsKey("queue");
    }
}
