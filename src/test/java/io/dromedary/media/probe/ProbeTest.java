package io.dromedary.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.FileDescription;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.VideoStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of real files by the real ffprobe, and that it cannot be led elsewhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
class ProbeTest {

    private Path folder;
    private MediaSamples samples;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        this.folder = folder;
        this.samples = new MediaSamples(folder);
    }

    @Test
    void aFileIsDescribedAsTheContractSays() throws Exception {
        var described = FileDescription.describe(Ffmpeg.probe(samples.landscape()), "https://cdn.example/a.mp4");

        assertThat(described.keySet()).containsExactly("object", "kind", "url", "format", "width", "height",
                "duration", "fps", "bitrate", "filesize", "codecs", "rotation");
        assertThat(described).containsEntry("object", "file").containsEntry("kind", "video")
                .containsEntry("url", "https://cdn.example/a.mp4").containsEntry("format", "mp4")
                .containsEntry("width", 320).containsEntry("height", 180).containsEntry("fps", 25.0)
                .containsEntry("filesize", Files.size(samples.landscape())).containsEntry("rotation", 0);
        assertThat(described.get("codecs")).hasToString("{video=h264, audio=aac}");
        assertThat((Double) described.get("duration")).isBetween(1.2, 1.25);
        assertThat((Long) described.get("bitrate")).isPositive();
    }

    @Test
    void otherKindsAreToldApart() {
        assertThat(FileDescription.describe(Ffmpeg.probe(samples.songWithCover()), "x"))
                .containsEntry("kind", "audio").containsEntry("format", "mp3").containsEntry("width", null);
        assertThat(FileDescription.describe(Ffmpeg.probe(samples.still()), "x"))
                .containsEntry("kind", "image").containsEntry("format", "png").containsEntry("duration", null)
                .containsEntry("fps", null).containsEntry("width", 320);
        assertThat(FileDescription.describe(Ffmpeg.probe(samples.browserRecording()), "x"))
                .containsEntry("kind", "video").containsEntry("format", "webm").containsEntry("duration", null);
        assertThat(FileDescription.describe(Ffmpeg.probe(samples.timecode()), "x")).containsEntry("format", "mov");
        assertThat(FileDescription.describe(Ffmpeg.probe(samples.manyStreams()), "x")).containsEntry("format", "mkv");
    }

    @Test
    void theShownSizeIsAfterTurningAndPixelShape() {
        VideoStream portrait = Ffmpeg.probe(samples.portrait()).video().orElseThrow();
        VideoStream oblong = Ffmpeg.probe(samples.oblongPixels()).video().orElseThrow();

        assertThat(List.of(portrait.rotation(), portrait.storedWidth(), portrait.storedHeight(), portrait.width(),
                portrait.height())).containsExactly(90, 320, 180, 180, 320);
        assertThat(List.of(oblong.storedWidth(), oblong.width(), oblong.height())).containsExactly(160, 320, 180);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-90, 90", "90, 270", "180, 180", "-180, 180", "-270, 270", "45, 0", "-89.5, 90"})
    void rotationIsClockwise(String ffprobe, int rotation) {
        MediaFile file = Probe.parse("""
                {"format": {"format_name": "mov,mp4"}, "streams": [{"index": 0, "codec_type": "video",
                 "codec_name": "h264", "width": 40, "height": 20, "side_data_list": [{"rotation": %s}]}]}"""
                .formatted(ffprobe));

        assertThat(file.video().orElseThrow().rotation()).isEqualTo(rotation);
    }

    @ParameterizedTest
    @CsvSource({"2:1, 80", "1:2, 20", "0:1, 40", "1:0, 40", "1000000:1, 40", "N/A, 40", "-2:1, 40"})
    void damagedPixelShapesCountAsSquare(String aspect, int width) {
        MediaFile file = Probe.parse("""
                {"format": {"format_name": "mov,mp4"}, "streams": [{"index": 0, "codec_type": "video",
                 "codec_name": "h264", "width": 40, "height": 20, "sample_aspect_ratio": "%s"}]}""".formatted(aspect));

        assertThat(file.video().orElseThrow().width()).isEqualTo(width);
    }

    @Test
    void coloursAreRead() {
        VideoStream hdr = Ffmpeg.probe(samples.hdr()).video().orElseThrow();

        assertThat(hdr.colour()).isEqualTo(new VideoStream.Colour("tv", "bt2020nc", "bt2020", "smpte2084"));
    }

    @Test
    void theDefaultSoundIsChosen() {
        assertThat(Ffmpeg.probe(samples.manyStreams()).audio().orElseThrow().channels()).isEqualTo(1);
        assertThat(Ffmpeg.probe(samples.silent()).audio()).isEmpty();
    }

    @Test
    void coverArtIsNoVideo() {
        assertThat(Ffmpeg.probe(samples.songWithCover()).video()).isEmpty();
        assertThat(Ffmpeg.probe(samples.filmWithCover()).video().orElseThrow().codec()).isEqualTo("h264");
    }

    @Test
    void aPlaylistIsNotFollowed() {
        Path playlist = samples.playlist();
        // Without our limits ffprobe opens the file that it names.
        assertThat(Ffmpeg.text("ffprobe", "-v", "quiet", "-of", "json", "-show_format", playlist.toString()))
                .contains("hls");

        assertThatThrownBy(() -> Ffmpeg.probe(playlist)).isInstanceOf(Ffmpeg.ToolFailure.class)
                .hasMessageContaining("not on whitelist");
    }

    @ParameterizedTest
    @CsvSource({"-v.mp4", "http:x.mp4", "concat:a|b.mp4", "%d.mp4", "a b 'c'.mp4"})
    void aNameIsOnlyAName(String name) throws Exception {
        Path file = Files.copy(samples.silent(), folder.resolve(name));

        assertThat(Ffmpeg.probe(file).video()).isPresent();
        assertThat(Probe.arguments(Path.of(name))).endsWith("-i", "file:" + name);
    }

    @Test
    void whatIsNotMediaIsRefused() {
        assertThatThrownBy(() -> Probe.parse("{}")).isInstanceOfSatisfying(MediaException.class,
                e -> assertThat(e.kind()).isEqualTo("input_unsupported"));
        assertThatThrownBy(() -> Probe.parse("{\"format\": {")).isInstanceOfSatisfying(MediaException.class,
                e -> assertThat(e.kind()).isEqualTo("input_corrupt"));
        assertThatThrownBy(() -> Probe.parse("")).isInstanceOf(MediaException.class);
    }

    @Test
    void theInstalledFfmpegKnowsEveryNameOnOurLists() {
        String decoders = Ffmpeg.text("ffmpeg", "-hide_banner", "-decoders");
        String demuxers = Ffmpeg.text("ffmpeg", "-hide_banner", "-demuxers");

        ShippedMedia.table().accepted().decoders().values().forEach(names ->
                names.forEach(decoder -> assertThat(decoders).contains(" " + decoder + " ")));
        for (String format : FileType.known()) {
            assertThat(demuxers).containsPattern("[ ,]" + format + "[ ,]");
        }
    }
}
