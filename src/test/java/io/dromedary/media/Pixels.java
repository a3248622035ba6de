package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.option.Rgb;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The first picture of a file, decoded once. */
public final class Pixels {

    private final int width;
    private final int height;
    private final byte[] rgba;

    private Pixels(int width, int height, byte[] rgba) {
        this.width = width;
        this.height = height;
        this.rgba = rgba;
    }

    /** Decodes it, which must be of this size. */
    public static Pixels of(Path file, int width, int height) {
        byte[] rgba = Ffmpeg.run(List.of("-v", "error", "-noautorotate", "-i", file.toString(), "-vf", "format=rgba",
                "-frames:v", "1", "-f", "rawvideo", "-"));
        assertThat(rgba.length).as("bytes of %d×%d", width, height).isEqualTo(width * height * 4);
        return new Pixels(width, height, rgba);
    }

    /** How many different ones there are. */
    public int colours() {
        return (int) IntStream.range(0, width * height).map(i -> (rgba[4 * i] & 255) << 16 | (rgba[4 * i + 1] & 255) << 8
                | rgba[4 * i + 2] & 255).distinct().count();
    }

    /** 0 is invisible, 255 solid. */
    public int alpha(int x, int y) {
        return rgba[4 * (y * width + x) + 3] & 255;
    }

    /** The colours near the four corners, by reading order. */
    public Pixels quarters(Rgb... expected) {
        return is(width / 8, height / 8, expected[0]).is(width * 7 / 8, height / 8, expected[1])
                .is(width / 8, height * 7 / 8, expected[2]).is(width * 7 / 8, height * 7 / 8, expected[3]);
    }

    public Pixels is(int x, int y, Rgb expected) {
        int at = 4 * (y * width + x);
        var actual = new Rgb(rgba[at] & 255, rgba[at + 1] & 255, rgba[at + 2] & 255);
        int distance = Math.max(Math.abs(actual.red() - expected.red()),
                Math.max(Math.abs(actual.green() - expected.green()), Math.abs(actual.blue() - expected.blue())));
        assertThat(distance).as("%s at %d, %d is %s", expected, x, y, actual).isLessThanOrEqualTo(16);
        return this;
    }
}
