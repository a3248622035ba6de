package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.dromedary.access.Scope;
import io.dromedary.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * {@code config/openapi.yaml}: which operations there are, who may call them, and what their bodies and parameters
 * must look like.
 */
public final class Contract {

    private static final String IRI = "https://dromedary.invalid/openapi";
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head");

    private final JsonNode document;
    private final String text;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, Operation> byId = new HashMap<>();

    private Contract(JsonNode document, String text) {
        this.document = document;
        this.text = text;
    }

    /**
     * One method of one path; a body, the query parameters and the headers each have their schema.
     *
     * @param isPublic        whether it needs no key
     * @param ofEveryRole     whether nodes answer it that only work, too: what is public, and {@code x-every-role}
     * @param tellsMoreToKeys whether it is public, and says more to who has a key
     */
    public record Operation(String id, String method, Pattern path, List<String> pathParameters, boolean isPublic,
            boolean ofEveryRole, boolean tellsMoreToKeys, Scope scope, Optional<Schema> body, Map<String, Schema> query, Map<String, Schema> headers) {
    }

    /** A schema of the contract, ready to check values against. */
    public record Schema(JsonSchema validator, JsonNode node) {
    }

    /** What a request asks for. */
    public sealed interface Match permits Found, WrongMethod, Nothing {
    }

    /** An operation of the contract. */
    public record Found(Operation operation) implements Match {
    }

    /** The path is there, but only for these methods. */
    public record WrongMethod(Set<String> allowed) implements Match {
    }

    /** No such path. */
    public record Nothing() implements Match {
    }

    /** Reads the contract of a server. */
    public static Contract read(Path file) {
        return read(file, false);
    }

    /**
     * Reads the contract.
     *
     * @param localFiles whether {@code file:} URLs do as inputs too, where the contract says {@code x-local-files}
     */
    public static Contract read(Path file, boolean localFiles) {
        try {
            String text = Files.readString(file);
            JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(text);
            if (localFiles) {
                document.findParents("x-local-files").forEach(schema -> ((ObjectNode) schema).put("pattern",
                        "^file:///.+$|" + schema.get("pattern").asText()));
            }
            var contract = new Contract(document, text);
            contract.index();
            return contract;
        } catch (IOException e) {
            throw new UncheckedIOException("The contract " + file + " cannot be read", e);
        }
    }

    private void index() {
        JsonSchema root = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(
                SchemaLocation.of(IRI), document, SchemaValidatorsConfig.builder().typeLoose(false).build());
        document.get("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(entry -> {
            if (METHODS.contains(entry.getKey())) {
                Operation operation = operation(root, path.getKey(), entry.getKey(), entry.getValue());
                operations.add(operation);
                byId.put(operation.id(), operation);
            }
        }));
    }

    private Operation operation(JsonSchema root, String path, String method, JsonNode node) {
        String pointer = "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method;
        JsonNode bodySchema = node.at("/requestBody/content/application~1json/schema");
        Optional<Schema> body = bodySchema.isMissingNode() ? Optional.empty()
                : Optional.of(schema(root, pointer + "/requestBody/content/application~1json/schema", bodySchema));
        var query = new HashMap<String, Schema>();
        var headers = new HashMap<String, Schema>();
        for (int i = 0; i < node.path("parameters").size(); i++) {
            JsonNode parameter = node.get("parameters").get(i);
            String at = pointer + "/parameters/" + i;
            if (parameter.has("$ref")) {
                at = parameter.get("$ref").asText().substring(1);
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
        return new Operation(node.get("operationId").asText(), method.toUpperCase(Locale.ROOT),
                Pattern.compile(path.replaceAll("\\.", "\\\\.").replaceAll(PATH_PARAMETER.pattern(), "(?<$1>[^/]+)")),
                PATH_PARAMETER.matcher(path).results().map(found -> found.group(1)).toList(), isPublic,
                isPublic || node.path("x-every-role").asBoolean(), isPublic && !security.isEmpty(), scope(method, node), body, query, headers);
    }

    /** What a key must be allowed: what the contract names, otherwise to read for reading and to write for the rest. */
    private static Scope scope(String method, JsonNode node) {
        String named = node.at("/security/0/apiKey/0").asText();
        if (!named.isEmpty()) {
            return Scope.of(named);
        }
        return method.equals("get") || method.equals("head") ? Scope.READ : Scope.WRITE;
    }

    private Schema schema(JsonSchema root, String pointer, JsonNode node) {
        JsonSchema validator = root.getSubSchema(SchemaLocation.of(IRI + "#" + pointer).getFragment());
        validator.initializeValidators();
        return new Schema(validator, node);
    }

    /** The operation that a request means. */
    public Match match(String method, String path) {
        var allowed = new TreeSet<String>();
        for (Operation operation : operations) {
            if (operation.path().matcher(path).matches()) {
                if (operation.method().equals(method)) {
                    return new Found(operation);
                }
                allowed.add(operation.method());
            }
        }
        return allowed.isEmpty() ? new Nothing() : new WrongMethod(allowed);
    }

    Operation operation(String id) {
        return byId.get(id);
    }

    /** Does this path, of any method, stand in the contract for everyone? */
    public boolean isPublic(String path) {
        return operations.stream().anyMatch(operation ->
                operation.isPublic() && operation.path().matcher(path).matches());
    }

    /** Does this path, which is for everyone, say more to who has a key? */
    boolean tellsMoreToKeys(String path) {
        return operations.stream().anyMatch(operation ->
                operation.tellsMoreToKeys() && operation.path().matcher(path).matches());
    }

    /**
     * Reads a body that must keep the contract.
     *
     * @throws Problem {@code invalid_input}, naming the field and what would be right
     */
    JsonNode readBody(String operationId, byte[] bytes) {
        JsonNode body = JsonBody.parse(bytes);
        NulCharacters.refuse(body);
        checkBody(operationId, body);
        return body;
    }

    /**
     * Reads query parameters that must keep the contract.
     *
     * @param query what stands behind the question mark
     * @throws Problem {@code invalid_input}, naming the parameter and what would be right
     */
    Map<String, String> readQuery(String operationId, String query) {
        Map<String, String> parameters = QueryParameters.parse(query);
        NulCharacters.refuse(parameters);
        checkQuery(operationId, parameters);
        return parameters;
    }

    /**
     * Holds a body against the contract.
     *
     * @throws Problem {@code invalid_input}, naming the field and what would be right
     */
    public void checkBody(String operationId, JsonNode body) {
        operation(operationId).body().ifPresent(schema -> {
            var errors = schema.validator().validate(body);
            if (!errors.isEmpty()) {
                throw new SchemaErrors(document).problem(schema.node(), body, errors);
            }
        });
    }

    /**
     * Holds query parameters against the contract; those that it does not name are refused, as fields are.
     *
     * @throws Problem {@code invalid_input}
     */
    public void checkQuery(String operationId, Map<String, String> parameters) {
        new ParameterCheck(document, operation(operationId)).checkQuery(parameters);
    }

    /**
     * Holds headers that the contract names against it.
     *
     * @throws Problem {@code invalid_input}
     */
    public void checkHeaders(String operationId, Map<String, String> headers) {
        new ParameterCheck(document, operation(operationId)).checkHeaders(headers);
    }

    /** What a value of one of the contract's schemas must be, in words. */
    String words(String schema) {
        return new SchemaWords(document).words(document.at("/components/schemas/" + schema));
    }

    /** The contract for Camel: an OpenAPI document of the same operations, without the schemas of bodies. */
    public String outline() {
        return new ContractOutline(document).toString();
    }

    /** The contract as it stands in its file. */
    public String text() {
        return text;
    }
}
