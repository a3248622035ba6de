package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What Camel is told of the contract: enough to find each operation's route, and not more. */
class ContractOutlineTest {

    private static final Path FILE = Path.of("config/openapi.yaml");

    private final JsonNode outline;

    ContractOutlineTest() throws IOException {
        outline = new ObjectMapper().readTree(Contract.read(FILE).outline());
    }

    @Test
    void itHasEveryOperationOfTheContract() throws IOException {
        JsonNode contract = new ObjectMapper(new YAMLFactory()).readTree(FILE.toFile());

        assertThat(operations(outline)).isEqualTo(operations(contract)).isNotEmpty();
    }

    @Test
    void nothingInItMustBeLookedUpOrCopied() {
        assertThat(outline.findValues("$ref")).isEmpty();
        assertThat(outline.has("components")).isFalse();
    }

    @Test
    void aRouteFindsWhatAParameterIsWhenItIsNotGiven() {
        JsonNode list = outline.at("/paths/~1jobs/get/parameters");

        var defaults = new TreeMap<String, String>();
        list.forEach(parameter -> {
            if (parameter.at("/schema").has("default")) {
                defaults.put(parameter.get("name").asText(), parameter.at("/schema/default").asText());
            }
        });
        assertThat(defaults).containsAllEntriesOf(Map.of("limit", "20", "order", "desc"));
    }

    @Test
    void itSaysOfWhatTypesBodiesAre() {
        JsonNode create = outline.at("/paths/~1jobs/post");

        assertThat(create.at("/requestBody/required").asBoolean()).isTrue();
        assertThat(create.at("/requestBody/content").fieldNames()).toIterable().containsExactly("application/json");
        assertThat(create.at("/responses/201/content").fieldNames()).toIterable().containsExactly("application/json");
    }

    /** The names of all operations, by method and path. */
    private static Map<String, String> operations(JsonNode document) {
        var operations = new TreeMap<String, String>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> {
            if (method.getValue().has("operationId")) {
                operations.put(method.getKey() + " " + path.getKey(), method.getValue().get("operationId").asText());
            }
        }));
        return operations;
    }
}
