package io.dromedary.media.picture;

import static io.dromedary.media.MediaSamples.BLUE;
import static io.dromedary.media.MediaSamples.GREEN;
import static io.dromedary.media.MediaSamples.RED;
import static io.dromedary.media.MediaSamples.WHITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.Pixels;
import io.dromedary.media.VideoEncodes;
import io.dromedary.media.VideoStream;
import io.dromedary.media.option.Rgb;
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

/** What the outputs look like: sizes, cuts, padding, turning and colours, by pixels of real encodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class VideoPictureTest {

    private static final Rgb BLACK = new Rgb(0, 0, 0);

    private MediaSamples samples;
    private VideoEncodes encodes;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        samples = new MediaSamples(folder);
        encodes = new VideoEncodes(folder);
    }

    @Test
    void anUnchangedPictureKeepsItsSizeAndColours() {
        Path output = encodes.encode(samples.landscape(), "{}");

        assertQuarters(output, 320, 180, RED, GREEN, BLUE, WHITE);
    }

    @ParameterizedTest
    @CsvSource({
        "'width': 160,                                     160,  90",
        "'width': '200%',                                  640, 360",
        "'width': 101,                                     100,  56",
        "'width': 100| 'height': 100,                      100,  56",
        "'width': 100| 'height': 100| 'fit': 'fill',       100, 100",
        "'width': 100| 'height': 100| 'fit': 'contain',    100, 100"
    })
    void sizesAreMet(String options, int width, int height) {
        assertSize(encodes.encode(samples.silent(), "{%s}".formatted(options.replace('|', ','))), width, height);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "'height': 90,                                     160,  90",
        "'width': '50%',                                   160,  90",
        "'width': 100| 'height': 100| 'fit': 'cover',      100, 100"
    })
    void otherSizesAreMet(String options, int width, int height) {
        sizesAreMet(options, width, height);
    }

    @Test
    void anOddInputIsRounded() {
        Path output = encodes.encode(samples.odd(), "{}");

        assertQuarters(output, 320, 180, RED, GREEN, BLUE, WHITE);
    }

    @Test
    void aPictureThatFillsIsStretched() {
        Path output = encodes.encode(samples.silent(), "{'width': 100, 'height': 100, 'fit': 'fill'}");

        assertQuarters(output, 100, 100, RED, GREEN, BLUE, WHITE);
    }

    @ParameterizedTest
    @CsvSource({
        // A square cut out of 320×180 shows both halves in the middle, and one of them at either end.
        "center, 100, 100, RED,   GREEN, BLUE,  WHITE",
        "left,    50, 100, RED,   RED,   BLUE,  BLUE",
        "bottom-right, 200, 50, BLUE, WHITE, BLUE, WHITE"
    })
    void whatCoversIsCutWherePositionSays(
            String position, int width, int height, String a, String b, String c, String d) {
        Path output = encodes.encode(samples.silent(),
                "{'width': %d, 'height': %d, 'fit': 'cover', 'position': '%s'}".formatted(width, height, position));

        assertQuarters(output, width, height, named(a), named(b), named(c), named(d));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"right, 50, 100, GREEN, GREEN, WHITE, WHITE", "top, 200, 50, RED, GREEN, RED, GREEN"})
    void whatCoversIsCutWhereOtherPositionsSay(
            String position, int width, int height, String a, String b, String c, String d) {
        whatCoversIsCutWherePositionSays(position, width, height, a, b, c, d);
    }

    @ParameterizedTest
    @CsvSource({"#000,    0,   0,   0", "#1e90ff, 30,  144, 255"})
    void whatIsContainedStandsOnItsBackground(String background, int red, int green, int blue) {
        Path output = encodes.encode(samples.highDefinition(),
                "{'width': 160, 'height': 160, 'fit': 'contain', 'background': '%s'}".formatted(background));

        assertSize(output, 160, 160);
        assertThat(Ffmpeg.probe(output).video().orElseThrow().colour().matrix()).isEqualTo("bt709");
        Rgb around = new Rgb(red, green, blue);
        Pixels.at(output, 0).is(80, 10, around, 12).is(80, 150, around, 12).is(20, 50, RED, 12).is(140, 110, WHITE, 12);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"#808080, 128, 128, 128", "#ff0000, 255, 0,   0"})
    void whatIsContainedStandsOnOtherBackgrounds(String background, int red, int green, int blue) {
        whatIsContainedStandsOnItsBackground(background, red, green, blue);
    }

    @Test
    void aPositionMovesWhatIsContained() {
        Path output = encodes.encode(samples.silent(),
                "{'width': 160, 'height': 160, 'fit': 'contain', 'position': 'top'}");

        Pixels.at(output, 0).is(20, 6, RED, 12).is(80, 130, BLACK, 12);
    }

    @Test
    void aPhonesVideoIsTurnedUprightForGood() {
        assertThat(Ffmpeg.probe(samples.portrait()).video().orElseThrow().rotation()).isEqualTo(90);

        Path output = encodes.encode(samples.portrait(), "{}");

        assertSize(output, 180, 320);
        assertThat(Ffmpeg.probe(output).video().orElseThrow().rotation()).isZero();
        assertQuarters(output, 180, 320, BLUE, RED, WHITE, GREEN);
    }

    @Test
    void sizesAndCutsOfAPhonesVideoAreMeantUpright() {
        Path narrow = encodes.encode(samples.portrait(), "{'width': '50%'}");
        Path top = encodes.encode(samples.portrait(),
                "{'width': 90, 'height': 80, 'fit': 'cover', 'position': 'top'}");

        assertSize(narrow, 90, 160);
        assertQuarters(top, 90, 80, BLUE, RED, BLUE, RED);
    }

    @Test
    void oblongPixelsBecomeSquare() {
        Path whole = encodes.encode(samples.oblongPixels(), "{}");
        Path cut = encodes.encode(samples.oblongPixels(),
                "{'width': 50, 'height': 100, 'fit': 'cover', 'position': 'left'}");

        assertSize(whole, 320, 180);
        assertThat(Ffmpeg.values(whole, "v", "stream=sample_aspect_ratio")).containsExactly("1:1");
        assertQuarters(cut, 50, 100, RED, RED, BLUE, BLUE);
    }

    @ParameterizedTest
    @CsvSource({"full", "tenbit"})
    void coloursStayWhateverTheInputStores(String sample) {
        Path output = encodes.encode(switch (sample) {
            case "rgb" -> samples.rgb();
            case "full" -> samples.fullRange();
            default -> samples.tenBit();
        }, "{'quality': 'very_high'}");

        assertThat(Ffmpeg.probe(output).video().orElseThrow().pixelFormat()).isEqualTo("yuv420p");
        assertQuarters(output, 320, 180, RED, GREEN, BLUE, WHITE);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"rgb"})
    void coloursOfRgbStay(String sample) {
        coloursStayWhateverTheInputStores(sample);
    }

    @Test
    void aVideoMadeOfRgbSaysHowItWasTurned() {
        VideoStream video = Ffmpeg.probe(encodes.encode(samples.rgb(), "{}")).video().orElseThrow();

        assertThat(video.colour()).isEqualTo(new VideoStream.Colour("tv", "bt709", "bt709", "bt709"));
    }

    @Test
    void highDynamicRangeComesDownToWhatEveryPlayerShows() {
        assertThat(Ffmpeg.probe(samples.hdr()).video().orElseThrow().colour().isHdr()).isTrue();

        Path output = encodes.encode(samples.hdr(), "{}");

        VideoStream video = Ffmpeg.probe(output).video().orElseThrow();
        assertThat(video.pixelFormat()).isEqualTo("yuv420p");
        assertThat(video.colour()).isEqualTo(new VideoStream.Colour("tv", "bt709", "bt709", "bt709"));
    }

    private static Rgb named(String name) {
        return switch (name) {
            case "RED" -> RED;
            case "GREEN" -> GREEN;
            case "BLUE" -> BLUE;
            default -> WHITE;
        };
    }

    private static void assertSize(Path file, int width, int height) {
        VideoStream video = Ffmpeg.probe(file).video().orElseThrow();
        assertThat(video.storedWidth() + "×" + video.storedHeight()).isEqualTo(width + "×" + height);
        assertThat(video.width() + "×" + video.height()).isEqualTo(width + "×" + height);
    }

    /** The colours near the four corners of a picture of this size, by reading order. */
    private static void assertQuarters(Path file, int width, int height, Rgb... expected) {
        assertSize(file, width, height);
        Pixels.at(file, 0).quarters(12, expected);
    }
}
