package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dromedary.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code config/openapi.yaml}: which operations there are, who may call them, and what their bodies and parameters
 * must look like.
 */
public final class Contract {


    private final JsonNode document;
    private final String text;
    private final List<ContractOperation> operations;

    private Contract(JsonNode document, String text) {
        this.document = document;
        this.text = text;
        this.operations = new OperationReader(document).operations();
    }

    /** What a request asks for. */
    sealed interface Match permits Found, WrongMethod, Nothing {
    }

    /** An operation of the contract. */
    record Found(ContractOperation operation) implements Match {
    }

    /** The path is there, but only for these methods. */
    record WrongMethod(Set<String> allowed) implements Match {
    }

    /** No such path. */
    record Nothing() implements Match {
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
            return new Contract(document, text);
        } catch (IOException e) {
            throw new UncheckedIOException("The contract " + file + " cannot be read", e);
        }
    }

    /** The operation that a request means. */
    Match match(String method, String path) {
        var allowed = new TreeSet<String>();
        for (ContractOperation operation : operations) {
            if (operation.path().matcher(path).matches()) {
                if (operation.method().equals(method)) {
                    return new Found(operation);
                }
                allowed.add(operation.method());
            }
        }
        return allowed.isEmpty() ? new Nothing() : new WrongMethod(allowed);
    }

    ContractOperation operation(String id) {
        return operations.stream().filter(operation -> operation.id().equals(id)).findFirst().orElseThrow();
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
