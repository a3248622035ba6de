package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;

/** A schema of the contract, ready to check values against. */
record ContractSchema(JsonSchema validator, JsonNode node) {
}
