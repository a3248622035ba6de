package io.dromedary.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Attachment;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.PictureSamples;
import io.dromedary.media.Pixels;
import io.dromedary.media.Plans;
import io.dromedary.media.option.Rgb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Watermarks on stills and animations, by pixels of real encodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class PictureWatermarkTest {

    private static final Rgb MAGENTA = new Rgb(255, 0, 255);
    private static final Rgb HALF_ON_RED = new Rgb(255, 0, 128);
    private static final Rgb HALF_ON_WHITE = new Rgb(255, 128, 255);

    private Path folder;
    private MediaSamples samples;
    private PictureSamples pictures;
    private Plans plans;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        this.folder = folder;
        samples = new MediaSamples(folder);
        pictures = new PictureSamples(folder);
        plans = new Plans(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "webp", "avif"})
    void aStillOfAnyFormatHasIt(String format) {
        String options = "'width': 160, 'start': 0.5, 'format': '%s'".formatted(format);

        halfAtTheTop(encode(Kind.IMAGE, samples.landscape(), options, "top-left"));
        halfAtTheBottom(encode(Kind.IMAGE, samples.landscape(), options, "bottom-right"));
    }

    @Test
    void aGifHasItAndItsColours() {
        String options = "'width': 160, 'end': 0.3, 'quality': 'very_high'";

        halfAtTheTop(encode(Kind.ANIMATION, samples.landscape(), options, "top-left"));
        halfAtTheBottom(encode(Kind.ANIMATION, samples.landscape(), options, "bottom-right"));
    }

    @Test
    void anAnimatedWebpHasIt() throws IOException {
        String options = "'format': 'webp', 'width': 160, 'height': 90, 'fit': 'fill', 'end': 0.9";

        // Of pictures that are all alike, libwebp writes a single one: this input moves, and begins red.
        halfAtTheTop(firstPicture(encode(Kind.ANIMATION, pictures.moving("mkv"), options, "top-left")));
        halfAtTheBottom(firstPicture(encode(Kind.ANIMATION, pictures.moving("mkv"), options, "bottom-right")),
                HALF_ON_RED, MediaSamples.RED);
    }

    @Test
    void everyPictureOfAnAnimationHasIt() {
        Path output = encode(Kind.ANIMATION, samples.landscape(), "'width': 160, 'end': 0.3", "top-left");

        assertThat(Ffmpeg.values(output, "v", "stream=nb_frames")).containsExactly("3");
        assertThat(Ffmpeg.pixel(output, 25, 15, 0.2).blue()).isBetween(100, 156);
    }

    @Test
    void whatIsTransparentStaysSoBesideIt() {
        Pixels marked = Pixels.of(transparent("'format': 'png'"), 65, 41);

        marked.is(12, 8, MAGENTA);
        assertThat(marked.alpha(12, 8)).isBetween(126, 129);
        assertThat(marked.alpha(10, 30)).isZero();
        assertThat(marked.alpha(60, 30)).isEqualTo(255);
    }

    @Test
    void whereNothingCanBeTransparentItLiesOnTheBackground() {
        Pixels.of(transparent("'format': 'jpeg', 'background': '#00ff00'"), 65, 41)
                .is(13, 8, new Rgb(128, 128, 128)).is(10, 32, new Rgb(0, 255, 0));
    }

    @Test
    void itMayStandOnThePadding() {
        Path output = encode(Kind.IMAGE, samples.landscape(), "'format': 'png', 'width': 160, 'height': 160,"
                + " 'fit': 'contain', 'background': '#ffffff'", "bottom-right");

        Pixels.of(output, 160, 160).is(134, 144, HALF_ON_WHITE).is(134, 157, MediaSamples.WHITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAGE", "ANIMATION"})
    void marginsThatLeaveNoRoomAreRefused(Kind kind) {
        assertThatThrownBy(() -> run(kind, samples.landscape(),
                kind == Kind.ANIMATION ? "'width': 160, 'end': 1" : "'width': 160", "'margin': 45"))
                .isInstanceOfSatisfying(MediaException.class,
                        e -> assertThat(e.field()).contains("options.watermark.margin"));
    }

    /** A mark of 40×20 six pixels from the edges of 160×90. */
    private static void halfAtTheTop(Path output) {
        Pixels.of(output, 160, 90).is(9, 9, HALF_ON_RED).is(42, 22, HALF_ON_RED)
                .is(2, 15, MediaSamples.RED).is(50, 15, MediaSamples.RED)
                .is(25, 2, MediaSamples.RED).is(25, 30, MediaSamples.RED);
    }

    private static void halfAtTheBottom(Path output) {
        halfAtTheBottom(output, HALF_ON_WHITE, MediaSamples.WHITE);
    }

    private static void halfAtTheBottom(Path output, Rgb mark, Rgb beside) {
        Pixels.of(output, 160, 90).is(117, 67, mark).is(150, 80, mark)
                .is(108, 74, beside).is(157, 74, beside).is(134, 59, beside).is(134, 87, beside);
    }

    private Path transparent(String options) {
        return run(Kind.IMAGE, pictures.transparent("png"), options,
                "'position': 'top-left', 'width': 20, 'opacity': 0.5, 'margin': 4");
    }

    private Path encode(Kind kind, Path input, String options, String position) {
        return run(kind, input, options, "'position': '%s', 'opacity': 0.5, 'margin': 6".formatted(position));
    }

    private Path run(Kind kind, Path input, String options, String watermark) {
        return plans.run(kind, input,
                "{%s, 'watermark': {'url': 'https://example.com/mark.png', %s}}".formatted(options, watermark),
                Map.of(Attachment.WATERMARK, samples.mark())).main();
    }

    /** The first picture as a file of its own, since FFmpeg 5.1 reads no animated WebP (RFC 9649, 2.7.1.1). */
    private Path firstPicture(Path animation) throws IOException {
        byte[] file = Files.readAllBytes(animation);
        int chunk = new String(file, StandardCharsets.ISO_8859_1).indexOf("ANMF");
        ByteBuffer read = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = read.getInt(chunk + 4) - 16;
        ByteBuffer still = ByteBuffer.allocate(12 + length).order(ByteOrder.LITTLE_ENDIAN);
        still.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + length)
                .put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(file, chunk + 24, length);
        return Files.write(Files.createTempFile(folder, "first", ".webp"), still.array());
    }
}
