package io.dromedary.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.MediaException;
import io.dromedary.media.VideoEncodes;
import io.dromedary.media.VideoStream;
import io.dromedary.media.option.Framing;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeometryTest {

    private static final VideoStream.Colour UNKNOWN = new VideoStream.Colour("tv", "unknown", "unknown", "unknown");

    @ParameterizedTest
    @CsvSource({
        // input       options                                          output
        "1920x1080,    '',                                              1920x1080",
        "1921x1081,    '',                                              1920x1080",
        "1279x719,     '',                                              1278x718",
        "16384x4096,   '',                                              8192x2048",
        "1920x1080,    'width': 1280,                                   1280x720",
        "1920x1080,    'width': 1281,                                   1280x720",
        "1920x1080,    'width': 1000,                                   1000x562",
        "1920x1080,    'height': 480,                                   854x480",
        "1080x1920,    'height': 480,                                   270x480",
        "640x360,      'width': 1280,                                   1280x720",
        "1920x1080,    'width': '50%',                                  960x540",
        "1920x1080,    'height': '25%',                                 480x270",
        "640x360,      'width': '400%',                                 2560x1440",
        "1920x1080,    'width': '50%'|'height': '100%'|'fit': 'fill',   960x1080",
        "1920x1080,    'width': 500|'height': 500,                      500x282",
        "1080x1920,    'width': 500|'height': 500,                      282x500",
        "1920x1080,    'width': 500|'height': 500|'fit': 'fill',        500x500",
        "1920x1080,    'width': 501|'height': 501|'fit': 'fill',        500x500",
        "640x360,      'width': 1920|'height': 1920,                    1920x1080",
        // fit says nothing where only one side is given
        "1920x1080,    'width': 1280|'fit': 'cover',                    1280x720"
    })
    void pictureFillsTheOutput(String input, String options, String output) {
        Geometry geometry = geometry(input, options);

        assertThat(geometry.width() + "x" + geometry.height()).isEqualTo(output);
        assertThat(geometry.canvas()).isEmpty();
        assertThat(geometry.crop()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1920x1080, 500, 500, center,       500x282, 500:500:0:108",
        "1920x1080, 500, 500, top,          500x282, 500:500:0:0",
        "1920x1080, 500, 500, bottom-right, 500x282, 500:500:0:218",
        "1080x1920, 500, 500, center,       282x500, 500:500:108:0",
        "1080x1920, 500, 500, right,        282x500, 500:500:218:0",
        "320x180,   640, 640, center,       640x360, 640:640:0:140",
        // 2 pixels are the least that can hold colour
        "4000x4,    500, 500, center,       500x2,   500:500:0:248"
    })
    void containedPictureStandsOnACanvas(
            String input, int width, int height, String position, String picture, String canvas) {
        Geometry geometry = geometry(input, box(width, height, "contain", position));

        assertThat(geometry.width() + "x" + geometry.height()).isEqualTo(picture);
        assertThat(geometry.canvas().orElseThrow().forFilter()).isEqualTo(canvas);
        assertThat(geometry.outputWidth()).isEqualTo(width);
        assertThat(geometry.outputHeight()).isEqualTo(height);
    }

    @ParameterizedTest
    @CsvSource({
        "1920x1080, 500, 500, center,       1080:1080:420:0",
        "1920x1080, 500, 500, left,         1080:1080:0:0",
        "1920x1080, 500, 500, bottom-right, 1080:1080:840:0",
        "1080x1920, 500, 500, top,          1080:1080:0:0",
        "1080x1920, 500, 500, bottom,       1080:1080:0:840",
        "1920x1080, 640, 120, center,       1920:360:0:360",
        // a long thin picture is cut before it grows, or it would be 2,000,000 pixels wide
        "4000x16,   8000, 8000, center,     16:16:1992:0"
    })
    void coveringPictureIsCut(String input, int width, int height, String position, String crop) {
        Geometry geometry = geometry(input, box(width, height, "cover", position));

        assertThat(geometry.crop().orElseThrow().forFilter()).isEqualTo(crop);
        assertThat(geometry.width()).isEqualTo(width);
        assertThat(geometry.height()).isEqualTo(height);
    }

    @ParameterizedTest
    @CsvSource({"contain", "cover", "fill"})
    void aBoxOfTheSameShapeNeedsNeitherCutNorPadding(String fit) {
        Geometry geometry = geometry("1920x1080", box(1280, 720, fit, "center"));

        assertThat(geometry.crop()).isEmpty();
        assertThat(geometry.canvas()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "320x180,   'width': 600,    600x338",
        "321x181,   'width': '50%',  161x91",
        "321x181,   '',              321x181",
        "1000x1000, 'height': 333,   333x333",
        "320x180,   'width': 1,      1x1"
    })
    void halfAPixelOfAStillCountsAsOne(String input, String options, String output) {
        Geometry geometry = Geometry.of(stream(input), framing(options), 1, 1);

        assertThat(geometry.width() + "x" + geometry.height()).isEqualTo(output);
    }

    @Test
    void nothingIsScaledThatFitsAlready() {
        assertThat(geometry("1920x1080", "").scales()).isFalse();
        assertThat(geometry("1920x1080", "'width': 1920").scales()).isFalse();
        assertThat(geometry("1921x1080", "").scales()).isTrue();
        assertThat(geometry("1920x1080", box(1080, 1080, "cover", "center")).scales()).isFalse();
    }

    @Test
    void oblongPixelsAreScaledEvenWhenTheNumbersAreTheSame() {
        // 720×576 shown as 1024×576: scaled to 720 wide it is 405 high.
        Geometry geometry = Geometry.of(stream(720, 576, 1024, 576, 0), framing("'width': 720"), 16);

        assertThat(geometry.scales()).isTrue();
        assertThat(geometry.width() + "x" + geometry.height()).isEqualTo("720x404");
    }

    @Test
    void oblongPixelsAreCutByTheirShownShape() {
        Geometry geometry = Geometry.of(
                stream(720, 576, 1024, 576, 0), framing(box(288, 288, "cover", "center")), 16);

        // A square of the shown 576 lines is 576 / 1024 of the width: 405 stored pixels.
        assertThat(geometry.crop().orElseThrow().forFilter()).isEqualTo("404:576:158:0");
    }

    @Test
    void turnedPicturesAreCutAfterTurning() {
        Geometry geometry = Geometry.of(
                stream(1920, 1080, 1080, 1920, 90), framing(box(540, 540, "cover", "bottom")), 16);

        assertThat(geometry.crop().orElseThrow().forFilter()).isEqualTo("1080:1080:0:840");
        assertThat(Geometry.of(stream(1920, 1080, 1080, 1920, 270), framing(""), 16).scales()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "320x180,   'width': '1%',   options.width,  4",
        "1920x16,   'width': 100,    options.height, 2",
        "100x4000,  'width': 4000,   options.height, 160000",
        "8000x4000, 'width': '400%', options.width,  32000"
    })
    void outputsThatNoCodecTakesAreRefused(String input, String options, String field, String number) {
        assertThatThrownBy(() -> geometry(input, options))
                .isInstanceOfSatisfying(MediaException.class, e -> {
                    assertThat(e.kind()).isEqualTo("option_conflict");
                    assertThat(e.field()).contains(field);
                    assertThat(e).hasMessageContaining(number);
                });
    }

    @Test
    void theCodecSaysHowSmallIsTooSmall() {
        assertThat(Geometry.of(stream(64, 64, 64, 64, 0), framing(""), 64).width()).isEqualTo(64);
        assertThatThrownBy(() -> Geometry.of(stream(320, 180, 320, 180, 0), framing("'width': 100"), 64))
                .hasMessageContaining("56 pixels").hasMessageContaining("64 to 8192");
    }

    private static String box(int width, int height, String fit, String position) {
        return "'width': %d|'height': %d|'fit': '%s'|'position': '%s'".formatted(width, height, fit, position);
    }

    private static Geometry geometry(String input, String options) {
        return Geometry.of(stream(input), framing(options), 16);
    }

    private static VideoStream stream(String size) {
        String[] sides = size.split("x");
        int width = Integer.parseInt(sides[0]);
        int height = Integer.parseInt(sides[1]);
        return stream(width, height, width, height, 0);
    }

    private static Framing framing(String options) {
        // The list of cases is separated by commas already.
        return VideoEncodes.options("{%s}".formatted(options.replace('|', ','))).framing();
    }

    private static VideoStream stream(int storedWidth, int storedHeight, int width, int height, int rotation) {
        return new VideoStream(0, "h264", storedWidth, storedHeight, width, height, "yuv420p",
                OptionalDouble.of(25), rotation, false, false, true, UNKNOWN);
    }
}
