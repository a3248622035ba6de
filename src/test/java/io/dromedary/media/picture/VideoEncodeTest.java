package io.dromedary.media.picture;

import static io.dromedary.media.MediaSamples.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.FileDescription;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.VideoEncodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on real media: what ffprobe and the pixels say of the outputs. Pictures are in a test of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class VideoEncodeTest {

    private MediaSamples samples;
    private VideoEncodes encodes;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        samples = new MediaSamples(folder);
        encodes = new VideoEncodes(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "mp4,  h264, h264, avc1, mp4,  aac",
        "mp4,  h265, hevc, hvc1, mp4,  aac",
        "mp4,  av1,  av1,  av01, mp4,  aac",
        "mov,  h264, h264, avc1, mov,  aac",
        "webm, vp9,  vp9,  '',   webm, opus"
    })
    void everyCodecGoesIntoItsFormats(
            String format, String codec, String made, String tag, String container, String sound) throws Exception {
        Path output = encodes.encode(samples.landscape(),
                "{'format': '%s', 'codec': '%s', 'width': 128}".formatted(format, codec));

        MediaFile file = Ffmpeg.probe(output);
        assertThat(FileDescription.describe(file, "x")).containsEntry("format", container)
                .containsEntry("width", 128).containsEntry("height", 72);
        assertThat(file.streams()).hasSize(2);
        assertThat(file.video().orElseThrow().codec()).isEqualTo(made);
        assertThat(file.video().orElseThrow().pixelFormat()).isEqualTo("yuv420p");
        assertThat(file.audio().orElseThrow().codec()).isEqualTo(sound);
        assertThat(file.audio().orElseThrow().channels()).isEqualTo(2);
        assertThat(file.duration().orElseThrow()).isCloseTo(SECONDS, within(0.1));
        if (!tag.isEmpty()) {
            assertThat(Ffmpeg.values(output, "v", "stream=codec_tag_string")).containsExactly(tag);
        }
        assertThat(indexComesFirst(output)).isTrue();
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"mov,  h265, hevc, hvc1, mov,  aac", "webm, av1,  av1,  '',   webm, opus"})
    void everyCodecGoesIntoItsOtherFormats(
            String format, String codec, String made, String tag, String container, String sound) throws Exception {
        everyCodecGoesIntoItsFormats(format, codec, made, tag, container, sound);
    }

    @Test
    void theIndexOfTheInputIsLast() throws Exception {
        // So that the promise above is ffmpeg's doing and not the input's.
        assertThat(indexComesFirst(samples.landscape())).isFalse();
    }

    @Test
    void metadataIsGone() throws Exception {
        Path output = encodes.encode(samples.landscape(), "{}");

        String before = Files.readString(samples.landscape(), StandardCharsets.ISO_8859_1);
        String after = Files.readString(output, StandardCharsets.ISO_8859_1);
        for (String word : List.of("Secret", "Hidden", "Lavf59")) {
            assertThat(before.contains(word)).describedAs(word).isTrue();
            assertThat(after.contains(word)).describedAs(word).isFalse();
        }
    }

    @Test
    void theSameJobGivesTheSameBytes() throws Exception {
        assertThat(encodes.encode(samples.landscape(), "{}"))
                .hasSameBinaryContentAs(encodes.encode(samples.landscape(), "{}"));
    }

    @Test
    void aSilentInputGivesASilentOutput() {
        assertThat(Ffmpeg.probe(encodes.encode(samples.silent(), "{}")).streams()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"'audio': false", "'no_audio': true"})
    void soundIsLeftOutWhenAsked(String option) {
        MediaFile output = Ffmpeg.probe(encodes.encode(samples.landscape(), "{%s}".formatted(option)));

        assertThat(output.streams()).hasSize(1);
        assertThat(output.video()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"mp4", "webm"})
    void surroundSoundComesOutInStereo(String format) {
        MediaFile output =
                Ffmpeg.probe(encodes.encode(samples.surround(), "{'format': '%s', 'width': 64}".formatted(format)));

        assertThat(Ffmpeg.probe(samples.surround()).audio().orElseThrow().channels()).isEqualTo(6);
        assertThat(output.audio().orElseThrow().channels()).isEqualTo(2);
    }

    @Test
    void onlyTheDefaultSoundAndThePictureAreKept() {
        assertThat(Ffmpeg.probe(samples.manyStreams()).streams()).hasSize(5);

        MediaFile output = Ffmpeg.probe(encodes.encode(samples.manyStreams(), "{'format': 'mov'}"));

        assertThat(output.streams()).hasSize(2);
        assertThat(output.audio().orElseThrow().channels()).isEqualTo(1);
    }

    @Test
    void aTimecodeTrackIsDropped() {
        assertThat(Ffmpeg.probe(samples.timecode()).streams()).hasSize(3);
        assertThat(Ffmpeg.probe(encodes.encode(samples.timecode(), "{'format': 'mov'}")).streams()).hasSize(2);
    }

    @Test
    void theCoverOfAFilmIsNotItsPicture() {
        Path output = encodes.encode(samples.filmWithCover(), "{}");

        assertThat(Ffmpeg.probe(output).video().orElseThrow().width()).isEqualTo(320);
        assertThat(Ffmpeg.probe(output).streams()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"landscape, 0.4,  '',   0.8", "landscape, '',   0.6,  0.6", "late,      0.4,  1.0,  0.6", "browser,   0.4,  1.0,  0.6"})
    void startAndEndCutTheInput(String sample, String start, String end, double seconds) {
        Path input = switch (sample) {
            case "late" -> samples.transportStream();
            case "browser" -> samples.browserRecording();
            default -> samples.landscape();
        };
        String options = "{%s}".formatted(String.join(",", List.of(
                start.isEmpty() ? "'fps': 25" : "'fps': 25, 'start': " + start,
                end.isEmpty() ? "'width': 64" : "'width': 64, 'end': " + end)));

        MediaFile output = Ffmpeg.probe(encodes.encode(input, options));

        assertThat(output.duration().orElseThrow()).isCloseTo(seconds, within(0.09));
        if (!sample.equals("browser") || !end.isEmpty()) {
            assertThat(encodes.command(input, options).duration().orElseThrow()).isCloseTo(seconds, within(0.05));
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"landscape, 0.4,  1.0,  0.6", "landscape, 0.4,  99,   0.8"})
    void startAndEndCutTheInputElsewhere(String sample, String start, String end, double seconds) {
        startAndEndCutTheInput(sample, start, end, seconds);
    }

    @Test
    void aBrowsersRecordingIsMeasuredAndEncodedWhole() {
        assertThat(encodes.command(samples.browserRecording(), "{}").duration().orElseThrow()).isCloseTo(SECONDS, within(0.1));

        MediaFile output = Ffmpeg.probe(encodes.encode(samples.browserRecording(), "{}"));

        assertThat(output.duration().orElseThrow()).isCloseTo(SECONDS, within(0.1));
    }

    @Test
    void picturesOfUnknownLengthAreEncodedWhole() {
        assertThat(Ffmpeg.probe(samples.picturesAlone()).duration()).isEmpty();
        assertThat(encodes.command(samples.picturesAlone(), "{}").duration()).isEmpty();

        MediaFile output = Ffmpeg.probe(encodes.encode(samples.picturesAlone(), "{}"));

        assertThat(output.duration().orElseThrow()).isCloseTo(SECONDS, within(0.1));
    }

    @Test
    void aFrameRateIsMet() {
        Path output = encodes.encode(samples.variableRate(), "{'fps': 10, 'width': 64}");

        assertThat(Ffmpeg.probe(output).video().orElseThrow().frameRate()).hasValue(10);
        assertThat(times(output)).hasSizeBetween(11, 13);
    }

    @ParameterizedTest
    @CsvSource({"mp4, h264", "webm, vp9"})
    void aVaryingRateKeepsEveryPictureInItsPlace(String format, String codec) {
        Path output = encodes.encode(samples.variableRate(),
                "{'format': '%s', 'codec': '%s', 'width': 128}".formatted(format, codec));

        List<Double> before = times(samples.variableRate());
        List<Double> after = times(output);
        // The last one may be repeated, so that it is shown until the input ends.
        assertThat(after).hasSizeBetween(before.size(), before.size() + 1);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i) - after.get(0)).isCloseTo(before.get(i) - before.get(0), within(0.002));
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"mp4, h265", "mp4, av1"})
    void aVaryingRateKeepsEveryPictureOfOtherCodecsInItsPlace(String format, String codec) {
        aVaryingRateKeepsEveryPictureInItsPlace(format, codec);
    }

    @Test
    void aNumberOfFramesEndsPictureAndSound() {
        Path output = encodes.encode(samples.landscape(), "{'frames': 10}");

        assertThat(times(output)).hasSize(10);
        assertThat(Ffmpeg.probe(output).duration().orElseThrow()).isCloseTo(0.4, within(0.1));
        assertThat(encodes.command(samples.landscape(), "{'frames': 10}").duration()).hasValue(0.4);
    }

    @Test
    void interlacedInputBecomesProgressive() {
        assertThat(Ffmpeg.probe(samples.interlaced()).video().orElseThrow().interlaced()).isTrue();

        Path output = encodes.encode(samples.interlaced(), "{}");

        assertThat(Ffmpeg.combing(samples.interlaced(), 0.6)).isGreaterThan(1500);
        assertThat(Ffmpeg.combing(output, 0.6)).isLessThan(750);
        assertThat(times(output)).hasSameSizeAs(times(samples.interlaced()));
    }

    @ParameterizedTest
    @CsvSource({"h264, mp4", "vp9, webm"})
    void aBitrateIsRoughlyMet(String codec, String format) {
        MediaFile output = Ffmpeg.probe(encodes.encode(samples.grain(),
                "{'codec': '%s', 'format': '%s', 'bitrate': 600000}".formatted(codec, format)));

        assertThat(output.bitrate().orElseThrow()).isBetween(400_000L, 900_000L);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"h265, mp4", "av1, mp4"})
    void aBitrateIsRoughlyMetByOtherCodecs(String codec, String format) {
        aBitrateIsRoughlyMet(codec, format);
    }

    @Test
    void aHigherQualityIsALargerFile() throws Exception {
        long low = Files.size(encodes.encode(samples.landscape(), "{'quality': 'very_low', 'width': 240}"));
        long high = Files.size(encodes.encode(samples.landscape(), "{'quality': 'very_high', 'width': 240}"));

        assertThat(high).isGreaterThan(low);
    }

    private static List<Double> times(Path file) {
        return Ffmpeg.values(file, "v", "packet=pts_time").stream().map(Double::valueOf).sorted().toList();
    }

    /** Whether a player finds the index before the media: moov before mdat, or Cues before the first Cluster. */
    private static boolean indexComesFirst(Path file) throws Exception {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        boolean matroska = bytes.startsWith("\u001aE\u00df\u00a3");
        int index = matroska ? bytes.indexOf("\u001cS\u00bbk", bytes.indexOf("\u0016T\u00aek")) : bytes.indexOf("moov");
        int media = matroska ? bytes.indexOf("\u001fC\u00b6u") : bytes.indexOf("mdat");
        return index > 0 && index < media;
    }
}
