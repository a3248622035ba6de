package io.dromedary.media.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.AudioTracks;
import io.dromedary.media.Language;
import io.dromedary.media.MediaException;
import io.dromedary.media.WireName;
import io.dromedary.media.ffmpeg.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Reads an {@code options} object. The contract's schema has checked types and ranges before; only what reading a value
 * needs is checked again.
 */
final class OptionReader {

    /** The contract's default of {@code target_lufs}. */
    private static final double USUAL_LUFS = -16;

    /** Less than a sample: sums of decimal fractions are not exact. */
    private static final double SAME_MOMENT = 1e-6;

    private final JsonNode node;
    private final String prefix;

    OptionReader(JsonNode node) {
        this(node, "");
    }

    private OptionReader(JsonNode node, String prefix) {
        this.node = node;
        this.prefix = prefix;
    }

    /** An object among the options; errors in it name the full path. */
    Optional<OptionReader> section(String field) {
        return value(field).map(value -> new OptionReader(value, prefix + field + "."));
    }

    /** The objects of a list among the options; none where it is not given. Errors in them name the full path. */
    List<OptionReader> items(String field) {
        var items = new ArrayList<OptionReader>();
        value(field).ifPresent(list -> list.forEach(
                item -> items.add(new OptionReader(item, prefix + field + "." + items.size() + "."))));
        return items;
    }

    /**
     * A language, by its tag.
     *
     * @throws MediaException {@code invalid_input} when it is none
     */
    Language language(String field) {
        return language(field, text(field));
    }

    private Language language(String field, String tag) {
        return Language.parse(tag).orElseThrow(() -> wrong(field, ("'%s' is not the tag of a language. Send one of BCP 47,"
                + " such as en, de, pt-BR or zh-Hant.").formatted(tag)));
    }

    /** Which sounds the result has; empty where that is not given. */
    Optional<AudioTracks> audioTracks(String field) {
        return value(field).map(value -> {
            if (!value.isArray()) {
                return AudioTracks.of(value.asText());
            }
            var languages = new LinkedHashSet<Language>();
            value.forEach(tag -> languages.add(language(field, tag.asText())));
            return new AudioTracks(false, List.copyOf(languages));
        });
    }

    /** An error about a field of this object. */
    MediaException wrong(String field, String message) {
        return invalid(prefix + field, message);
    }

    /** A text, which the contract requires here. */
    String text(String field) {
        return value(field).map(JsonNode::asText)
                .orElseThrow(() -> invalid(prefix + field, "'%s' is missing.".formatted(prefix + field)));
    }

    boolean has(String field) {
        return value(field).isPresent();
    }

    <E extends WireName> Optional<E> word(String field, E[] all) {
        return value(field).map(value -> WireName.find(all, value.asText()).orElseThrow(() -> invalid(prefix + field,
                "'%s' is not a %s; choose one of %s."
                        .formatted(value.asText(), field, String.join(", ", WireName.words(all))))));
    }

    /** @param others further words for some of them */
    <E extends WireName> Optional<E> word(String field, E[] all, Map<String, E> others) {
        return value(field).map(value -> others.get(value.asText())).or(() -> word(field, all));
    }

    /** The words of a list, which the contract enumerates; none where it is not given. */
    List<String> words(String field) {
        var words = new ArrayList<String>();
        value(field).ifPresent(list -> list.forEach(word -> words.add(word.asText())));
        return words;
    }

    OptionalDouble number(String field) {
        return value(field).stream().mapToDouble(JsonNode::asDouble).findFirst();
    }

    OptionalInt integer(String field) {
        return value(field).stream().mapToInt(JsonNode::asInt).findFirst();
    }

    Optional<Boolean> flag(String field) {
        return value(field).map(JsonNode::asBoolean);
    }

    Clip clip() {
        double start = number("start").orElse(0);
        OptionalDouble end = number("end");
        OptionalDouble duration = number("duration");
        if (duration.isEmpty()) {
            return new Clip(start, end);
        }
        double until = start + duration.getAsDouble();
        if (end.isPresent() && Math.abs(end.getAsDouble() - until) > SAME_MOMENT) {
            throw invalid("duration", "'start' and 'duration' end at %s s, and 'end' is %s s. Send only one of 'duration' and 'end'."
                    .formatted(Arguments.number(until), Arguments.number(end.getAsDouble())));
        }
        return new Clip(start, OptionalDouble.of(until));
    }

    /** The loudness of the result, in LUFS; empty leaves it unchanged. */
    OptionalDouble targetLufs() {
        if (!has("normalize")) {
            if (has("target_lufs")) {
                throw invalid("target_lufs",
                        "'target_lufs' says how loud 'normalize' makes the sound. Send \"normalize\": \"lufs\" with it.");
            }
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(number("target_lufs").orElse(USUAL_LUFS));
    }

    Framing framing() {
        return new Framing(
                size("width"),
                size("height"),
                word("fit", Fit.values()),
                word("position", Position.values()).orElse(Position.CENTER),
                value("background").map(this::colour).orElse(Rgb.BLACK));
    }

    static MediaException invalid(String field, String message) {
        return MediaException.of(MediaException.Kind.INVALID_INPUT, message, "options." + field);
    }

    Optional<Size> size(String field) {
        return value(field).map(value -> size(prefix + field, value.asText()));
    }

    private static Size size(String field, String text) {
        if (text.matches("\\d{1,3}%")) {
            return new Size.Percent(Integer.parseInt(text.substring(0, text.length() - 1)));
        }
        if (text.matches("\\d{1,5}")) {
            return new Size.Pixels(Integer.parseInt(text));
        }
        throw invalid(field, "'%s' must be a number of pixels, or a text like \"50%%\".".formatted(field));
    }

    private Rgb colour(JsonNode value) {
        try {
            return Rgb.parse(value.asText());
        } catch (IllegalArgumentException e) {
            throw invalid("background", e.getMessage() + ".");
        }
    }

    /** An explicit null is the same as leaving the option out. */
    private Optional<JsonNode> value(String field) {
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }
}
