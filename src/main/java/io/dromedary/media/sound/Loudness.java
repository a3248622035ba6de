package io.dromedary.media.sound;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.MediaException;
import io.dromedary.media.ffmpeg.FfmpegJson;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The loudness of a sound (EBU R 128, ITU-R BS.1770).
 *
 * @param integrated loudness over all of it, in LUFS
 * @param truePeak the highest peak of the analogue signal, in dBTP
 */
public record Loudness(double integrated, double truePeak) {

    /** The range that loudnorm accepts for measured values, far beyond hearing. */
    private static final double MOST = 99;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(\\.\\d{1,9})?");

    /**
     * Reads the end of what ffmpeg's loudnorm filter prints with {@code print_format=json}.
     *
     * @return empty for a sound without loudness: silence, or shorter than the 0.4 seconds that a measurement takes
     * @throws MediaException {@code input_corrupt} when it is not such a report, or has no valid loudness:
     *     floating-point samples may be NaN
     */
    static Optional<Loudness> parse(String report) {
        JsonNode json = json(report);
        String integrated = json.path("input_i").asText();
        String peak = json.path("input_tp").asText();
        if (integrated.equals("-inf") || peak.equals("-inf")) {
            return Optional.empty();
        }
        return Optional.of(new Loudness(decibels(integrated), decibels(peak)));
    }

    private static double decibels(String text) {
        if (!NUMBER.matcher(text).matches() || Math.abs(Double.parseDouble(text)) > MOST) {
            throw immeasurable();
        }
        return Double.parseDouble(text);
    }

    private static MediaException immeasurable() {
        return MediaException.of(MediaException.Kind.INPUT_CORRUPT,
                "The loudness of the input's sound cannot be measured. Check that it plays, or leave 'normalize' out.");
    }

    private static JsonNode json(String report) {
        int begin = report.lastIndexOf('{');
        int end = report.lastIndexOf('}');
        if (begin >= 0 && end > begin) {
            return FfmpegJson.json(report.substring(begin, end + 1)).orElseThrow(Loudness::immeasurable);
        }
        throw immeasurable();
    }
}
