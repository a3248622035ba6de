package io.dromedary.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Attachment;
import io.dromedary.media.FileDescription;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.VideoStream;
import io.dromedary.media.picture.PictureInput;
import io.dromedary.media.probe.Probe;
import io.dromedary.media.table.InputBounds;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ffprobe as a stranger who may print whatever it likes. */
class FfmpegJsonTest {

    private static final InputBounds BOUNDS = new InputBounds(86_400, 5_000_000, 1000, 64);

    private static MediaFile video(String fields) {
        return Probe.parse("{\"format\": {\"format_name\": \"mov,mp4\"}, \"streams\": [{\"codec_type\": \"video\", " + fields + "}]}");
    }

    static List<String> broken() {
        return List.of("{", "[".repeat(5_000_000), "{\"a\":".repeat(1_000_000), "{\"format\": {\"duration\": NaN}}", "\"", "}",
                "{\"streams\": [" + "{},".repeat(1_000_000) + "{}]}", "{\"streams\": [1" + "0".repeat(1_000_000) + "]}",
                " ".repeat(17 << 20), "\u0000", "{\"format\": \"" + "x".repeat(17 << 20) + "\"}");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsNoAnswerIsADefinedError(String printed) {
        assertThatThrownBy(() -> Probe.parse(printed)).isInstanceOf(MediaException.class);
        assertThatThrownBy(() -> Probe.picture(printed, Attachment.WATERMARK)).isInstanceOf(MediaException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "1", "\"x\"", "[]", "{}", "{\"format\": 1}", "{\"format\": [], \"streams\": {}}",
        "{\"format\": {\"format_name\": {}}, \"streams\": [1, null, \"x\", []]}", "{\"streams\": \"many\"}"})
    void whatHasAnotherShapeIsNoMedia(String printed) {
        try {
            MediaFile file = Probe.parse(printed);
            assertThat(file.holds(Kind.VIDEO) || file.holds(Kind.AUDIO)).isFalse();
        } catch (MediaException refused) {
            assertThat(refused.kind()).isIn("input_unsupported", "input_corrupt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "\"-2147483648\"", "1e308", "\"NaN\"", "\"Infinity\"", "99999999999999999999", "2147483647",
        "[]", "null", "\"wide\""})
    void numbersThatNoFileHasAreNotKnown(String number) {
        VideoStream picture = video("\"codec_name\": \"h264\", \"index\": %1$s, \"width\": %1$s, \"height\": %1$s"
                .formatted(number)).video().orElseThrow();
        assertThat(List.of(picture.index(), picture.storedWidth(), picture.storedHeight(), picture.width(), picture.height()))
                .containsOnly(0);
        assertThatThrownBy(() -> PictureInput.check(picture, ShippedMedia.table())).isInstanceOfSatisfying(MediaException.class,
                e -> assertThat(e.kind()).isEqualTo("input_corrupt"));
        MediaFile sound = Probe.parse("""
                {"format": {"format_name": "wav", "size": %1$s, "bit_rate": %1$s}, "streams": [{"codec_type": "audio",
                 "codec_name": "aac", "channels": %1$s, "sample_rate": %1$s}]}""".formatted(number));
        assertThat(sound.audio()).isPresent();
        assertThat(ShippedMedia.table().accepted().usableAudio(sound)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1e308, true", "'\"Infinity\"', true", "'\"1e300\"', true", "-1, false", "'\"NaN\"', false", "[], false"})
    void aDurationBeyondEveryFileIsRefusedByItsSetting(String duration, boolean refused) {
        MediaFile file = Probe.parse("""
                {"format": {"format_name": "mov", "duration": %s}, "streams": [{"codec_type": "video", "width": 16,
                 "height": 16, "avg_frame_rate": "25/1"}]}""".formatted(duration));
        assertThat(BOUNDS.excess(file).isPresent()).isEqualTo(refused);
        BOUNDS.excess(file).ifPresent(message -> assertThat(message).hasSizeLessThan(200).contains("max_seconds"));
        assertThat(FileDescription.describe(file, "x").get("duration")).satisfiesAnyOf(
                none -> assertThat(none).isNull(),
                seconds -> assertThat((Double) seconds).isBetween(0.0, FfmpegJson.MOST_SECONDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bt709,movie=/etc/passwd", "bt709[a]", "../../x", "a b", "a'b", "a\\\\nb", "a:b", "a;b", ""})
    void aNameIsNoFilterAndNoPath(String name) {
        VideoStream picture = video(("\"codec_name\": \"%1$s\", \"pix_fmt\": \"%1$s\", \"color_space\": \"%1$s\", \"color_range\":"
                + " \"%1$s\", \"color_primaries\": \"%1$s\", \"color_transfer\": \"%1$s\"").formatted(name)).video().orElseThrow();
        assertThat(List.of(picture.codec(), picture.pixelFormat(), picture.colour().matrix(), picture.colour().range(),
                picture.colour().primaries(), picture.colour().transfer())).containsOnly("unknown");
    }

    @Test
    void aMegabyteIsNoName() {
        assertThat(video("\"codec_name\": \"" + "x".repeat(1 << 20) + "\"").video().orElseThrow().codec()).isEqualTo("unknown");
        assertThat(Probe.parse("{\"format\": {\"format_name\": \"" + "mov,".repeat(100_000)
                + "\"}, \"streams\": [{}]}").formats()).hasSizeLessThan(100);
    }

    @Test
    void aThousandStreamsWithAFrameEachAreRead() {
        String streams = IntStream.range(0, 1000).mapToObj(i -> """
                {"index": %d, "codec_type": "video", "width": 2, "height": 2, "disposition": {"default": 0}}""".formatted(i))
                .collect(Collectors.joining(","));
        String frames = IntStream.range(0, 1000).mapToObj("{\"stream_index\": %d, \"tags\": {\"Orientation\": \"6\"}}"::formatted)
                .collect(Collectors.joining(","));
        MediaFile file = Probe.parse("{\"format\": {\"format_name\": \"mov\"}, \"streams\": [" + streams + "], \"frames\": ["
                + frames + "]}");
        assertThat(file.streams()).hasSize(1000);
        assertThat(file.video().orElseThrow().rotation()).isEqualTo(90);
        assertThat(BOUNDS.excess(file)).hasValueSatisfying(message -> assertThat(message).contains("max_streams"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e308", "\"NaN\"", "-1e308", "\"Infinity\"", "[]"})
    void anAngleThatIsNoneIsNone(String angle) {
        assertThat(video("\"width\": 4, \"height\": 2, \"side_data_list\": [{\"rotation\": %s}]".formatted(angle)).video()
                .orElseThrow().rotation()).isZero();
    }
}
