package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.Command;
import io.dromedary.media.ExpectedFile;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.ffmpeg.FilterEscaping;
import io.dromedary.media.option.Clip;
import io.dromedary.media.step.DurationLimit;
import io.dromedary.media.step.Inputs;
import io.dromedary.media.step.Output;
import io.dromedary.media.step.QuietMode;
import io.dromedary.media.step.Start;
import io.dromedary.media.step.Step;
import io.dromedary.media.step.StreamSelection;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Builds the command that writes the peaks of a sound to a note, window by window; {@link PeakWaveform} reads them.
 */
public final class WaveformCommand {

    /** The least number of windows in a point: a peak is displaced by at most this fraction of a point. */
    private static final int WINDOWS_PER_POINT = 8;

    /** For a sound of unknown length, in windows a second. */
    private static final int WINDOWS_PER_SECOND = 20;

    /** The name of the file that the filters write. */
    public static final String PEAKS = "peaks.txt";

    /**
     * Each window takes two lines, its time and its peak, of some 100 bytes: this is enough for three days of the
     * finest windows of a sound of unknown length.
     */
    private static final long PEAKS_MAX_BYTES = 512L << 20;

    private WaveformCommand() {}

    /**
     * The command.
     *
     * @param points how many peaks the waveform has
     */
    public static Command build(PlanInputs inputs, EncodingTable table, Clip clip, AudioStream sound, int points) {
        Path peaks = inputs.made().resolve(PEAKS);
        OptionalDouble seconds = clip.expected(inputs.file().duration());
        long samples = window(seconds, sound, points);
        List<Step<? super SoundAnalysis>> steps =
                List.of(
                        QuietMode::write,
                        Inputs::write,
                        DurationLimit::write,
                        StreamSelection::write,
                        Start::sound,
                        (listening, arguments) -> fill(seconds, arguments),
                        (listening, arguments) -> measure(samples, peaks, arguments),
                        SoundFilters::write,
                        Output::discard,
                        Start::keepClock);
        return new SoundAnalysis(inputs, table, clip, sound).command("waveform", steps,
                List.of(ExpectedFile.note(PEAKS, PEAKS_MAX_BYTES)));
    }

    /**
     * The number of samples in a window.
     *
     * @param seconds how long the waveform is, where that is known
     */
    public static long window(OptionalDouble seconds, AudioStream sound, int points) {
        double windows = seconds.isPresent()
                ? (double) points * WINDOWS_PER_POINT / seconds.getAsDouble() : WINDOWS_PER_SECOND;
        return Math.max(1, (long) (sound.sampleRate() / windows));
    }

    /** Fills what is before, between and after the sound with silence, so that each peak is in its place. */
    private static void fill(OptionalDouble seconds, ArgumentBuilder arguments) {
        arguments.sound("aresample=async=1:first_pts=0");
        seconds.ifPresent(end -> arguments.sound("apad=whole_dur=" + Arguments.number(end),
                "atrim=end=" + Arguments.number(end)));
    }

    private static void measure(long samples, Path peaks, ArgumentBuilder arguments) {
        arguments.sound(
                "asetnsamples=n=%d:p=0".formatted(samples),
                "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level",
                "ametadata=mode=print:key=%s:file=%s".formatted(PeakWaveform.KEY, FilterEscaping.escaped(peaks.toString())));
    }
}
