package io.dromedary.media.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Kind;
import io.dromedary.media.KindOptions;
import io.dromedary.media.MediaException;
import io.dromedary.media.Plans;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.format.AudioFormat;
import io.dromedary.media.format.Quality;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioOptionsTest {

    @Test
    void noOptionsAreTheContractsDefaults() {
        assertThat(options("{}")).isEqualTo(new AudioOptions(AudioFormat.MP3, Quality.MEDIUM, OptionalInt.empty(),
                new Clip(0, OptionalDouble.empty()), OptionalDouble.empty(), OptionalInt.empty(), true));
        assertThat(((AudioOptions) options("{'waveform': 'json'}")).waveformPoints()).hasValue(200);
    }

    @Test
    void everyOptionIsRead() {
        assertThat(options("{'format': 'opus', 'quality': 'low', 'bitrate': 96000, 'start': 1.5, 'end': 4,"
                + " 'normalize': 'lufs', 'target_lufs': -23, 'copy': false}"))
                .isEqualTo(new AudioOptions(AudioFormat.OPUS, Quality.LOW, OptionalInt.of(96000),
                        new Clip(1.5, OptionalDouble.of(4)), OptionalDouble.of(-23), OptionalInt.empty(), false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'format': 'wav', 'bitrate': 128000   | bitrate         | wav keeps every sample, so it has no bitrate to choose.",
        "'format': 'flac', 'bitrate': 128000  | bitrate         | flac keeps every sample, so it has no bitrate",
        "'start': 5, 'end': 5                 | end             | 'end' (5 s) must be after 'start' (5 s).",
        "'target_lufs': -16                   | target_lufs     | Send \"normalize\": \"lufs\" with it.",
        "'waveform_points': 100               | waveform_points | Send \"waveform\": \"json\" with it.",
        "'waveform': 'json', 'format': 'mp3'  | format          | on which 'format' has no effect. Leave it out,",
        "'waveform': 'json', 'quality': 'low' | quality         | on which 'quality' has no effect.",
        "'waveform': 'json', 'bitrate': 64000 | bitrate         | on which 'bitrate' has no effect.",
        "'waveform': 'json', 'normalize': 'lufs' | normalize    | on which 'normalize' has no effect."
    }, quoteCharacter = '`')
    void whatDoesNotGoTogetherIsNamed(String options, String field, String message) {
        assertThatThrownBy(() -> options("{%s}".formatted(options))).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.kind()).isEqualTo("invalid_input");
            assertThat(e.field()).contains("options." + field);
            assertThat(e).hasMessageContaining(message);
        });
    }

    private static KindOptions options(String json) {
        return Plans.planner(ShippedMedia.media(), Kind.AUDIO, json).options();
    }
}
