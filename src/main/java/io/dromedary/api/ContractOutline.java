package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The part of the contract that Camel needs to route requests: operations, parameters and content types, without the
 * schemas of bodies. Camel's parser resolves and copies every reference, which takes a fifth of the server's start time,
 * and the result is not used: {@link Contract} checks requests.
 */
final class ContractOutline {

    /** Camel's parser copies documents of later versions several times; the outline uses nothing that is new in them. */
    private static final String VERSION = "3.0.3";
    private static final String PARAMETERS = "parameters";
    private static final List<String> OF_DOCUMENT = List.of("info", "servers");
    private static final List<String> OF_OPERATION = List.of("operationId", "summary");
    private static final List<String> OF_PARAMETER = List.of("name", "in", "required");
    /** For a query parameter that is not given, the route gets a header with the default. */
    private static final List<String> OF_PARAMETER_SCHEMA = List.of("type", "default");

    private final JsonNode document;

    ContractOutline(JsonNode document) {
        this.document = document;
    }

    /** An OpenAPI document without references, as JSON. */
    @Override
    public String toString() {
        ObjectNode outline = only(OF_DOCUMENT, document).put("openapi", VERSION);
        ObjectNode paths = outline.putObject("paths");
        document.get("paths").properties().forEach(path -> {
            ObjectNode outlined = paths.putObject(path.getKey());
            path.getValue().properties().forEach(part -> outlined.set(part.getKey(),
                    part.getKey().equals(PARAMETERS) ? parameters(part.getValue()) : operation(part.getValue())));
        });
        return outline.toString();
    }

    private ObjectNode operation(JsonNode operation) {
        ObjectNode outline = only(OF_OPERATION, operation);
        outline.set(PARAMETERS, parameters(operation.path(PARAMETERS)));
        if (operation.has("requestBody")) {
            outline.set("requestBody", types(only(List.of("required"), operation.get("requestBody")),
                    operation.get("requestBody")));
        }
        ObjectNode responses = outline.putObject("responses");
        operation.get("responses").properties().forEach(response -> responses.set(response.getKey(),
                types(JsonNodeFactory.instance.objectNode().put("description", ""), resolve(response.getValue()))));
        return outline;
    }

    private ArrayNode parameters(JsonNode parameters) {
        ArrayNode outline = JsonNodeFactory.instance.arrayNode();
        parameters.forEach(parameter -> outline.add(parameter(resolve(parameter))));
        return outline;
    }

    private ObjectNode parameter(JsonNode parameter) {
        ObjectNode outline = only(OF_PARAMETER, parameter);
        outline.set("schema", only(OF_PARAMETER_SCHEMA, resolve(parameter.get("schema"))));
        return outline;
    }

    /** Adds the content types of a body, each with the smallest schema that Camel accepts. */
    private static ObjectNode types(ObjectNode outline, JsonNode body) {
        ObjectNode content = outline.putObject("content");
        body.path("content").fieldNames().forEachRemaining(type ->
                content.putObject(type).putObject("schema").put("type", "object"));
        return outline;
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static ObjectNode only(List<String> names, JsonNode node) {
        ObjectNode some = JsonNodeFactory.instance.objectNode();
        names.stream().filter(node::has).forEach(name -> some.set(name, node.get(name)));
        return some;
    }
}
