package io.dromedary.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes up options by the contract's schemas: mostly right ones, at times just outside of their range. What the schema
 * says is all that is known here; only what would take long (huge pictures) or needs a file is chosen otherwise.
 */
final class OptionCombinations {

    /** Whoever sends this is refused sooner or later: one in so many values is wrong. */
    private static final int WRONG_ONE_IN = 50;
    /** An input of one second: most moments are within it. */
    private static final double SECONDS = 1.2;

    private static final SortedMap<String, String> COMPANIONS = new TreeMap<>(Map.of("target_lufs", "normalize",
            "waveform_points", "waveform", "subtitle_style", "subtitle_url", "subtitle_encoding", "subtitle_url", "end",
            "interval", "duration", "interval"));

    private static final SortedMap<String, List<String>> RIVALS = new TreeMap<>(Map.of("duration", List.of("end"),
            "mute", List.of("audio", "no_audio"), "audio_language", List.of("audio", "mute"), "audio_tracks", List.of("audio", "mute"),
            "subtitles", List.of("subtitle_url"), "encryption", List.of("manifest"), "segment_format",
            List.of("manifest", "codec"), "mute_video", List.of("audio", "no_audio", "mute", "codec", "width",
                    "height", "fit", "position", "background", "fps", "watermark", "thumbnails", "subtitle_style")));

    private final JsonNode contract;
    private final Random random;
    private final Random companions;

    OptionCombinations(long seed) {
        this.random = new Random(seed);
        this.companions = new Random(seed);
        try {
            this.contract = new ObjectMapper(new YAMLFactory()).readTree(Path.of("config/openapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Kind kind() {
        return Kind.values()[random.nextInt(Kind.values().length)];
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Options of a kind: each of the contract's is there or not. */
    ObjectNode options(Kind kind) {
        String name = kind.wireName().replace("_", "") + "options";
        for (String schema : names(contract.at("/components/schemas"))) {
            if (schema.toLowerCase(Locale.ROOT).equals(name)) {
                JsonNode contracted = contract.at("/components/schemas/" + schema);
                return accompanied(object(contracted, ""), contracted);
            }
        }
        throw new AssertionError("The contract has no options for " + kind);
    }

    /** What says more of another option mostly comes with it, and what contradicts another mostly goes. */
    private ObjectNode accompanied(ObjectNode options, JsonNode schema) {
        // Most inputs of pictures are pictures, of which there is one.
        if (options.has("interval") && companions.nextInt(4) > 0) {
            options.remove(List.of("interval", "end", "duration"));
        }
        RIVALS.forEach((option, rivals) -> {
            if (options.has(option) && rivals.stream().anyMatch(options::has) && companions.nextInt(8) > 0) {
                options.remove(option);
            }
        });
        COMPANIONS.forEach((option, companion) -> {
            if (options.has(option) && schema.at("/properties/" + companion).isObject() && !options.has(companion) && companions.nextInt(4) > 0) {
                options.set(companion, value(resolve(schema.at("/properties/" + companion)), companion));
            }
        });
        return options;
    }

    private ObjectNode object(JsonNode schema, String path) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        List<String> properties = names(schema.get("properties"));
        double share = path.isEmpty() ? 2.0 + random.nextInt(4) : properties.size();
        for (String property : properties) {
            boolean required = schema.path("required").toString().contains("\"" + property + "\"");
            if (!property.endsWith("connection_id")
                    && (required || random.nextDouble() < share / properties.size())) {
                object.set(property, value(resolve(schema.get("properties").get(property)), property));
            }
        }
        return object;
    }

    private JsonNode value(JsonNode schema, String property) {
        boolean wrong = random.nextInt(WRONG_ONE_IN) == 0;
        var make = JsonNodeFactory.instance;
        if (schema.has("oneOf")) {
            return value(oneOf(children(schema.get("oneOf"))), property);
        }
        if (schema.has("enum")) {
            return wrong ? make.textNode("nonsense") : oneOf(children(schema.get("enum")));
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> make.booleanNode(random.nextBoolean());
            case "integer" -> make.numberNode((long) number(schema, property, wrong));
            case "number" -> make.numberNode(Math.round(number(schema, property, wrong) * 100) / 100.0);
            case "object" -> object(schema, property);
            case "array" -> array(schema, property);
            default -> make.textNode(text(property, wrong));
        };
    }

    private ArrayNode array(JsonNode schema, String property) {
        var items = new LinkedHashSet<JsonNode>();
        int wanted = Math.max(schema.path("minItems").asInt(), 1 + random.nextInt(2));
        for (int i = 0; i < wanted; i++) {
            items.add(value(resolve(schema.get("items")), property));
        }
        return JsonNodeFactory.instance.arrayNode().addAll(items);
    }

    private double number(JsonNode schema, String property, boolean wrong) {
        double least = schema.path("minimum").asDouble();
        double most = schema.path("maximum").asDouble();
        if (wrong) {
            return random.nextBoolean() ? least - 1 : most + 1;
        }
        double end = switch (property) {
            case "width", "height" -> 300;
            case "start", "end", "duration" -> SECONDS;
            case "frames" -> 40;
            case "margin" -> 30;
            default -> most;
        };
        return random.nextInt(12) == 0 ? least : least + random.nextDouble() * (Math.min(most, end) - least);
    }

    private String text(String property, boolean wrong) {
        if (wrong) {
            return "-i";
        }
        return switch (property) {
            case "width", "height" -> 10 + random.nextInt(300) + "%";
            case "background" -> String.format("#%06x", random.nextInt(1 << 24));
            case "audio_language", "audio_tracks", "language" -> oneOf(List.of("en", "de"));
            case "label" -> oneOf(List.of("English", "Deutsch"));
            case "key_url" -> "https://example.com/key";
            case "url" -> "https://example.com/mark.png";
            case "subtitle_url" -> "https://example.com/words.srt";
            case "subtitle_encoding" -> oneOf(List.of("utf-8", "windows-1251", "ISO-8859-1"));
            default -> throw new AssertionError("Nobody knows what text '" + property + "' takes");
        };
    }

    private JsonNode resolve(JsonNode schema) {
        return schema.has("$ref") ? resolve(contract.at(schema.get("$ref").asText().substring(1))) : schema;
    }

    private List<JsonNode> children(JsonNode array) {
        var children = new ArrayList<JsonNode>();
        array.forEach(child -> children.add(resolve(child)));
        return children;
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
