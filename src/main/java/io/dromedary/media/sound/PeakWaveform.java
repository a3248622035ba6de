package io.dromedary.media.sound;

import io.dromedary.media.ExpectedResult;
import io.dromedary.media.MediaException;
import io.dromedary.media.Waveform;
import io.dromedary.media.ffmpeg.Arguments;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A waveform as the highest peak of each part of the sound.
 *
 * @param points how many peaks the waveform has
 * @param duration seconds; empty when unknown
 * @param window seconds of each peak that ffmpeg writes
 * @param expected how long the sound must be of which it wrote peaks
 * @param sampleRate samples a second of the sound; empty when unknown
 */
public record PeakWaveform(
        String peaks, int points, OptionalDouble duration, double window, ExpectedResult.Length expected, OptionalInt sampleRate)
        implements Waveform {

    /** The name of what ffmpeg writes, in dB of full scale. */
    static final String KEY = "lavfi.astats.Overall.Peak_level";

    /**
     * {@inheritDoc} It has exactly {@code points} numbers from 0 (silence) to 1 (full scale), evenly over the duration,
     * each the highest of its part over all channels.
     */
    @Override
    public String json(Stream<String> lines) {
        var series = new PeakSeries();
        lines.filter(line -> line.startsWith(KEY + "=")).forEach(line -> series.add(amplitude(line)));
        ExpectedResult.checkSound(expected, series.total() * window);
        var json = new StringBuilder("{\"version\":1,\"channels\":1,\"points\":").append(points);
        json.append(",\"duration\":").append(duration.isPresent() ? Arguments.number(duration.getAsDouble()) : "null");
        json.append(",\"sample_rate\":").append(sampleRate.isPresent() ? sampleRate.getAsInt() : "null");
        json.append(",\"data\":[");
        double[] highest = series.over(points);
        for (int i = 0; i < points; i++) {
            json.append(i == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.4f", highest[i]));
        }
        return json.append("]}\n").toString();
    }

    /** Minus infinity is silence; samples beyond full scale play as full scale. */
    private static double amplitude(String line) {
        String level = line.substring(KEY.length() + 1).strip();
        if (level.endsWith("inf") || level.endsWith("nan")) {
            return 0;
        }
        try {
            return Math.min(1, Math.pow(10, Double.parseDouble(level) / 20));
        } catch (NumberFormatException e) {
            throw MediaException.of(MediaException.Kind.ENCODE_FAILED,
                    "The encoder wrote down what it found out in no form that this server knows.");
        }
    }
}
