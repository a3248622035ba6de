package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Builds the command that writes down the peaks of a sound, window by window; {@link Waveform} reads them. */
final class WaveformCommand {

    /** So many windows go into one point at least, so that a peak is at most this part of a point out of its place. */
    private static final int WINDOWS_PER_POINT = 8;

    /** For a sound whose length nobody knows, in windows a second. */
    private static final int WINDOWS_PER_SECOND = 20;

    /** The name of the file that the filters write. */
    static final String PEAKS = "peaks.txt";

    /**
     * Two lines a window, of its time and its peak, are some 100 bytes: so this is enough for three days of the finest
     * windows of a sound whose length nobody knows.
     */
    private static final long PEAKS_MAX_BYTES = 512L << 20;

    private WaveformCommand() {}

    /**
     * The command.
     *
     * @param points how many peaks are wanted in the end
     */
    static Command build(Material material, EncodingTable table, Clip clip, AudioStream sound, int points) {
        Path peaks = material.made().resolve(PEAKS);
        OptionalDouble seconds = clip.expected(material.file().duration());
        double windows = seconds.isPresent()
                ? (double) points * WINDOWS_PER_POINT / seconds.getAsDouble() : WINDOWS_PER_SECOND;
        long samples = Math.max(1, (long) (sound.sampleRate() / windows));
        List<Step<? super Listening>> steps =
                List.of(
                        Guard::write,
                        Seek::write,
                        InputLimits::write,
                        Input::write,
                        Length::write,
                        Maps::write,
                        (listening, draft) -> measure(samples, peaks, draft),
                        SoundFilters::write,
                        Progress::write,
                        NoOutput::write);
        return new Listening(material, table, clip, sound).command("waveform", steps,
                List.of(Made.note(PEAKS, PEAKS_MAX_BYTES)));
    }

    private static void measure(long samples, Path peaks, Draft draft) {
        draft.sound(
                "asetnsamples=n=%d:p=0".formatted(samples),
                "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level",
                "ametadata=mode=print:key=%s:file=%s".formatted(Waveform.KEY, FilterText.escaped(peaks.toString())));
    }
}
