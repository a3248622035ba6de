package io.dromedary.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * How loud a sound is (EBU R 128, ITU-R BS.1770).
 *
 * @param integrated loudness over all of it, in LUFS
 * @param truePeak the highest point of the curve that a loudspeaker follows, in dBTP
 */
record Loudness(double integrated, double truePeak) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the end of what ffmpeg's loudnorm filter prints with {@code print_format=json}.
     *
     * @return empty for a sound without loudness: silence, or shorter than the 0.4 seconds that make a measurement
     * @throws IllegalArgumentException when it is no such report
     */
    static Optional<Loudness> parse(String report) {
        JsonNode json = json(report);
        String integrated = json.path("input_i").asText();
        String peak = json.path("input_tp").asText();
        if (integrated.equals("-inf") || peak.equals("-inf")) {
            return Optional.empty();
        }
        return Optional.of(new Loudness(Double.parseDouble(integrated), Double.parseDouble(peak)));
    }

    private static JsonNode json(String report) {
        int begin = report.lastIndexOf('{');
        int end = report.lastIndexOf('}');
        if (begin >= 0 && end > begin) {
            try {
                return JSON.readTree(report.substring(begin, end + 1));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("The measured loudness cannot be read", e);
            }
        }
        throw new IllegalArgumentException("ffmpeg did not say how loud the sound is");
    }
}
