package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Holds answers against the schemas that the contract gives for them. */
public final class ContractCheck {

    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");
    private static final String IRI = "https://contract.test/openapi";

    private final JsonNode document;
    private final JsonSchemaFactory schemas;

    /** By the contract as it is shipped. */
    public ContractCheck() {
        try {
            document = new ObjectMapper(new YAMLFactory()).readTree(Path.of("config/openapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String json = document.toString();
        schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(IRI, json))));
    }

    /** The contract's answer to this request has this shape; errors outside of any operation have that of all errors. */
    Api.Answer keeps(String method, String path, Api.Answer answer) {
        String pointer = pointer(method, path.replaceFirst("\\?.*", ""), answer.status());
        var errors = schemas.getSchema(SchemaLocation.of(IRI + "#" + pointer)).validate(answer.json());
        assertThat(errors).as("%s %s answers %s", method, path, answer.response().body()).isEmpty();
        assertThat(answer.response().headers().firstValue("Content-Type")).contains("application/json");
        return answer;
    }

    /** What the server sends by itself has this shape. */
    public void keeps(String pointer, JsonNode sent) {
        assertThat(schemas.getSchema(SchemaLocation.of(IRI + "#" + pointer)).validate(sent)).as("%s", sent).isEmpty();
    }

    private String pointer(String method, String path, int status) {
        if (status < 400 || status == 503) {
            for (String template : fields("/paths")) {
                if (path.matches(template.replaceAll("\\{[^}]+}", "[^/]+"))) {
                    String at = "/paths/" + template.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT)
                            + "/responses/" + status + "/content/application~1json/schema";
                    if (!document.at(at).isMissingNode()) {
                        return at;
                    }
                }
            }
            assertThat(status).as("%s %s answers what the contract does not know", method, path).isEqualTo(503);
        }
        return "/components/schemas/Problem";
    }

    /** The method and the path of every operation. */
    Stream<List<String>> operations() {
        return fields("/paths").stream().flatMap(path -> fields("/paths/" + path.replace("/", "~1")).stream()
                .filter(METHODS::contains).map(method -> List.of(method.toUpperCase(Locale.ROOT), path)));
    }

    /** The names in an object of the contract. */
    public List<String> fields(String pointer) {
        var names = new ArrayList<String>();
        document.at(pointer).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The schema at a pointer, with its reference followed. */
    public JsonNode schema(String pointer) {
        return resolved(document.at(pointer));
    }

    /** A schema with its reference followed. */
    public JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? schema(schema.get("$ref").asText().substring(1)) : schema;
    }
}
