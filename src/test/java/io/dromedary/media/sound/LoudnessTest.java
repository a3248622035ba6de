package io.dromedary.media.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.Plans;
import io.dromedary.media.SoundSamples;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sounds come out as loud as asked for, as FFmpeg's ebur128 hears them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class LoudnessTest {

    private MediaSamples samples;
    private SoundSamples sounds;
    private Plans plans;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        samples = new MediaSamples(folder);
        sounds = new SoundSamples(folder);
        plans = new Plans(folder);
    }

    @ParameterizedTest
    @CsvSource({"quiet,   mp3,  -16", "clipped, ogg,  -23", "peaky,   wav,  -16", "surround, mp3, -18"})
    void aSoundComesOutAsLoudAsAskedFor(String sound, String format, double target) {
        Loudness loudness = SoundSamples.measure(plans.run(Kind.AUDIO, input(sound),
                "{'format': '%s', 'normalize': 'lufs', 'target_lufs': %s}".formatted(format, target)).main());

        assertThat(loudness.integrated()).isCloseTo(target, within(1.0));
        assertThat(loudness.truePeak()).isLessThanOrEqualTo(-1);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"quiet,    wav, -16", "clipped, mp3,  -16", "peaky,    aac, -16", "noise,   opus, -14", "voice,   flac, -30"})
    void otherSoundsComeOutAsLoudAsAskedFor(String sound, String format, double target) {
        aSoundComesOutAsLoudAsAskedFor(sound, format, target);
    }

    @Test
    void thePeaksOfThePeakySoundWouldGoOverFullScale() {
        Loudness before = SoundSamples.measure(sounds.peaky());

        assertThat(before.truePeak() + (-16 - before.integrated())).isGreaterThan(1);
    }

    @Test
    void theSoundOfAVideoToo() {
        Loudness loudness = SoundSamples.measure(plans.run(Kind.VIDEO, samples.landscape(),
                "{'normalize': 'lufs', 'width': 64}").main());

        assertThat(loudness.integrated()).isCloseTo(-16, within(1.0));
        assertThat(loudness.truePeak()).isLessThanOrEqualTo(-1);
    }

    @Test
    void onlyThePartThatIsTakenIsMeasured() {
        Loudness loudness = SoundSamples.measure(plans.run(Kind.AUDIO, sounds.steps(),
                "{'format': 'wav', 'normalize': 'lufs', 'start': 0.9, 'end': 2.1}").main());

        assertThat(loudness.integrated()).isCloseTo(-16, within(1.0));
    }

    @Test
    void silenceStaysSilence() {
        Path output = plans.run(Kind.AUDIO, sounds.silence(), "{'format': 'wav', 'normalize': 'lufs'}").main();

        assertThat(SoundSamples.measure(output).truePeak()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Ffmpeg.probe(plans.run(Kind.VIDEO, samples.silent(), "{'normalize': 'lufs', 'width': 64}").main())
                .audio()).isEmpty();
    }

    @Test
    void aReportIsReadAtItsEnd() {
        assertThat(Loudness.parse("Stream {0}\n[Parsed_loudnorm_0 @ 0x5]\n{\n\"input_i\" : \"-23.42\",\n"
                + "\"input_tp\" : \"-3.46\"\n}\n")).contains(new Loudness(-23.42, -3.46));
        assertThat(Loudness.parse("{\"input_i\": \"-inf\", \"input_tp\": \"-inf\"}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "{}", "{\"input_i\": \"nan\", \"input_tp\": \"1\"}",
        "{\"input_i\": \"NaN\", \"input_tp\": \"1\"}", "{\"input_i\": \"inf\", \"input_tp\": \"inf\"}",
        "{\"input_i\": \"1e308\", \"input_tp\": \"1\"}", "{\"input_i\": \"-1\", \"input_tp\": \"1000\"}",
        "{\"input_i\": \"-1dB,amovie=/etc/passwd\", \"input_tp\": \"1\"}", "{\"input_i\": [], \"input_tp\": {\"a\": 1}}",
        "} {", "{\"input_i\": \"-1"})
    void whatIsNoLoudnessIsAFaultOfTheInput(String report) {
        assertThatThrownBy(() -> Loudness.parse(report)).isInstanceOfSatisfying(MediaException.class,
                e -> assertThat(e.kind()).isEqualTo("input_corrupt"));
    }

    private Path input(String name) {
        return switch (name) {
            case "quiet" -> sounds.quiet();
            case "clipped" -> sounds.clipped();
            case "peaky" -> sounds.peaky();
            case "noise" -> sounds.noise();
            case "surround" -> samples.surround();
            default -> sounds.voice();
        };
    }
}
