package io.dromedary.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Attachment;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.Pixels;
import io.dromedary.media.Plans;
import io.dromedary.media.option.Rgb;
import java.nio.file.Path;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Where a watermark stands, and how it looks there, by pixels of real encodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class WatermarkTest {

    private static final Rgb MAGENTA = new Rgb(255, 0, 255);

    private MediaSamples samples;
    private Plans plans;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        samples = new MediaSamples(folder);
        plans = new Plans(folder);
    }

    /** 40×20 on 320×180, 12 pixels from the edges: its left upper corner. */
    @ParameterizedTest
    @CsvSource({
        "top-left,     12,  12", "top,    140,  12", "top-right,    268,  12",
        "left,         12,  80", "center, 140,  80", "right,        268,  80",
        "bottom-left,  12, 148", "bottom, 140, 148", "bottom-right, 268, 148"
    })
    void itStandsWherePositionSays(String position, int left, int top) {
        Pixels output = Pixels.at(encode(samples.highDefinition(), samples.mark(),
                "'position': '%s', 'margin': 12".formatted(position), "'frames': 1"), 0);

        output.is(left + 3, top + 3, MAGENTA, 24).is(left + 36, top + 16, MAGENTA, 24);
        assertThat(isMagenta(output, left - 4, top + 10)).isFalse();
        assertThat(isMagenta(output, left + 44, top + 10)).isFalse();
        assertThat(isMagenta(output, left + 20, top - 4)).isFalse();
        assertThat(isMagenta(output, left + 20, top + 24)).isFalse();
    }

    @Test
    void byDefaultItStandsBelowOnTheRightToTheEnd() {
        Path output = encode(samples.highDefinition(), samples.mark(), "'opacity': 1", "'width': 320");

        assertColour(output, 290, 160, 1.1, MAGENTA);
        assertThat(Ffmpeg.values(output, "v", "stream=nb_frames")).containsExactly("30");
    }

    @Test
    void halfOpacityMixesTheColours() {
        Path output = encode(samples.highDefinition(), samples.mark(), "'opacity': 0.5, 'margin': 0", "'frames': 1");

        assertColour(output, 300, 170, 0, new Rgb(255, 128, 255));
    }

    @Test
    void noneIsSeenOfAnInvisibleOne() {
        Path output = encode(samples.highDefinition(), samples.mark(), "'opacity': 0, 'margin': 0", "'frames': 1");

        assertColour(output, 300, 170, 0, MediaSamples.WHITE);
    }

    @Test
    void whatIsTransparentInItShowsThePicture() {
        Path output = encode(samples.highDefinition(), samples.halfMark(),
                "'margin': 0, 'width': 80, 'position': 'top-left'", "'frames': 1");

        Pixels.at(output, 0).is(20, 10, MediaSamples.RED, 24).is(60, 30, MAGENTA, 24).is(90, 10, MediaSamples.RED, 24);
    }

    @Test
    void itsWidthIsAPartOfTheResults() {
        Path output = encode(samples.highDefinition(), samples.mark(),
                "'width': '50%', 'margin': 0, 'position': 'top-left'", "'width': 160, 'frames': 1");

        Pixels.at(output, 0).is(76, 36, MAGENTA, 24).is(86, 20, MediaSamples.GREEN, 24);
    }

    @Test
    void itIsNeverLargerThanTheResult() {
        Path output = encode(samples.highDefinition(), samples.mark(),
                "'width': 4000, 'margin': 20, 'position': 'center'", "'width': 160, 'frames': 1");

        Pixels pixels = Pixels.at(output, 0).is(80, 45, MAGENTA, 24).is(40, 45, MAGENTA, 24);
        assertThat(isMagenta(pixels, 16, 45)).isFalse();
        assertThat(Ffmpeg.probe(output).video().orElseThrow().width()).isEqualTo(160);
    }

    @Test
    void itStandsOnThePictureAsItIsShown() {
        Path turned = encode(samples.portrait(), samples.mark(), "'margin': 10, 'position': 'bottom-right'",
                "'frames': 1");
        Path padded = encode(samples.highDefinition(), samples.mark(), "'margin': 4, 'position': 'top'",
                "'width': 160, 'height': 160, 'fit': 'contain', 'background': '#1e90ff', 'frames': 1");
        Path toneMapped = encode(samples.hdr(), samples.mark(), "'margin': 10", "'frames': 1");

        assertColour(turned, 150, 300, 0, MAGENTA);
        Pixels.at(padded, 0).is(80, 14, MAGENTA, 24).is(20, 14, new Rgb(0x1e, 0x90, 0xff), 24);
        assertColour(toneMapped, 290, 160, 0, MAGENTA);
    }

    @Test
    void theTimingOfThePicturesStays() {
        Path plain = plans.run(Kind.VIDEO, samples.variableRate(), "{}").main();
        Path marked = encode(samples.variableRate(), samples.mark(), "'margin': 0", "'audio': true");

        assertThat(times(marked)).isEqualTo(times(plain));
    }

    @Test
    void marginsThatLeaveNoRoomAreRefused() {
        assertThatThrownBy(() -> encode(samples.highDefinition(), samples.mark(), "'margin': 90", "'frames': 1"))
                .isInstanceOfSatisfying(MediaException.class, e -> {
                    assertThat(e.kind()).isEqualTo("option_conflict");
                    assertThat(e.field()).contains("options.watermark.margin");
                    assertThat(e).hasMessage("A margin of 90 pixels leaves no room for the watermark on a result of"
                            + " 320×180. Ask for a smaller one.");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"moving.gif", "moving.apng", "moving.webp", "broken"})
    void whatMovesOrIsBrokenIsRefused(String name) {
        Path picture = name.equals("broken") ? samples.brokenMark() : samples.movingMark(name);

        assertThatThrownBy(() -> Ffmpeg.picture(picture)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.kind()).isEqualTo("input_unsupported");
            assertThat(e.field()).contains("options.watermark.url");
            assertThat(e).hasMessageMatching("The watermark is (a moving picture|no picture that can be decoded)\\."
                    + " Send a PNG, JPEG or WebP of at most 16 megapixels\\.");
        });
    }

    private Path encode(Path input, Path mark, String watermark, String options) {
        return plans.run(Kind.VIDEO, input,
                "{'watermark': {'url': 'https://example.com/mark.png', %s}, %s}".formatted(watermark, options),
                Map.of(Attachment.WATERMARK, mark)).main();
    }

    /** When each picture is shown, in hundredths of a second. */
    private static List<Long> times(Path file) {
        return Ffmpeg.values(file, "v", "frame=pts_time").stream()
                .map(time -> Math.round(Double.parseDouble(time) * 100)).toList();
    }

    private static boolean isMagenta(Pixels pixels, int x, int y) {
        Rgb colour = pixels.colour(x, y);
        return colour.red() > 200 && colour.green() < 100 && colour.blue() > 200;
    }

    private static void assertColour(Path file, int x, int y, double at, Rgb expected) {
        Pixels.at(file, at).is(x, y, expected, 24);
    }
}
