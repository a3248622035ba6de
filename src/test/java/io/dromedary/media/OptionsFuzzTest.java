package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dromedary.api.Contract;
import io.dromedary.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Options that are accepted make arguments in which no words are the caller's own, and what begins as an option is one. In bin/test these are the bytes of src/test/resources alone; bench/guided searches for
 * others. That ffmpeg makes what was asked for, {@link CombinationsTest} shows.
 */
class OptionsFuzzTest {

    private static final int MOST = 8;
    private static final Contract CONTRACT = Contract.read(Path.of("config/openapi.yaml"));
    private static final Media MEDIA = ShippedMedia.media();
    private static final List<String> INPUTS = List.of("plain", "phone", "song", "still", "gif", "television");
    private static final Map<Kind, JsonNode> SCHEMAS = schemas();
    /** An option of ffmpeg, a number below zero, or the standard output. */
    private static final Pattern DASHED = Pattern.compile("-([a-z][a-z0-9_-]*(:[a-z0-9:]+)?|[0-9.]+)?");
    private static final String SUBTITLES = "1\n00:00:00,000 --> 00:00:05,000\nwords\n";

    @FuzzTest
    void noWordOfACallerIsAnArgument(FuzzedDataProvider data) {
        Kind kind = data.pickValue(Kind.values());
        String input = data.pickValue(INPUTS);
        ObjectNode options = options(kind, data);
        ObjectNode body = JsonNodeFactory.instance.objectNode()
                .put("input", "https://example.com/in").put("kind", kind.wireName());
        body.set("options", options);
        List<Command> commands;
        try {
            CONTRACT.checkBody("createJob", body);
            Planner planner = MEDIA.planner(kind, options);
            PlanInputs inputs = inputs(planner.options(), VideoCommandTest.probed(input));
            commands = Stream.concat(planner.measurement(inputs).stream(),
                    planner.plan(inputs).commands().stream()).toList();
        } catch (Problem refused) {
            assertThat(refused.field()).as("%s: %s", options, refused.getMessage()).isPresent();
            return;
        } catch (MediaException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        List<String> words = words(options);
        for (Command command : commands) {
            assertThat(command.arguments()).as("%s", options).allSatisfy(argument -> {
                assertThat(words).noneMatch(argument::contains);
                assertThat(argument.chars()).noneMatch(Character::isISOControl);
                if (argument.startsWith("-")) {
                    assertThat(argument).matches(DASHED);
                }
            });
        }
    }

    private static PlanInputs inputs(KindOptions options, MediaFile file) {
        Set<Attachment> wanted = options.attachments().keySet();
        return new PlanInputs(file, Path.of("/job/input"), Path.of("/job"), Path.of("/job/out"), Path.of("/job/out"), "name",
                wanted.contains(Attachment.WATERMARK)
                        ? Optional.of(new PlanInputs.Picture(Path.of("/job/watermark"), VideoCommandTest.probed("logo")))
                        : Optional.empty(),
                wanted.stream().filter(one -> !one.isPicture()).collect(Collectors.toMap(one -> one, one -> SUBTITLES)),
                Optional.empty());
    }

    /** Some of the kind's options, with values of which many are such as the contract wants. */
    private static ObjectNode options(Kind kind, FuzzedDataProvider data) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        JsonNode schema = SCHEMAS.get(kind);
        List<String> names = StreamSupport.stream(((Iterable<String>) schema::fieldNames).spliterator(), false).toList();
        for (int left = data.consumeInt(0, MOST); left > 0; left--) {
            String name = data.pickValue(names);
            options.set(name, value(schema.get(name), data));
        }
        return options;
    }

    private static JsonNode value(JsonNode schema, FuzzedDataProvider data) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (schema.has("properties") && data.consumeInt(0, 7) > 0) {
            ObjectNode object = json.objectNode();
            schema.get("properties").fields().forEachRemaining(field -> {
                if (data.consumeBoolean()) {
                    object.set(field.getKey(), value(field.getValue(), data));
                }
            });
            return object;
        }
        if (schema.has("items") && data.consumeInt(0, 7) > 0) {
            ArrayNode list = json.arrayNode();
            for (int left = data.consumeInt(0, 3); left > 0; left--) {
                list.add(value(schema.get("items"), data));
            }
            return list;
        }
        if (schema.has("enum") && data.consumeInt(0, 7) > 0) {
            return schema.get("enum").get(data.consumeInt(0, schema.get("enum").size() - 1));
        }
        return switch (data.consumeInt(0, 6)) {
            case 0 -> json.textNode("https://example.com/" + data.consumeAsciiString(20));
            case 1 -> json.textNode(data.consumeString(20));
            case 2 -> json.textNode(data.consumeInt(0, 500) + "%");
            case 3 -> json.booleanNode(data.consumeBoolean());
            case 4 -> json.numberNode(data.consumeRegularDouble(-1, 1e6));
            default -> json.numberNode(data.consumeInt(-1, 5000));
        };
    }

    /** What the caller wrote himself, where it is long enough to be told from anything else. */
    private static List<String> words(JsonNode node) {
        var words = new ArrayList<String>();
        if (node.isTextual() && node.asText().startsWith("https://")) {
            words.add(node.asText());
        }
        node.forEach(child -> words.addAll(words(child)));
        return words;
    }

    private static Map<Kind, JsonNode> schemas() {
        try {
            JsonNode contract = new ObjectMapper(new YAMLFactory()).readTree(Path.of("config/openapi.yaml").toFile());
            return Map.of(Kind.VIDEO, "Video", Kind.AUDIO, "Audio", Kind.IMAGE, "Image", Kind.ANIMATION, "Animation",
                    Kind.ADAPTIVE_VIDEO, "AdaptiveVideo").entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                            kind -> resolved(contract, contract.at(
                                    "/components/schemas/" + kind.getValue() + "Options/properties"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each property with what it refers to in its place. */
    private static JsonNode resolved(JsonNode contract, JsonNode properties) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        properties.fields().forEachRemaining(field -> {
            JsonNode schema = field.getValue();
            JsonNode target = schema.has("$ref") ? contract.at(schema.get("$ref").asText().substring(1)) : schema;
            ObjectNode copy = target.deepCopy();
            if (copy.path("items").has("$ref")) {
                copy.set("items", resolved(contract, JsonNodeFactory.instance.objectNode().set("one", copy.get("items"))).get("one"));
            }
            if (copy.has("properties")) {
                copy.set("properties", resolved(contract, copy.get("properties")));
            }
            all.set(field.getKey(), copy);
        });
        return all;
    }
}
