package io.dromedary.media.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.format.AudioCodec;
import io.dromedary.media.format.Quality;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTableTest {

    @Test
    void theShippedTableIsRead() {
        EncodingTable table = ShippedMedia.table();

        EncodingTable.Video h265 = table.video().get(VideoCodec.H265);
        assertThat(h265.encoder()).isEqualTo("libx265");
        assertThat(h265.options()).containsExactly(
                Map.entry("preset", "fast"), Map.entry("x265-params", "log-level=error"));
        assertThat(h265.crf()).containsEntry(Quality.VERY_LOW, 35).containsEntry(Quality.VERY_HIGH, 20);
        assertThat(h265.tags()).containsEntry(VideoFormat.MOV, "hvc1");
        assertThat(table.audio().get(AudioCodec.AAC).bitratePerChannel()).containsEntry(Quality.MEDIUM, 64000);
        assertThat(table.audio().get(AudioCodec.PCM).encoder(Quality.HIGH)).isEqualTo("pcm_s24le");
    }

    @Test
    void everyLevelOfQualityIsBetterThanTheOneBelow() {
        ShippedMedia.table().video().values().forEach(coding -> {
            for (int i = 1; i < Quality.values().length; i++) {
                assertThat(coding.crf().get(Quality.values()[i]))
                        .isLessThan(coding.crf().get(Quality.values()[i - 1]));
            }
        });
    }

    @Test
    void theInstalledFfmpegHasTheShippedEncoders() {
        String encoders = Ffmpeg.text("ffmpeg", "-hide_banner", "-encoders");
        EncodingTable table = ShippedMedia.table();

        table.video().values().forEach(coding -> assertThat(encoders).contains(" " + coding.encoder() + " "));
        for (Quality quality : Quality.values()) {
            table.audio().values()
                    .forEach(coding -> assertThat(encoders).contains(" " + coding.encoder(quality) + " "));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "medium: 24, | medium: 99,         | video.h264.crf.medium is 99, and must be a whole number from 0 to 51",
        "medium: 24, | medium: good,       | video.h264.crf.medium is \"good\", and must be a whole number from 0 to 51",
        "medium: 24, | ''                  | video.h264.crf.medium is missing, and must be a whole number from 0 to 51",
        "medium: 24, | medium: 24, best: 3,| video.h264.crf.best is not known; keys here are high, low, medium, very_high, very_low",
        "encoder: libx264 | encoder: 'x -i y' | video.h264.encoder is \"x -i y\", and must be a text like [A-Za-z0-9_-]+",
        "encoder: libx264 | encodr: libx264   | video.h264.encoder is missing",
        "preset: veryfast | preset: [1]       | video.h264.options.preset is [1], and must be one text or number",
        "peak: 1.5 | peak: 0.5 | bitrate.peak is 0.5, and must be a number from 1 to 10",
        "max_frame_rate: 1000 | max_frame_rate: 0 | input.max_frame_rate is 0, and must be a number from 1 to 1000000",
        "max_streams: 32 | max_stream: 32 | input.max_streams is missing, and must be a whole number from 1 to 1000",
        "keyframe_seconds: 5 | keyframes: 5 | keyframe_seconds is missing, and must be a number from 0.1 to 60",
        "audio: | sound: | audio is missing, and must be a mapping",
        "kind: video | kind: vidoe | presets.social-square.kind is \"vidoe\", and must be one of video",
        "image: [gif, | image: [giff, | accepted.formats.image has \"giff\", and may have aac, ac3,",
        "image: [gif, | image: [hls, gif, | accepted.formats.image has \"hls\", and may have aac, ac3,",
        "opus: libopus opus | opus: 'a,b' | accepted.decoders.audio.opus is \"a,b\", and must be one text or number",
        "bitrate: | 'bitrate: [' | config/encoding.yaml, line ",
        "keyframe_seconds: 5 | max_pixels: 5 | 'max_pixels' is there twice. Remove one of the two."
    })
    void aMistakeIsReportedWithItsKey(String right, String wrong, String message) throws IOException {
        String yaml = Files.readString(Path.of("config/encoding.yaml"));
        // The first place is the one that counts; comments name no value.
        int place = yaml.indexOf(right.equals("audio:") || right.equals("bitrate:") ? "\n" + right : right);
        String broken = yaml.substring(0, place)
                + yaml.substring(place).replaceFirst(Pattern.quote(right), wrong);

        assertThatThrownBy(() -> EncodingTableReader.read(broken)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("config/encoding.yaml").hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"medium: 24, | medium: 99, | video.h264.crf.medium is 99",
        "medium: 24, | medium: 24, best: 3, | video.h264.crf.best is not known", "medium: 24, | '' | video.h264.crf.medium is missing",
        "preset: veryfast | preset: [1] | video.h264.options.preset is [1]", "kind: video | kind: vidoe | presets.social-square.kind is"})
    void aMistakeIsReportedWithItsLine(String right, String wrong, String message) throws IOException {
        String yaml = Files.readString(Path.of("config/encoding.yaml"));
        int place = yaml.indexOf(right);
        String broken = yaml.substring(0, place) + wrong + yaml.substring(place + right.length());
        assertThatThrownBy(() -> EncodingTableReader.read(broken)).hasMessageStartingWith("config/encoding.yaml, line "
                + (yaml.substring(0, place).lines().count() + (yaml.charAt(place - 1) == '\n' ? 1 : 0)) + ": " + message);
    }

    @Test
    void whatIsMissingIsReportedWithTheLineOfItsSection() throws IOException {
        String yaml = Files.readString(Path.of("config/encoding.yaml"));
        int section = yaml.lastIndexOf("\ninput:") + 1;
        assertThatThrownBy(() -> EncodingTableReader.read(yaml.replace("max_streams:", "max_stream:"))).hasMessageStartingWith(
                "config/encoding.yaml, line " + (yaml.substring(0, section).lines().count() + 1) + ": input.max_streams is missing");
        assertThatThrownBy(() -> EncodingTableReader.read(yaml.replace("\naudio:", "\nsound:")))
                .hasMessageStartingWith("config/encoding.yaml: audio is missing");
    }

    @Test
    void aFileThatIsNoYamlIsReportedWithItsLine() {
        assertThatThrownBy(() -> EncodingTableReader.read("a: 1\nb: 2\na: 3\n"))
                .hasMessage("config/encoding.yaml, line 3: 'a' is there twice. Remove one of the two.");
        assertThatThrownBy(() -> EncodingTableReader.read("a: 1\n b: 2\n")).hasNoCause()
                .hasMessage("config/encoding.yaml, line 2: mapping values are not allowed here. Correct the YAML there.");
    }

    @Test
    void anEmptyTableIsRefused() {
        assertThatThrownBy(() -> EncodingTableReader.read("")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("config/encoding.yaml must be a mapping of keys to values");
    }
}
