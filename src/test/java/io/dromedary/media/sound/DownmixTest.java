package io.dromedary.media.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.AdaptiveEncodes;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.Plans;
import io.dromedary.media.SoundSamples;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound of many channels is mixed to stereo in one way, whatever it was coded in and becomes. */
@Tag("encode")
class DownmixTest {

    /** LUFS of {@link #LOUD} after ITU-R BS.775, a tone whose peak is (0.8 + 0.8/√2 + 0.5/√2) / (1 + 2/√2). */
    private static final double MIXED = -3.6;

    private static final String LOUD = "0.8*sin(2*PI*440*t)|0.8*sin(2*PI*440*t)|0.8*sin(2*PI*440*t)|0"
            + "|0.5*sin(2*PI*440*t)|0.5*sin(2*PI*440*t)";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"wav, pcm_s16le, mp3", "m4a, aac, opus", "ac3, ac3, wav", "flac, flac, ogg"})
    void aFileIsAsLoudWhateverTheCodecs(String container, String codec, String format) {
        Path output = new Plans(folder).run(Kind.AUDIO, sound(LOUD, container, codec), "{'format': '%s'}".formatted(format))
                .main();

        assertLoudness(output);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"m4a, aac, mp3", "m4a, aac, aac", "m4a, aac, flac", "mkv, pcm_f32le, wav"})
    void aFileIsAsLoudWhateverOtherCodecs(String container, String codec, String format) {
        aFileIsAsLoudWhateverTheCodecs(container, codec, format);
    }

    @Test
    void normalizedSoundIsMeasuredAsItIsMixed() {
        Path output = new Plans(folder).run(Kind.AUDIO, sound(LOUD, "m4a", "aac"),
                "{'format': 'flac', 'normalize': 'lufs'}").main();

        assertThat(SoundSamples.measure(output).integrated()).isCloseTo(-16, within(0.7));
    }

    @Test
    void videoAndAdaptiveResultsAreMixedTheSameWay() {
        Path input = folder.resolve("film.mkv");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2", "-i",
                sound(LOUD, "m4a", "aac").toString(), "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "copy",
                input.toString()));

        assertLoudness(new Plans(folder).run(Kind.VIDEO, input, "{}").main());
        assertLoudness(new AdaptiveEncodes(folder).make(input, "{}").joined("audio-96k"));
    }

    /** One channel alone: the sides whole, centre and surrounds 3 dB lower, the deep one not at all. */
    @ParameterizedTest
    @CsvSource({"0, -13.7", "2, -16.7", "3, -90", "4, -16.7"})
    void everyChannelHasItsShare(int channel, double peak) {
        var formula = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            formula.append(i == 0 ? "" : "|").append(i == channel ? "0.5*sin(2*PI*440*t)" : "0");
        }
        Path output = new Plans(folder).run(Kind.AUDIO, sound(formula.toString(), "flac", "flac"), "{'format': 'wav'}").main();

        if (peak < -80) {
            assertThat(SoundSamples.measure(output).truePeak()).isLessThan(peak);
        } else {
            assertPeak(output, peak);
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"1, -13.7", "5, -16.7"})
    void theRightChannelsHaveTheirShare(int channel, double peak) {
        everyChannelHasItsShare(channel, peak);
    }

    private Path sound(String formula, String container, String codec) {
        Path file = folder.resolve(codec + "." + container);
        Ffmpeg.run(List.of("-y", "-v", "error", "-f", "lavfi", "-i", "aevalsrc='%s':c=5.1(side):s=48000:d=2".formatted(formula),
                "-c:a", codec, "-b:a", "640k", file.toString()));
        return file;
    }

    /** A codec may overshoot where the tone begins, so that its peak says less. */
    private static void assertLoudness(Path file) {
        assertThat(SoundSamples.measure(file).integrated()).isCloseTo(MIXED, within(0.7));
    }

    private static void assertPeak(Path file, double expected) {
        assertThat(SoundSamples.measure(file).truePeak()).isCloseTo(expected, within(0.9));
    }
}
