package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
 * The contract, {@code config/openapi.yaml}: the operations, who may call them, and the schemas of their bodies and
 * parameters.
 */
public final class Contract {

    private final JsonNode document;
    private final String text;
    private final List<ContractOperation> operations;
    private final OptionsBeside beside;

    private Contract(JsonNode document, String text) {
        this.document = document;
        this.text = text;
        this.operations = new OperationReader(document).operations();
        this.beside = new OptionsBeside(document);
    }

    sealed interface Match permits Found, WrongMethod, Nothing {
    }

    record Found(ContractOperation operation) implements Match {
    }

    /** The path exists, but only for these methods. */
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
     * @param localFiles whether {@code file:} URLs are accepted as inputs too, where the contract has {@code x-local-files}
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

    /** Finds the operation of a request. */
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

    /** Is this path public, for any method? */
    public boolean isPublic(String path) {
        return operations.stream().anyMatch(operation ->
                operation.isPublic() && operation.path().matcher(path).matches());
    }

    /** Does this public path answer more to callers with a key? */
    boolean tellsMoreToKeys(String path) {
        return operations.stream().anyMatch(operation ->
                operation.tellsMoreToKeys() && operation.path().matcher(path).matches());
    }

    /**
     * Reads a body, brings it into the form of the contract, and checks it against that.
     *
     * @throws Problem {@code invalid_input}, naming the field and what would be right
     */
    JsonNode readBody(String operationId, byte[] bytes) {
        JsonNode sent = JsonBody.parse(bytes);
        NulCharacters.refuse(sent);
        JsonNode body = formed(operationId, OlderForms.translate(operationId, sent));
        checkBody(operationId, body);
        return body;
    }

    /** The body with its options in one place. */
    private JsonNode formed(String operationId, JsonNode body) {
        return switch (operationId) {
            case "createJob" -> jobFormed(document.at("/components/schemas/JobRequest"), body);
            case "createTask", "createStep" -> beside.gather(document.at("/components/schemas/TaskRequest"), body);
            default -> body;
        };
    }

    /** A job, with the options of each of several outputs in one place, too. */
    private JsonNode jobFormed(JsonNode schema, JsonNode body) {
        if (!(body.get(OutputOrders.FIELD) instanceof ArrayNode outputs)) {
            return beside.gather(schema, body);
        }
        ObjectNode formed = body.deepCopy();
        ArrayNode each = formed.putArray(OutputOrders.FIELD);
        outputs.forEach(output -> each.add(beside.gather(schema, output)));
        return formed;
    }

    /**
     * Reads query parameters, and checks them against the contract.
     *
     * @param query the part of the URL after the question mark
     * @throws Problem {@code invalid_input}, naming the parameter and what would be right
     */
    Map<String, String> readQuery(String operationId, String query) {
        Map<String, String> parameters = QueryParameters.parse(query);
        NulCharacters.refuse(parameters);
        checkQuery(operationId, parameters);
        return parameters;
    }

    /**
     * Checks a body against the contract.
     *
     * @throws Problem {@code invalid_input}, naming the field and what would be right
     */
    public void checkBody(String operationId, JsonNode body) {
        if (operationId.equals("createJob")) {
            OutputFields.check(body);
        }
        operation(operationId).body().map(schemas -> schemas.of(body)).ifPresent(schema ->
                new SchemaErrors(document).problem(schema.node(), body, schema.validator().validate(body))
                        .ifPresent(problem -> {
                            throw problem;
                        }));
    }

    /**
     * Checks query parameters against the contract; like unknown fields, unknown parameters are refused.
     *
     * @throws Problem {@code invalid_input}
     */
    public void checkQuery(String operationId, Map<String, String> parameters) {
        new ParameterCheck(document, operation(operationId)).checkQuery(parameters);
    }

    /**
     * Checks the headers that the contract names.
     *
     * @throws Problem {@code invalid_input}
     */
    public void checkHeaders(String operationId, Map<String, String> headers) {
        new ParameterCheck(document, operation(operationId)).checkHeaders(headers);
    }

    /** Describes the values that a schema of the contract accepts. */
    String words(String schema) {
        return new SchemaWords(document).words(document.at("/components/schemas/" + schema));
    }

    /** The contract for Camel: an OpenAPI document with the same operations, without the schemas of bodies. */
    public String outline() {
        return new ContractOutline(document).toString();
    }

    /** The contract as JSON. */
    public String json() {
        return document.toString();
    }

    public String text() {
        return text;
    }
}
