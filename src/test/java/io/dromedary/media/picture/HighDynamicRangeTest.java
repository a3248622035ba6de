package io.dromedary.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.Plans;
import io.dromedary.media.option.Rgb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of high dynamic range: of every size, and in both ranges. */
@Tag("encode")
class HighDynamicRangeTest {

    @TempDir
    static Path films;
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"IMAGE, arib-std-b67, {'width': 320}", "IMAGE, smpte2084, {'width': 320}",
        "ANIMATION, arib-std-b67, {'width': 320| 'end': 0.1}", "IMAGE, smpte2084, {'width': 321}"})
    void aStillMayBeOfOddHeight(Kind kind, String transfer, String options) {
        Path output = new Plans(folder).run(kind, film("tv", transfer), options.replace('|', ',')).main();

        assertThat(Ffmpeg.probe(output).picture().orElseThrow().height()).isBetween(569, 571);
    }

    @ParameterizedTest
    @CsvSource({"IMAGE, {}", "VIDEO, {}", "IMAGE, {'width': 360}", "VIDEO, {'width': 360}"})
    void fullRangeLooksLikeLimitedRange(Kind kind, String options) {
        Path limited = new Plans(folder).run(kind, film("tv", "arib-std-b67"), options).main();
        Path full = new Plans(folder).run(kind, film("pc", "arib-std-b67"), options).main();
        int[] seen = brightness(full);
        int[] expected = brightness(limited);
        for (int patch = 0; patch < 3; patch++) {
            assertThat(seen[patch]).isCloseTo(expected[patch], within(3));
        }
    }

    /** A colour of SDR in an AVIF by the primaries of cinema (Display P3) and by those of television. */
    @ParameterizedTest
    @CsvSource({"64, 96, 200"})
    void aStillHasTheColoursOfItsOwnPrimaries(int red, int green, int blue) {
        Rgb cinema = colour(avif("smpte432", red, green, blue));
        Rgb television = colour(avif("bt2020", red, green, blue));

        assertThat(List.of(cinema.red(), cinema.green(), cinema.blue())).zipSatisfy(
                List.of(television.red(), television.green(), television.blue()),
                (one, other) -> assertThat(one).as("%s and %s", cinema, television).isCloseTo(other, within(8)));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"180, 60, 40", "60, 160, 80"})
    void aStillHasOtherColoursOfItsOwnPrimaries(int red, int green, int blue) {
        aStillHasTheColoursOfItsOwnPrimaries(red, green, blue);
    }

    private Rgb colour(Path avif) {
        return Ffmpeg.pixel(new Plans(folder).run(Kind.IMAGE, avif, "{'format': 'png'}").main(), 10, 10, 0);
    }

    private Path avif(String primaries, int red, int green, int blue) {
        Path file = folder.resolve(primaries + red + ".avif");
        Ffmpeg.run(List.of("-y", "-v", "error", "-f", "lavfi", "-i",
                "color=black:s=64x64:d=0.04,format=gbrp,geq=r=%d:g=%d:b=%d,format=gbrp16le,".formatted(red, green, blue)
                        + "setparams=range=pc:color_primaries=bt709:color_trc=iec61966-2-1:colorspace=gbr,"
                        + "zscale=p=%s:t=smpte2084:m=bt2020nc:r=tv:npl=100,format=yuv420p10le".formatted(primaries),
                "-frames:v", "1", "-c:v", "libaom-av1", "-still-picture", "1", "-crf", "10", "-color_primaries", primaries,
                "-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-color_range", "tv", file.toString()));
        return file;
    }

    /** Of the three patches, in the middle of each. */
    private static int[] brightness(Path picture) {
        byte[] line = Ffmpeg.run(List.of("-v", "error", "-i", picture.toString(), "-vf", "scale,format=rgb24,crop=iw:1:0:ih/2",
                "-frames:v", "1", "-f", "rawvideo", "-"));
        return IntStream.of(1, 3, 5).map(sixth -> line[line.length / 3 * sixth / 6 * 3 + 1] & 255).toArray();
    }

    /** Three patches of 25, 50 and 75 % of the signal; made once. */
    private static Path film(String range, String transfer) {
        Path file = films.resolve(range + transfer + ".mp4");
        if (Files.exists(file)) {
            return file;
        }
        Ffmpeg.run(List.of("-y", "-v", "error", "-f", "lavfi", "-i",
                "color=black:s=720x1280:r=25:d=0.12,format=gbrp,drawbox=w=240:color=0x404040:t=fill,"
                        + "drawbox=x=240:w=240:color=0x808080:t=fill,drawbox=x=480:w=240:color=0xbfbfbf:t=fill,"
                        + "scale=out_color_matrix=bt2020:out_range=" + range + ",format=yuv420p10le", "-c:v", "libx265", "-x265-params",
                "log-level=error:range=" + (range.equals("pc") ? "full" : "limited"), "-preset", "ultrafast", "-tag:v", "hvc1",
                "-color_range", range, "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc",
                file.toString()));
        return file;
    }
}
