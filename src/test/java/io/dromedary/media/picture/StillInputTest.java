package io.dromedary.media.picture;

import static io.dromedary.media.MediaSamples.BLUE;
import static io.dromedary.media.MediaSamples.GREEN;
import static io.dromedary.media.MediaSamples.RED;
import static io.dromedary.media.MediaSamples.WHITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.LongForm;
import io.dromedary.media.Attachment;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.Pixels;
import io.dromedary.media.Plans;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.StillSamples;
import io.dromedary.media.option.Rgb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
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

/** Stills of pictures that FFmpeg alone reads wrongly, with and without libvips. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class StillInputTest {

    /** 200, 100, 50 of Adobe RGB (1998) in sRGB. */
    private static final Rgb ADOBE = new Rgb(227, 100, 42);
    private static final int[] ADOBE_NUMBERS = {31_270, 32_900, 64_000, 33_000, 21_000, 71_000, 15_000, 6_000};
    private static final String CUT = ", 'width': 60, 'height': 60, 'fit': 'cover', 'position': 'left'";
    private static final Rgb PRINT = new Rgb(198, 49, 100);
    /** The quarters of a picture with four colours, by the orientation of its file. */
    private static final List<List<Rgb>> QUARTERS = List.of(
            List.of(RED, GREEN, BLUE, WHITE), List.of(GREEN, RED, WHITE, BLUE), List.of(WHITE, BLUE, GREEN, RED),
            List.of(BLUE, WHITE, RED, GREEN), List.of(RED, BLUE, GREEN, WHITE), List.of(BLUE, RED, WHITE, GREEN),
            List.of(WHITE, GREEN, BLUE, RED), List.of(GREEN, WHITE, RED, BLUE));

    private StillSamples samples;
    private Plans plans;
    private Plans without;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        samples = new StillSamples(folder);
        plans = new Plans(folder, ShippedMedia.media(true));
        without = new Plans(folder, ShippedMedia.media(false));
    }

    @ParameterizedTest
    @CsvSource({"jpg, avif", "png, png", "webp, jpeg", "tiff, png"})
    void aProfileIsConvertedToSrgb(String input, String format) {
        Path adobe = samples.adobe(input);
        Path cut = encode(plans, adobe, "{'format': '%s', 'width': 32, 'height': 48, 'fit': 'cover'}".formatted(format));

        near(encode(plans, adobe, "{'format': '%s', 'quality': 'very_high'}".formatted(format)), ADOBE);
        near(Pixels.of(cut, 32, 48), ADOBE);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"jpg, jpeg", "jpg, png", "jpg, webp", "webp, webp"})
    void aProfileOfOtherFormatsIsConvertedToSrgb(String input, String format) {
        aProfileIsConvertedToSrgb(input, format);
    }

    @ParameterizedTest
    @CsvSource({"jpg, jpeg", "tiff, png"})
    void printedColoursAreConvertedByTheirProfile(String input, String format) {
        near(encode(plans, samples.cmyk(input), "{'format': '%s', 'quality': 'very_high'}".formatted(format)), PRINT);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"jpg, png", "jpg, webp"})
    void printedColoursInOtherFormatsAreConvertedByTheirProfile(String input, String format) {
        printedColoursAreConvertedByTheirProfile(input, format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "avif"})
    void coloursDeclaredByNumbersAreConvertedToSrgb(String format) {
        Path declared = samples.declared(45_470, ADOBE_NUMBERS);
        for (Plans by : List.of(plans, without)) {
            Path still = encode(by, declared, "{'format': '%s', 'quality': 'very_high', 'width': 32}".formatted(format));
            near(still, ADOBE);
            // FFmpeg does not read the transparency of an AVIF.
            assertThat(Pixels.of(still, 32, 32).alpha(10, 10)).isBetween(124, format.equals("avif") ? 255 : 132);
        }
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"webp"})
    void soTheyAreInAWebp(String format) {
        coloursDeclaredByNumbersAreConvertedToSrgb(format);
    }

    @ParameterizedTest
    @CsvSource({"ANIMATION, gif", "VIDEO, mp4"})
    void soAreThoseOfAnApng(Kind kind, String format) {
        Path moving = samples.declared(samples.film("seen.apng", "color=black:s=64x64:r=2:d=1,format=rgb24,"
                + "geq=r=200:g=100:b=50"), 45_470, ADOBE_NUMBERS);

        near(plans.run(kind, moving, "{'format': '%s'}".formatted(format)).main(), ADOBE);
    }

    /** libvips does not read it, and FFmpeg does not turn it. */
    @ParameterizedTest
    @ValueSource(strings = {"{'format': 'png'}", "{'format': 'png', 'width': 40}"})
    void aTiffOfSubsampledColoursIsTurned(String options, @TempDir Path folder) throws IOException {
        Path tiff = folder.resolve("subsampled.tiff");
        Ffmpeg.run(List.of("-v", "error", "-y", "-i", samples.quarters("png").toString(), "-pix_fmt", "yuv420p", tiff.toString()));
        Files.write(tiff, oriented(Files.readAllBytes(tiff)));

        Path still = new Plans(folder).run(Kind.IMAGE, tiff, options).main();

        int width = options.equals("{'format': 'png'}") ? 80 : 40;
        Pixels.of(still, width, width * 3 / 2).quarters(BLUE, RED, WHITE, GREEN);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"{'format': 'png', 'height': 60}"})
    void aTiffOfSubsampledColoursIsTurnedToAHeight(String options, @TempDir Path folder) throws IOException {
        aTiffOfSubsampledColoursIsTurned(options, folder);
    }

    /** With the tag of orientation 6: its directory is written anew, behind all. */
    private static byte[] oriented(byte[] tiff) {
        ByteBuffer from = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        int at = from.getInt(4);
        int count = from.getShort(at);
        ByteBuffer to = ByteBuffer.allocate(tiff.length + 6 + 12 * (count + 1)).order(ByteOrder.LITTLE_ENDIAN).put(tiff)
                .putInt(4, tiff.length).putShort((short) (count + 1));
        boolean written = false;
        for (int entry = at + 2; entry < at + 2 + 12 * count; entry += 12) {
            if (!written && from.getShort(entry) > 274) {
                to.putShort((short) 274).putShort((short) 3).putInt(1).putInt(6);
                written = true;
            }
            to.put(tiff, entry, 12);
        }
        return to.array();
    }

    @Test
    void soAreThoseOfAWatermark() {
        Path mark = samples.declared(samples.picture("opaque-mark", "color=black:s=64x64,format=rgb24,geq=r=200:g=100:b=50"), 45_470,
                ADOBE_NUMBERS);
        Path under = samples.picture("under", "color=black:s=128x128,format=rgb24");

        Path still = plans.run(Kind.IMAGE, under, "{'format': 'png', 'watermark': {'url': 'https://example.com/mark.png',"
                + " 'position': 'center'}}", Map.of(Attachment.WATERMARK, mark)).main();

        Pixels.of(still).is(64, 64, ADOBE, 11);
    }

    @Test
    void ofLightInNumbersTheLightIsShown() {
        near(encode(plans, samples.declared(100_000, 31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000),
                "{'format': 'png'}"), new Rgb(228, 168, 122));
    }

    /** The numbers of sRGB, and those of nothing. */
    @Test
    void numbersThatSayNothingChangeNothing() {
        Rgb same = new Rgb(200, 100, 50);
        near(encode(plans, samples.declared(45_455, 31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000),
                "{'format': 'png'}"), same);
        near(encode(plans, samples.declared(0, 0, 0, 0, 0, 0, 0, 0, 0), "{'format': 'png'}"), same);
        near(encode(plans, samples.declared(-1, -1, -1, 64_000, 64_000, 64_000, 64_000, 1, 1), "{'format': 'png'}"), same);
    }

    @Test
    void transparencyBeforeThePaletteIsRead() {
        Pixels.of(encode(plans, samples.transparencyFirst(), "{'format': 'png'}"), 1, 1).is(0, 0, new Rgb(0, 0, 255));
    }

    @Test
    void printedColoursAreNotTakenForTransparent() {
        assertThat(plans.plan(Kind.IMAGE, samples.cmyk("jpg"), "{'format': 'jpeg'}").warnings()).isEmpty();
    }

    @Test
    void whatOnlyFfmpegDoesBeginsWithConvertedColours() {
        Path padded = encode(plans, samples.adobe("jpg"),
                "{'format': 'png', 'width': 80, 'height': 64, 'fit': 'contain', 'background': '#00f'}");

        Pixels.of(padded, 80, 64).is(2, 32, new Rgb(0, 0, 255)).is(40, 32, ADOBE);
        Path marked = plans.run(Kind.IMAGE, samples.quarters("jpg"), "{'format': 'png', 'watermark': {'url': 'https://x/y',"
                + " 'position': 'top-left', 'width': 30, 'margin': 0}}", Map.of(Attachment.WATERMARK, samples.adobe("jpg"))).main();
        Pixels.of(marked, 120, 80).is(10, 10, ADOBE).is(50, 10, RED);
    }

    @ParameterizedTest
    @CsvSource({
        "adobe, jpg, 'has the colour profile ''Adobe RGB (1998)'''", "adobe, webp, has the colour profile",
        "cmyk, jpg, has the colour profile", "quarters, heic, is a HEIC picture", "transparent, avif, is a transparent AVIF",
        "jpeg, tiff, is a TIFF with JPEG inside"
    })
    void withoutLibvipsTheyAreRefused(String sample, String ending, String reason) {
        Path input = switch (sample) {
            case "adobe" -> samples.adobe(ending);
            case "cmyk" -> samples.cmyk(ending);
            case "transparent" -> samples.transparent(ending);
            case "jpeg" -> samples.tiffWithJpeg();
            default -> samples.quarters(ending);
        };

        assertThatThrownBy(() -> encode(without, input, "{'format': 'png'}")).isInstanceOfSatisfying(MediaException.class,
                e -> {
                    assertThat(e.kind()).isEqualTo("input_unsupported");
                    assertThat(e).hasMessageContaining(reason).hasMessageContaining("libvips-tools");
                });
    }

    @ParameterizedTest
    @CsvSource({"webp, 0", "tiff, 1", "png, 2", "avif, 3", "heic, 4"})
    void everyOrientationIsUprightInEverySize(String ending, int shift) {
        upright(plans, ending, shift, shift);
    }

    @ParameterizedTest
    @CsvSource({"webp, 0", "tiff, 1", "png, 2", "avif, 3"})
    void soItIsWithoutLibvips(String ending, int shift) {
        upright(without, ending, shift, shift + 1);
    }

    /**
     * Each file, shifted against the others, so that each orientation meets each size in one of them. Usually each has half of
     * the orientations, and the next one, as the same one by the other tool, the other half.
     */
    private void upright(Plans by, String ending, int shift, int half) {
        for (int orientation = 1 + LongForm.choose(half % 2, 0); orientation <= 8; orientation += LongForm.choose(2, 1)) {
            Path input = samples.turned(ending, orientation);
            boolean turned = orientation > 4;
            int width = turned ? 80 : 120;
            int height = turned ? 120 : 80;
            switch ((orientation + shift) % 5) {
                case 0 -> sized(by, input, orientation, "", width, height);
                case 1 -> sized(by, input, orientation, ", 'width': 64, 'height': 48, 'fit': 'fill'", 64, 48);
                case 2 -> sized(by, input, orientation, ", 'width': 64, 'height': 64, 'fit': 'cover'", 64, 64);
                case 3 -> sized(by, input, orientation,
                        ", 'width': 64, 'height': 96, 'fit': 'contain', 'background': '#888'", 64, 96);
                default -> sized(by, input, orientation, ", 'width': 60", 60, 60 * height / width);
            }
        }
    }

    private void sized(Plans by, Path input, int orientation, String size, int width, int height) {
        Pixels pixels = Pixels.of(encode(by, input, "{'format': 'png'" + size + "}"), width, height);
        List<Rgb> quarters = QUARTERS.get(orientation - 1);
        // Near the middle, where padding does not reach.
        for (int i = 0; i < 4; i++) {
            pixels.is(width / 2 + (i % 2 == 0 ? -1 : 1) * width / 4, height / 2 + (i < 2 ? -1 : 1) * height / 8,
                    quarters.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"avif", "webp"})
    void whatIsTransparentStaysSo(String ending) {
        for (String format : List.of("png", "webp")) {
            Pixels pixels = Pixels.of(encode(plans, samples.transparent(ending), "{'format': '%s'}".formatted(format)), 120, 80);
            assertThat(pixels.alpha(20, 40)).isLessThan(4);
            assertThat(pixels.alpha(60, 40)).isBetween(124, 132);
            assertThat(pixels.alpha(100, 40)).isGreaterThan(251);
        }
        Pixels.of(encode(plans, samples.transparent(ending), "{'format': 'jpeg', 'background': '#00f', 'quality': 'very_high'}"),
                120, 80).is(20, 40, new Rgb(0, 0, 255)).is(60, 40, new Rgb(0, 128, 127)).is(100, 40, GREEN);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"heic", "png"})
    void whatIsTransparentInOtherFormatsStaysSo(String ending) {
        whatIsTransparentStaysSo(ending);
    }

    @Test
    void aTiffWithJpegInsideIsThePicture() {
        Pixels.of(encode(plans, samples.tiffWithJpeg(), "{'format': 'png'}"), 120, 80).quarters(RED, GREEN, BLUE, WHITE);
    }

    @Test
    void theAlphaOfVp9IsKept() {
        Path film = samples.film("alpha.webm", "color=black:s=120x80:r=5:d=0.4,format=yuva420p,"
                + "geq=lum=81:cb=90:cr=240:a='if(lt(X,60),0,255)'", "-c:v", "libvpx-vp9", "-deadline",
                "realtime", "-cpu-used", "8", "-pix_fmt", "yuva420p");
        for (String format : List.of("png", "webp")) {
            Pixels pixels = Pixels.of(encode(plans, film, "{'format': '%s'}".formatted(format)), 120, 80);
            assertThat(pixels.alpha(20, 40)).isLessThan(4);
            assertThat(pixels.is(100, 40, RED).alpha(100, 40)).isGreaterThan(251);
        }
        Path flat = plans.run(Kind.VIDEO, film, "{'format': 'mp4', 'background': '#00f'}").main();
        Pixels.at(flat, 0).is(20, 40, new Rgb(0, 0, 255), 11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yuv420p10le", "gray"})
    void everyAvifOfOnePictureIsRead(String pixels) {
        Path avif = samples.film(pixels + ".avif", "color=0x808080:s=256x128:d=0.04", "-c:v", "libaom-av1", "-cpu-used", "8",
                "-still-picture", "1",
                "-pix_fmt", pixels);

        for (Plans by : List.of(plans, without)) {
            Pixels.of(encode(by, avif, "{'format': 'png', 'width': 128}"), 128, 64).is(64, 32, new Rgb(128, 128, 128));
        }
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"yuv444p"})
    void anAvifOfAllColoursIsRead(String pixels) {
        everyAvifOfOnePictureIsRead(pixels);
    }

    @Test
    void aGridIsOnePicture() {
        Pixels.of(encode(plans, samples.grid(), "{'format': 'png', 'width': 64}"), 64, 64)
                .quarters(RED, GREEN, BLUE, WHITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heic"})
    void theProfileOfAHeifIsConverted(String ending) {
        near(encode(plans, samples.adobeHeif(ending), "{'format': 'png'}"), ADOBE);
        near(encode(plans, samples.cinemaHeif(ending), "{'format': 'png'}"), new Rgb(216, 97, 36));
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"avif"})
    void theProfileOfAnAvifIsConverted(String ending) {
        theProfileOfAHeifIsConverted(ending);
    }

    /** Gain maps and motion photos. */
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "mp4"})
    void ofAPhotoWithMoreBehindItIsTheFirstPicture(String behind) {
        Path photo = samples.photo("photo-" + behind, samples.film("behind." + behind, "color=black:s=60x40:d=1", "-frames:v", "1"));

        for (Plans by : List.of(plans, without)) {
            Pixels.of(encode(by, photo, "{'format': 'png', 'width': 60, 'height': 60, 'fit': 'contain'}"), 60, 60)
                    .is(15, 20, RED).is(45, 20, GREEN).is(15, 40, BLUE).is(45, 40, WHITE);
            Path marked = by.run(Kind.IMAGE, samples.quarters("png"), "{'format': 'png', 'watermark': {'url': 'https://x/y',"
                    + " 'position': 'bottom-right', 'width': 60, 'margin': 0}}", Map.of(Attachment.WATERMARK, photo)).main();
            Pixels.of(marked, 120, 80).is(75, 50, RED).is(15, 20, RED);
        }
    }

    @Test
    void ofWhatMovesItIsTheFirstPicture() {
        for (String name : List.of("moving.webp", "moving.apng", "moving.gif")) {
            Path moving = samples.film(name, "color=red:s=120x80:r=2:d=1,format=rgb24,drawbox=w=iw:h=ih:color=blue:t=fill:"
                    + "enable='gt(t,0.3)'");
            Pixels.of(encode(plans, moving, "{'format': 'png'}"), 120, 80).is(60, 40, RED);
        }
        assertThatThrownBy(() -> plans.run(Kind.ANIMATION, samples.film("moving.webp", ""), "{}"))
                .hasMessageContaining("is an animated WebP");
    }

    /** With both tools, of each format to each: whole and cut in turns, so that each format is both before and after. */
    @ParameterizedTest
    @CsvSource({"jpg, 0", "png, 1", "avif, 0"})
    void bothToolsMakeTheSame(String input, int cut) {
        List<String> formats = List.of("jpeg", "webp", "avif");
        for (int i = 0; i < formats.size(); i++) {
            for (String size : LongForm.isAsked() ? List.of("", CUT) : List.of((i + cut) % 2 == 0 ? "" : CUT)) {
                String options = "{'format': '%s', 'quality': 'very_high'%s}".formatted(formats.get(i), size);
                Pixels one = Pixels.of(encode(plans, samples.quarters(input), options));
                Pixels other = Pixels.of(encode(without, samples.quarters(input), options));
                for (int[] place : new int[][] {{10, 10}, {50, 10}, {10, 55}, {50, 55}}) {
                    assertThat(Pixels.distance(one.colour(place[0], place[1]), other.colour(place[0], place[1]))).isLessThan(10);
                }
            }
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"webp, 0", "tiff, 1"})
    void bothToolsMakeTheSameOfOtherFormats(String input, int cut) {
        bothToolsMakeTheSame(input, cut);
    }

    private Path encode(Plans by, Path input, String options) {
        return by.run(Kind.IMAGE, input, options).main();
    }

    private static void near(Path still, Rgb colour) {
        near(Pixels.of(still), colour);
    }

    private static void near(Pixels still, Rgb colour) {
        still.is(10, 10, colour, 11);
    }
}
