package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.dromedary.access.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the operations of an OpenAPI document. */
final class OperationReader {

    private static final String IRI = "https://dromedary.invalid/openapi";
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head");

    private final JsonNode document;

    OperationReader(JsonNode document) {
        this.document = document;
    }

    /** All operations, in the order of the document. */
    List<ContractOperation> operations() {
        var operations = new ArrayList<ContractOperation>();
        JsonSchema root = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(
                SchemaLocation.of(IRI), document, SchemaValidatorsConfig.builder().typeLoose(false).build());
        document.get("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(entry -> {
            if (METHODS.contains(entry.getKey())) {
                operations.add(operation(root, path.getKey(), entry.getKey(), entry.getValue()));
            }
        }));
        return operations;
    }

    private ContractOperation operation(JsonSchema root, String path, String method, JsonNode node) {
        String pointer = "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method;
        JsonNode bodySchema = node.at("/requestBody/content/application~1json/schema");
        Optional<BodySchema> body = bodySchema.isMissingNode() ? Optional.empty()
                : Optional.of(body(root, pointer + "/requestBody/content/application~1json/schema", bodySchema));
        var query = new HashMap<String, ContractSchema>();
        var headers = new HashMap<String, ContractSchema>();
        for (int i = 0; i < node.path("parameters").size(); i++) {
            JsonNode parameter = node.get("parameters").get(i);
            String at = pointer + "/parameters/" + i;
            if (parameter.has("$ref")) {
                at = target(parameter);
                parameter = document.at(at);
            }
            String name = parameter.get("name").asText();
            switch (parameter.get("in").asText()) {
                case "query" -> query.put(name, schema(root, at + "/schema", parameter.get("schema")));
                case "header" -> headers.put(name, schema(root, at + "/schema", parameter.get("schema")));
                default -> { }
            }
        }
        JsonNode security = node.path("security");
        boolean isPublic = security.isArray() && (security.isEmpty() || security.get(0).isEmpty());
        return new ContractOperation(node.get("operationId").asText(), method.toUpperCase(Locale.ROOT),
                Pattern.compile(path.replaceAll("\\.", "\\\\.").replaceAll(PATH_PARAMETER.pattern(), "(?<$1>[^/]+)")),
                PATH_PARAMETER.matcher(path).results().map(found -> found.group(1)).toList(), isPublic,
                isPublic || node.path("x-every-role").asBoolean(), isPublic && !security.isEmpty(), scope(method, node), body, query, headers);
    }

    /**
     * The scope that a key needs: the one that the contract names, otherwise read for GET and HEAD, and write for the rest.
     */
    private static Scope scope(String method, JsonNode node) {
        String named = node.path("x-scope").asText();
        if (!named.isEmpty()) {
            return Scope.of(named);
        }
        return method.equals("get") || method.equals("head") ? Scope.READ : Scope.WRITE;
    }

    /** A schema with a discriminator becomes one for each of its values: a body is checked against its own alone. */
    private BodySchema body(JsonSchema root, String pointer, JsonNode node) {
        JsonNode alternatives = node.has("$ref") ? document.at(target(node)) : node;
        if (!alternatives.has("discriminator")) {
            return new BodySchema.One(schema(root, pointer, node));
        }
        var mapped = new LinkedHashMap<String, ContractSchema>();
        var others = new ArrayList<JsonNode>();
        alternatives.get("oneOf").forEach(others::add);
        alternatives.at("/discriminator/mapping").properties().forEach(value -> {
            JsonNode chosen = others.stream().filter(one -> one.get("$ref").equals(value.getValue())).findFirst().orElseThrow();
            others.remove(chosen);
            mapped.put(value.getKey(), schema(root, target(chosen), chosen));
        });
        return new BodySchema.ByProperty(alternatives.at("/discriminator/propertyName").asText(), mapped,
                others.stream().map(other -> schema(root, target(other), other)).findFirst());
    }

    private static String target(JsonNode reference) {
        return reference.get("$ref").asText().substring(1);
    }

    private ContractSchema schema(JsonSchema root, String pointer, JsonNode node) {
        JsonSchema validator = root.getSubSchema(SchemaLocation.of(IRI + "#" + pointer).getFragment());
        validator.initializeValidators();
        return new ContractSchema(validator, node);
    }
}
