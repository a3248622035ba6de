package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.problem.Problem;
import java.util.Map;
import java.util.Optional;

/** What a body must be like: one schema, or one for each value of a property, such as the kind of a job. */
sealed interface BodySchema {

    /**
     * The schema for this body.
     *
     * @throws Problem {@code invalid_input} if the property that chooses it is missing or has another value
     */
    ContractSchema of(JsonNode body);

    /** The same for every body. */
    record One(ContractSchema schema) implements BodySchema {

        @Override
        public ContractSchema of(JsonNode body) {
            return schema;
        }
    }

    /**
     * Chosen by a property of the body.
     *
     * @param values    the schemas by the value of the property, in the order of the contract
     * @param otherwise the schema of bodies without the property, if there may be such
     */
    record ByProperty(String property, Map<String, ContractSchema> values,
            Optional<ContractSchema> otherwise) implements BodySchema {

        @Override
        public ContractSchema of(JsonNode body) {
            JsonNode value = body.path(property);
            if (value.isMissingNode()) {
                // What is no object has no properties; every schema says so.
                return otherwise.or(() -> body.isObject() ? Optional.empty() : values.values().stream().findFirst())
                        .orElseThrow(() -> SchemaErrors.missing(property, words()));
            }
            if (!value.isTextual() || !values.containsKey(value.asText())) {
                throw SchemaErrors.wrong(property, value, words());
            }
            return values.get(value.asText());
        }

        private String words() {
            return "one of " + String.join(", ", values.keySet());
        }
    }
}
