package io.dromedary.media.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dromedary.media.WireName;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.format.Quality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A mapping in a configuration file that checks what is read from it. Every error is an {@link
 * IllegalArgumentException} that names the file, the full key, and what would be valid.
 */
final class ConfigSection {

    /** The pattern of names of encoders, options and pixel formats. */
    static final String NAME = "[A-Za-z0-9_-]+";

    private static final YAMLMapper YAML =
            new YAMLMapper(YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

    private final YamlPlaces places;
    private final String path;
    private final JsonNode node;
    private final Set<String> known = new TreeSet<>();

    private ConfigSection(YamlPlaces places, String path, JsonNode node) {
        this.places = places;
        this.path = path;
        this.node = node;
    }

    /** Reads a file by the reader, which must know all of its keys. */
    static <T> T parse(String file, String yaml, Function<ConfigSection, T> reader) {
        try {
            JsonNode root = YAML.readTree(yaml);
            if (!root.isObject()) {
                throw new IllegalArgumentException(file + " must be a mapping of keys to values");
            }
            return new ConfigSection(new YamlPlaces(file, yaml), "", root).whole(reader);
        } catch (JsonProcessingException e) {
            // Without the cause, whose message has no name of the file.
            throw new IllegalArgumentException(YamlMistake.words(file, e));
        }
    }

    boolean has(String key) {
        known.add(key);
        return node.has(key);
    }

    ConfigSection section(String key) {
        JsonNode value = value(key);
        check(value.isObject(), key, "a mapping");
        return new ConfigSection(places, path + key + ".", value);
    }

    /** A section of whose keys the reader must know all. */
    <T> T section(String key, Function<ConfigSection, T> reader) {
        return section(key).whole(reader);
    }

    private <T> T whole(Function<ConfigSection, T> reader) {
        T read = reader.apply(this);
        rejectOthers();
        return read;
    }

    /** A section whose keys are all of these words, with a value for each. */
    <E extends WireName, T> Map<E, T> each(String key, List<E> all, BiFunction<ConfigSection, String, T> reader) {
        return section(key, section -> all.stream().collect(
                Collectors.toMap(one -> one, one -> reader.apply(section, one.wireName()))));
    }

    /** A section whose keys are all of these words, with a section for each. */
    <E extends WireName, T> Map<E, T> sections(String key, List<E> all, BiFunction<E, ConfigSection, T> reader) {
        return section(key, section -> all.stream().collect(Collectors.toMap(
                one -> one, one -> section.section(one.wireName(), inner -> reader.apply(one, inner)))));
    }

    String text(String key, String pattern) {
        JsonNode value = value(key);
        check(value.isTextual() && value.asText().matches(pattern), key, "a text like " + pattern);
        return value.asText();
    }

    int integer(String key, int least, int most) {
        JsonNode value = value(key);
        check(
                value.isInt() && value.asInt() >= least && value.asInt() <= most,
                key,
                "a whole number from %d to %d".formatted(least, most));
        return value.asInt();
    }

    double number(String key, double least, double most) {
        JsonNode value = value(key);
        check(
                value.isNumber() && value.asDouble() >= least && value.asDouble() <= most,
                key,
                "a number from %s to %s".formatted(Arguments.number(least), Arguments.number(most)));
        return value.asDouble();
    }

    /** A section with a whole number for each quality, and nothing else. */
    Map<Quality, Integer> perQuality(String key, int least, int most) {
        return each(key, List.of(Quality.values()), (levels, quality) -> levels.integer(quality, least, most));
    }

    /** One of these words. */
    <E extends WireName> E word(String key, E[] all) {
        Optional<E> word = WireName.find(all, value(key).asText());
        check(word.isPresent(), key, "one of " + String.join(", ", WireName.words(all)));
        return word.get();
    }

    /** Where this section is, for messages about all of it. */
    String place() {
        return places.of(path.replaceFirst("\\.$", ""));
    }

    /** A list of some of these words, which may be empty. */
    List<String> words(String key, Set<String> all) {
        JsonNode value = value(key);
        check(value.isArray(), key, "a list");
        var words = new ArrayList<String>();
        for (JsonNode word : value) {
            if (!word.isTextual() || !all.contains(word.asText())) {
                throw new IllegalArgumentException("%s: %s%s has %s, and may have %s".formatted(places.of(path + key), path, key, word,
                        String.join(", ", new TreeSet<>(all))));
            }
            words.add(word.asText());
        }
        return words;
    }

    /** The keys of this section, which the operator may choose. */
    List<String> keys(String pattern) {
        List<String> keys = node.properties().stream().map(Map.Entry::getKey).toList();
        keys.forEach(key -> check(key.matches(pattern), key, "named like " + pattern));
        known.addAll(keys);
        return keys;
    }

    /** A mapping, unchecked. */
    ObjectNode object(String key) {
        JsonNode value = value(key);
        check(value.isObject(), key, "a mapping");
        return value.deepCopy();
    }

    /** All keys and values of this section as texts, in the file's order. */
    Map<String, String> texts(String keyPattern, String valuePattern) {
        var texts = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String key = entry.getKey();
            String text = entry.getValue().asText();
            check(key.matches(keyPattern), key, "named like " + keyPattern);
            check(
                    entry.getValue().isValueNode() && text.matches(valuePattern), key, "one text or number");
            texts.put(key, text);
        }
        return Collections.unmodifiableMap(texts);
    }

    /** Fails when a key is left that nothing has read: most likely it is misspelt. */
    void rejectOthers() {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!known.contains(entry.getKey())) {
                throw new IllegalArgumentException(
                        "%s: %s%s is not known; keys here are %s"
                                .formatted(places.of(path + entry.getKey()), path, entry.getKey(), String.join(", ", known)));
            }
        }
    }

    private JsonNode value(String key) {
        known.add(key);
        return node.path(key);
    }

    private void check(boolean right, String key, String expected) {
        if (!right) {
            JsonNode value = node.path(key);
            String found = value.isMissingNode() ? "missing" : value.toString();
            throw new IllegalArgumentException(
                    "%s: %s%s is %s, and must be %s".formatted(places.of(path + key), path, key, found, expected));
        }
    }
}
