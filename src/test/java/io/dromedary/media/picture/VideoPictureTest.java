package io.dromedary.media.picture;

import static io.dromedary.media.MediaSamples.BLUE;
import static io.dromedary.media.MediaSamples.GREEN;
import static io.dromedary.media.MediaSamples.RED;
import static io.dromedary.media.MediaSamples.WHITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.MediaSamples;
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

        assertSize(output, 320, 180);
        assertQuarters(output, 320, 180, RED, GREEN, BLUE, WHITE);
    }

    @ParameterizedTest
    @CsvSource({
        "'width': 160,                                     160,  90",
        "'height': 90,                                     160,  90",
        "'width': '50%',                                   160,  90",
        "'width': '200%',                                  640, 360",
        "'width': 101,                                     100,  56",
        "'width': 100| 'height': 100,                      100,  56",
        "'width': 100| 'height': 100| 'fit': 'fill',       100, 100",
        "'width': 100| 'height': 100| 'fit': 'cover',      100, 100",
        "'width': 100| 'height': 100| 'fit': 'contain',    100, 100"
    })
    void sizesAreMet(String options, int width, int height) {
        assertSize(encodes.encode(samples.silent(), "{%s}".formatted(options.replace('|', ','))), width, height);
    }

    @Test
    void anOddInputIsRounded() {
        Path output = encodes.encode(samples.odd(), "{}");

        assertSize(output, 320, 180);
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
        "right,   50, 100, GREEN, GREEN, WHITE, WHITE",
        "top,    200,  50, RED,   GREEN, RED,   GREEN",
        "bottom-right, 200, 50, BLUE, WHITE, BLUE, WHITE"
    })
    void whatCoversIsCutWherePositionSays(
            String position, int width, int height, String a, String b, String c, String d) {
        Path output = encodes.encode(samples.silent(),
                "{'width': %d, 'height': %d, 'fit': 'cover', 'position': '%s'}".formatted(width, height, position));

        assertSize(output, width, height);
        assertQuarters(output, width, height, named(a), named(b), named(c), named(d));
    }

    @ParameterizedTest
    @CsvSource({
        "#000,    0,   0,   0",
        "#808080, 128, 128, 128",
        "#ff0000, 255, 0,   0",
        "#1e90ff, 30,  144, 255"
    })
    void whatIsContainedStandsOnItsBackground(String background, int red, int green, int blue) {
        Path output = encodes.encode(samples.highDefinition(),
                "{'width': 160, 'height': 160, 'fit': 'contain', 'background': '%s'}".formatted(background));

        assertSize(output, 160, 160);
        assertThat(Ffmpeg.probe(output).video().orElseThrow().colour().matrix()).isEqualTo("bt709");
        assertColour(output, 80, 10, new Rgb(red, green, blue));
        assertColour(output, 80, 150, new Rgb(red, green, blue));
        assertColour(output, 20, 50, RED);
        assertColour(output, 140, 110, WHITE);
    }

    @Test
    void aPositionMovesWhatIsContained() {
        Path output = encodes.encode(samples.silent(),
                "{'width': 160, 'height': 160, 'fit': 'contain', 'position': 'top'}");

        assertColour(output, 20, 6, RED);
        assertColour(output, 80, 130, BLACK);
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
        assertSize(top, 90, 80);
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
    @CsvSource({"rgb", "full", "tenbit"})
    void coloursStayWhateverTheInputStores(String sample) {
        Path output = encodes.encode(switch (sample) {
            case "rgb" -> samples.rgb();
            case "full" -> samples.fullRange();
            default -> samples.tenBit();
        }, "{'quality': 'very_high'}");

        assertThat(Ffmpeg.probe(output).video().orElseThrow().pixelFormat()).isEqualTo("yuv420p");
        assertQuarters(output, 320, 180, RED, GREEN, BLUE, WHITE);
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

    /** The colours near the four corners, by reading order. */
    private static void assertQuarters(Path file, int width, int height, Rgb... expected) {
        assertColour(file, width / 8, height / 8, expected[0]);
        assertColour(file, width * 7 / 8, height / 8, expected[1]);
        assertColour(file, width / 8, height * 7 / 8, expected[2]);
        assertColour(file, width * 7 / 8, height * 7 / 8, expected[3]);
    }

    private static void assertColour(Path file, int x, int y, Rgb expected) {
        Rgb actual = Ffmpeg.pixel(file, x, y, 0);
        int distance = Math.max(Math.abs(actual.red() - expected.red()),
                Math.max(Math.abs(actual.green() - expected.green()), Math.abs(actual.blue() - expected.blue())));
        assertThat(distance).describedAs("%s at %d, %d is %s", expected, x, y, actual).isLessThanOrEqualTo(12);
    }
}
