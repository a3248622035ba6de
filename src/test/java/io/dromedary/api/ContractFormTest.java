package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The contract is written so that programs can make clients of it. Its first lines say the rules. */
class ContractFormTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode contract;
    private final JsonNode schemas;

    ContractFormTest() throws IOException {
        contract = new ObjectMapper(new YAMLFactory()).readTree(Path.of("config/openapi.yaml").toFile());
        schemas = contract.at("/components/schemas");
    }

    /** A generator writes one class for each tag, and one that it writes twice loses the first. */
    @Test
    void everyOperationHasOneTagAndEventsHaveTheirOwn() {
        Set<String> known = new HashSet<>(contract.get("tags").findValuesAsText("name"));
        Set<String> asked = tags(contract.get("paths"));
        Set<String> sent = tags(contract.get("webhooks"));

        assertThat(known).containsAll(asked).containsAll(sent).hasSize(asked.size() + sent.size());
    }

    @Test
    void everyEnumerationHasAType() {
        assertThat(contract.findParents("enum")).hasSizeGreaterThan(20)
                .allSatisfy(schema -> assertThat(schema.path("type").asText()).as("%s", schema).isEqualTo("string"));
        assertThat(contract.findParents("const")).isEmpty();
    }

    @Test
    void noTwoNamedEnumerationsHaveAValueInCommon() {
        var values = new ArrayList<String>();
        schemas.forEach(schema -> schema.path("enum").forEach(value -> values.add(value.asText())));
        assertThat(values).doesNotHaveDuplicates();
    }

    /** Python's generator ends with an error on a list of types, unless it is one and null. */
    @Test
    void aFieldHasOneTypeOrIsNull() {
        for (JsonNode schema : contract.findParents("type")) {
            JsonNode type = schema.get("type");
            assertThat(type.isTextual() || type.size() == 2 && type.get(1).asText().equals("null")
                    // A list, or a word that stands for one.
                    || type.isObject() || schema.has("x-words")).as("%s", schema).isTrue();
        }
    }

    @Test
    void aClientSendsNothingThatItWasNotGiven() {
        // A property may be called so.
        assertThat(schemas.findValues("default").stream().filter(value -> !value.has("type"))).isEmpty();
        assertThat(schemas.findValues("x-default")).hasSizeGreaterThan(20);
    }

    @Test
    void everyKindHasASchemaOfItsOwn() {
        assertThat(kinds("JobRequest")).isEqualTo(words(schemas.at("/Kind/enum")));
        assertThat(kinds("TaskRequest")).isEqualTo(words(schemas.at("/Task/properties/kind/enum")));
    }

    @Test
    void aWebhookBringsTheFieldsOfAJob() {
        Set<String> fields = new HashSet<>(names(schemas.at("/JobEvent/properties")));
        assertThat(fields.remove("type")).as("what has happened").isTrue();
        assertThat(fields).isEqualTo(names(schemas.at("/Job/properties")));
        schemas.at("/Job/properties").properties().forEach(field -> {
            if (!List.of("output", "status", "tasks").contains(field.getKey())) {
                assertThat(schemas.at("/JobEvent/properties/" + field.getKey())).isEqualTo(field.getValue());
            }
        });
    }

    /** By the mapping of a request; each schema says the same as its value. */
    private List<String> kinds(String request) {
        var kinds = new ArrayList<String>();
        schemas.at("/" + request + "/discriminator/mapping").properties().forEach(mapped -> {
            kinds.add(mapped.getKey());
            JsonNode kind = contract.at(mapped.getValue().asText().substring(1)).at("/properties/kind/enum");
            assertThat(words(kind)).containsExactly(mapped.getKey());
        });
        return kinds;
    }

    private static Set<String> tags(JsonNode paths) {
        var tags = new TreeSet<String>();
        paths.forEach(path -> path.properties().stream().filter(entry -> METHODS.contains(entry.getKey())).forEach(entry -> {
            assertThat(words(entry.getValue().path("tags"))).as(entry.getValue().path("operationId").asText()).hasSize(1);
            tags.addAll(words(entry.getValue().get("tags")));
        }));
        return tags;
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
