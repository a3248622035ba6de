package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.Map;
import java.util.TreeSet;

/** Checks the query parameters and the headers of a request against the contract. */
final class ParameterCheck {

    private final SchemaWords expectation;
    private final ContractOperation operation;

    ParameterCheck(JsonNode document, ContractOperation operation) {
        this.expectation = new SchemaWords(document);
        this.operation = operation;
    }

    /** Checks query parameters. Like unknown fields, unknown parameters are refused. */
    void checkQuery(Map<String, String> parameters) {
        parameters.forEach((name, value) -> {
            ContractSchema schema = operation.query().get(name);
            if (schema == null) {
                throw unknown(name);
            }
            check("parameter", name, value, schema);
        });
    }

    /** Checks the headers that the contract names. */
    void checkHeaders(Map<String, String> headers) {
        headers.forEach((name, value) -> check("header", name, value, operation.headers().get(name)));
    }

    private void check(String what, String name, String value, ContractSchema schema) {
        if (!schema.validator().validate(typed(schema.node(), value)).isEmpty()) {
            throw new Problem(ProblemKind.INVALID_INPUT, "The " + what + " '" + name + "' is '" + value
                    + "': it must be " + expectation.words(schema.node()) + ".", name);
        }
    }

    private Problem unknown(String name) {
        String hint = operation.query().isEmpty() ? "there are none here."
                : SuggestedName.hint(name, new TreeSet<>(operation.query().keySet()));
        return new Problem(ProblemKind.INVALID_INPUT, "There is no parameter '" + name + "': " + hint, name);
    }

    /** Query values are text; converts a value to the number or boolean that the contract requires, if it is one. */
    private JsonNode typed(JsonNode schema, String value) {
        String type = expectation.resolve(schema).path("type").asText();
        if (type.equals("integer") && value.matches("-?\\d{1,18}")) {
            return JsonNodeFactory.instance.numberNode(Long.parseLong(value));
        }
        if (type.equals("boolean") && value.matches("true|false")) {
            return JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(value));
        }
        return JsonNodeFactory.instance.textNode(value);
    }
}
