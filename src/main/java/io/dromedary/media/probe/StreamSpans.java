package io.dromedary.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.MediaFile;
import io.dromedary.media.ffmpeg.FfmpegJson;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Reads when each stream of a file begins and ends: by ffprobe's numbers, or by the tags that Matroska has instead. */
final class StreamSpans {

    /** A length as a tag has it, such as {@code 00:01:02.500000000}. */
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,6}):(\\d{2}):(\\d{2}(?:\\.\\d{1,9})?)");

    /** The clock of transport streams returns to 0 after 95,444 s; a start far beyond that is damage. */
    private static final double LATEST_START = 200_000;

    private StreamSpans() {}

    /** The spans by the streams' numbers. */
    static Map<Integer, MediaFile.Span> of(JsonNode root) {
        if (FfmpegJson.names(root.path("format"), "format_name").contains(LengthMeasurement.TIMELESS)) {
            return Map.of();
        }
        double begins = start(root.path("format"));
        var spans = new HashMap<Integer, MediaFile.Span>();
        for (JsonNode stream : root.path("streams")) {
            if (stream.has("nb_read_packets")) {
                // Where they were counted, its duration is an estimate.
                continue;
            }
            double start = start(stream) - begins;
            OptionalDouble length = FfmpegJson.seconds(stream, "duration");
            OptionalDouble end = length.isPresent() ? OptionalDouble.of(start + length.getAsDouble()) : tagged(stream, begins);
            if (end.isPresent()) {
                spans.put(stream.path("index").asInt(), new MediaFile.Span(start, Math.max(start, end.getAsDouble())));
            }
        }
        return spans;
    }

    private static double start(JsonNode node) {
        double start = node.path("start_time").asDouble(0);
        return Math.abs(start) <= LATEST_START ? start : 0;
    }

    /** The tag has the time at which the last packet ends; tools add the language to its name. */
    private static OptionalDouble tagged(JsonNode stream, double begins) {
        return StreamSupport.stream(((Iterable<Map.Entry<String, JsonNode>>) stream.path("tags")::fields).spliterator(), false)
                .filter(tag -> tag.getKey().startsWith("DURATION"))
                .map(tag -> CLOCK.matcher(tag.getValue().asText()))
                .filter(Matcher::matches)
                .mapToDouble(clock -> 3600 * Double.parseDouble(clock.group(1)) + 60 * Double.parseDouble(clock.group(2))
                        + Double.parseDouble(clock.group(3)) - begins)
                .findFirst();
    }
}
