package io.dromedary.media.ffmpeg;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads the JSON that ffprobe and ffmpeg print. A hostile file may have taken them over, so their output is not
 * trusted: its length and depth are bounded before it is parsed, an impossible number counts as unknown, and names
 * consist of letters and digits, as all of FFmpeg's do, so that they have no meaning in a filter, a path or a terminal.
 */
public final class FfmpegJson {

    /** The largest accepted file has a thousand streams of some kilobytes each. */
    private static final int MOST_CHARACTERS = 16 << 20;
    /** Side data of streams are five deep. */
    private static final int DEEPEST = 32;
    /**
     * Names, values and brackets; each stream has some hundred, each of which takes about a hundred bytes of memory.
     */
    private static final int MOST_TOKENS = 500_000;
    private static final int LONGEST_NUMBER = 100;

    /** Far above every setting's limit, and safe to calculate with. */
    static final double MOST_SECONDS = 1e12;
    /** Of a file or of a second; the largest number up to which every integer is exact in JSON. */
    private static final long MOST_BYTES = 1L << 53;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private static final Pattern NAMES = Pattern.compile(",");
    private static final int MOST_NAMES = 32;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxDocumentLength(MOST_CHARACTERS)
                    .maxNestingDepth(DEEPEST).maxTokenCount(MOST_TOKENS).maxNumberLength(LONGEST_NUMBER).build())
            .build());

    private FfmpegJson() {}

    /** The parsed text; empty where it is not JSON, or exceeds the bounds. */
    public static Optional<JsonNode> json(String text) {
        try {
            return text.length() > MOST_CHARACTERS ? Optional.empty() : Optional.ofNullable(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** A whole number from 0 to {@code most}; 0 where there is none. */
    public static int whole(JsonNode node, String field, int most) {
        double value = number(node, field);
        return value >= 0 && value <= most ? (int) value : 0;
    }

    /** Seconds above 0; at most {@link #MOST_SECONDS}. */
    public static OptionalDouble seconds(JsonNode node, String field) {
        double value = number(node, field);
        return value > 0 ? OptionalDouble.of(Math.min(value, MOST_SECONDS)) : OptionalDouble.empty();
    }

    /** Bytes, or bits a second, above 0. */
    public static OptionalLong bytes(JsonNode node, String field) {
        double value = number(node, field);
        return value >= 1 && value <= MOST_BYTES ? OptionalLong.of((long) value) : OptionalLong.empty();
    }

    /** A name of FFmpeg's, such as that of a codec; {@code unknown} where there is none. */
    public static String name(JsonNode node, String field) {
        String text = node.path(field).asText("unknown");
        return NAME.matcher(text).matches() ? text : "unknown";
    }

    /** The names of one demuxer, with commas between. */
    public static List<String> names(JsonNode node, String field) {
        return NAMES.splitAsStream(node.path(field).asText()).filter(name -> NAME.matcher(name).matches()).limit(MOST_NAMES)
                .toList();
    }

    /** The four letters of a brand, without blanks at their end; empty where there is none. */
    public static String brand(JsonNode text) {
        String brand = text.asText("").trim();
        return brand.length() <= 4 && NAME.matcher(brand).matches() ? brand : "";
    }

    /** ffprobe prints some numbers as text; anything else is 0. */
    private static double number(JsonNode node, String field) {
        double value = node.path(field).asDouble(0);
        return Double.isNaN(value) ? 0 : value;
    }
}
