package io.dromedary.media.picture;

import static io.dromedary.media.MediaSamples.BLUE;
import static io.dromedary.media.MediaSamples.GREEN;
import static io.dromedary.media.MediaSamples.RED;
import static io.dromedary.media.MediaSamples.WHITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.FileDescription;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.PictureSamples;
import io.dromedary.media.Pixels;
import io.dromedary.media.Plans;
import io.dromedary.media.SoundSamples;
import io.dromedary.media.option.Rgb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What image jobs make of real files, by their pixels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class ImageEncodeTest {

    private static final Rgb BLACK = new Rgb(0, 0, 0);

    private MediaSamples samples;
    private PictureSamples pictures;
    private Plans plans;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        samples = new MediaSamples(folder);
        pictures = new PictureSamples(folder);
        plans = new Plans(folder);
    }

    @ParameterizedTest
    @CsvSource({
        // Without a format, the input's where we write it, else jpeg.
        "jpg, '',   jpeg, mjpeg", "png,  '',   png,  png", "webp, '',   webp, webp", "avif, '',   avif, av1",
        "bmp, '',   jpeg, mjpeg", "tiff, '',   jpeg, mjpeg", "gif,  '',   jpeg, mjpeg",
        "png, jpeg, jpeg, mjpeg", "png,  webp, webp, webp", "png,  avif, avif, av1", "jpg,  png,  png,  png"
    })
    void everyFormatIsMadeWithItsOddSizeAndColours(String input, String asked, String format, String codec) {
        Path output = encode(pictures.still(input), asked.isEmpty() ? "{}" : "{'format': '%s'}".formatted(asked));

        assertThat(output.getFileName()).hasToString("result." + format);
        Map<String, Object> described = FileDescription.describe(Ffmpeg.probe(output), "x");
        assertThat(described).containsEntry("kind", "image").containsEntry("format", format)
                .containsEntry("width", 65).containsEntry("height", 41).containsEntry("duration", null);
        assertThat(described.get("codecs")).hasToString("{video=%s, audio=null}".formatted(codec));
        Pixels.of(output, 65, 41).quarters(RED, GREEN, BLUE, WHITE);
    }

    @ParameterizedTest
    @CsvSource({
        "2, GREEN, RED, WHITE, BLUE, 0", "3, WHITE, BLUE, GREEN, RED, 180", "6, BLUE, RED, WHITE, GREEN, 90",
        "8, GREEN, WHITE, RED, BLUE, 270"
    })
    void aPhotoIsTurnedAsItsCameraWasHeld(int orientation, String a, String b, String c, String d, int rotation) {
        Path photo = pictures.photo(orientation);
        boolean quarter = orientation > 4;

        assertThat(FileDescription.describe(Ffmpeg.probe(photo), "x")).containsEntry("rotation", rotation)
                .containsEntry("width", quarter ? 41 : 65);
        Path output = encode(photo, quarter ? "{'width': 82}" : "{'width': 130}");
        Pixels.of(output, quarter ? 82 : 130, quarter ? 130 : 82).quarters(named(a), named(b), named(c), named(d));
        assertThat(Ffmpeg.probe(output).video().orElseThrow().rotation()).isZero();
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "1, RED, GREEN, BLUE, WHITE, 0", "4, BLUE, WHITE, RED, GREEN, 180", "5, RED, BLUE, GREEN, WHITE, 90",
        "7, WHITE, GREEN, BLUE, RED, 270"
    })
    void aPhotoIsTurnedAsItsCameraWasHeldOtherwise(int orientation, String a, String b, String c, String d, int rotation) {
        aPhotoIsTurnedAsItsCameraWasHeld(orientation, a, b, c, d, rotation);
    }

    @ParameterizedTest
    @CsvSource({"png", "webp"})
    void whatIsTransparentStaysSo(String format) {
        Pixels whole = Pixels.of(encode(pictures.transparent("png"), "{'format': '%s'}".formatted(format)), 65, 41);
        Pixels padded = Pixels.of(encode(pictures.transparent("png"), ("{'format': '%s', 'width': 32, 'height': 40,"
                + " 'fit': 'contain', 'background': '#00f', 'quality': 'very_high'}").formatted(format)), 32, 40);

        assertThat(whole.alpha(10, 20)).isLessThan(10);
        assertThat(whole.is(50, 20, WHITE).alpha(50, 20)).isEqualTo(255);
        assertThat(padded.is(4, 2, new Rgb(0, 0, 255)).alpha(4, 2)).isEqualTo(255);
        assertThat(padded.alpha(4, 20)).isLessThan(10);
        // Nothing of the red that is not seen comes into what is.
        padded.is(20, 20, WHITE);
    }

    @Test
    void anAvifHasASecondPictureForWhatIsTransparent() throws IOException {
        String file = Files.readString(encode(pictures.transparent("png"), "{'format': 'avif'}"),
                StandardCharsets.ISO_8859_1);
        String solid = Files.readString(encode(pictures.still("png"), "{'format': 'avif'}"), StandardCharsets.ISO_8859_1);

        // The name by which ISO/IEC 23000-22, 7.3.5.2 marks it.
        assertThat(file).contains("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha");
        assertThat(solid).doesNotContain("auxiliary:alpha");
    }

    @Test
    void aJpegHasTheBackgroundInPlaceOfWhatIsTransparent() {
        Pixels.of(encode(pictures.transparent("png"), "{'format': 'jpeg', 'background': '#00f', 'quality': 'very_high'}"), 65, 41)
                .is(10, 20, new Rgb(0, 0, 255)).is(50, 20, WHITE);
        Pixels.of(encode(pictures.transparentGif(), "{'width': 65, 'height': 81, 'fit': 'contain'}"), 65, 81)
                .is(10, 40, BLACK).is(50, 40, WHITE).is(50, 5, BLACK);
    }

    @ParameterizedTest
    @CsvSource({
        "'width': 33, 33, 21", "'height': '50%', 33, 21", "'width': 33| 'height': 33, 33, 21",
        "'width': 33| 'height': 33| 'fit': 'fill', 33, 33", "'width': 200%, 130, 82"
    })
    void sizesAreMetToThePixel(String options, int width, int height) {
        String json = "{%s}".formatted(options.replace('|', ',').replace("200%", "'200%'"));

        Pixels.of(encode(pictures.still("png"), json), width, height).quarters(RED, GREEN, BLUE, WHITE);
    }

    @Test
    void whatCoversIsCutWherePositionSays() {
        Pixels.of(encode(pictures.still("png"), "{'width': 17, 'height': 33, 'fit': 'cover', 'position': 'left'}"), 17, 33)
                .quarters(RED, RED, BLUE, BLUE);
    }

    @ParameterizedTest
    @CsvSource({"jpeg", "png", "webp", "avif"})
    void qualityIsSeenInTheSize(String format) throws IOException {
        long low = Files.size(encode(pictures.grain("mkv"), "{'format': '%s', 'quality': 'very_low'}".formatted(format)));
        long high = Files.size(encode(pictures.grain("mkv"), "{'format': '%s', 'quality': 'very_high'}".formatted(format)));

        if (format.equals("png")) {
            // It loses nothing: more work makes it smaller.
            assertThat(high).isLessThanOrEqualTo(low);
        } else {
            assertThat(high).isGreaterThan(low * 3 / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, RED", "0.3, RED", "0.7, BLUE", "0.99, BLUE"})
    void aVideoGivesThePictureThatIsShownAtTheMoment(double start, String colour) {
        Rgb expected = named(colour);
        Pixels.of(encode(pictures.moving("mkv"), "{'start': %s}".formatted(start)), 65, 41)
                .quarters(expected, expected, expected, expected);
    }

    @Test
    void aPhonesVideoIsTurnedAndHighDynamicRangeComesDown() {
        Pixels.of(encode(samples.portrait(), "{'width': 90}"), 90, 160).quarters(BLUE, RED, WHITE, GREEN);
        assertThat(Ffmpeg.probe(encode(samples.hdr(), "{'format': 'png'}")).video().orElseThrow().pixelFormat())
                .isEqualTo("rgb24");
    }

    @Test
    void aSongGivesItsCover() {
        Pixels.of(encode(samples.songWithCover(), "{}"), 64, 64).is(30, 30, new Rgb(128, 128, 128));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertRefused(pictures.still("png"), "{'start': 1}", "option_conflict", "the input is one picture. Leave 'start' out.");
        assertRefused(pictures.moving("mkv"), "{'start': 2}", "option_conflict", "Choose an earlier start.");
        assertRefused(new SoundSamples(pictures.still("png").getParent()).voice(), "{}", "no_video_stream", "has no picture");
    }

    private void assertRefused(Path input, String options, String kind, String message) {
        assertThatThrownBy(() -> encode(input, options)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessageContaining(message);
        });
    }

    private Path encode(Path input, String options) {
        return plans.run(Kind.IMAGE, input, options).main();
    }

    private static Rgb named(String name) {
        return switch (name) {
            case "RED" -> RED;
            case "GREEN" -> GREEN;
            case "BLUE" -> BLUE;
            default -> WHITE;
        };
    }
}
