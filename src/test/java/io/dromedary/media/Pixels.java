package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.option.Rgb;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * A picture, decoded once, of which tests look at many pixels: PNG and JPEG in ordinary colours by Java, as a process takes
 * longer than these small pictures do; all else by FFmpeg.
 */
public final class Pixels {

    private static final Set<String> FOR_JAVA = Set.of("png", "jpeg", "jpg");
    /** Of other types, such as grey, Java would convert the colours. */
    private static final Set<Integer> ORDINARY = Set.of(BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB);
    private static final String END_OF_HEADER = "ENDHDR\n";

    private final int width;
    private final int height;
    private final int[] argb;

    private Pixels(int width, int height, int[] argb) {
        this.width = width;
        this.height = height;
        this.argb = argb;
    }

    /** Decodes the first picture of a file, as it is stored. */
    public static Pixels of(Path file) {
        return byJava(file).orElseGet(() -> byFfmpeg(List.of("-noautorotate", "-i", file.toString()), "format=rgba"));
    }

    /** The same of a picture that must be of this size. */
    public static Pixels of(Path file, int width, int height) {
        Pixels pixels = of(file);
        assertThat(pixels.width + "×" + pixels.height).as("size").isEqualTo(width + "×" + height);
        return pixels;
    }

    /** Decodes the picture of a video that a player shows at a moment in seconds. */
    public static Pixels at(Path file, double seconds) {
        return byFfmpeg(List.of("-ss", Double.toString(seconds), "-i", file.toString()), "scale,format=rgb24,format=rgba");
    }

    private static Optional<Pixels> byJava(Path file) {
        String name = file.toString();
        if (!FOR_JAVA.contains(name.substring(name.lastIndexOf('.') + 1))) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(ImageIO.read(file.toFile())).filter(image -> ORDINARY.contains(image.getType()))
                    .map(image -> new Pixels(image.getWidth(), image.getHeight(),
                            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A PAM has the size in its first lines, and then four bytes for each pixel. */
    private static Pixels byFfmpeg(List<String> input, String filters) {
        var arguments = new ArrayList<>(List.of("-v", "error"));
        arguments.addAll(input);
        arguments.addAll(List.of("-vf", filters, "-frames:v", "1", "-c:v", "pam", "-f", "image2pipe", "-"));
        byte[] pam = Ffmpeg.run(arguments);
        String header = new String(pam, 0, Math.min(pam.length, 200), StandardCharsets.ISO_8859_1);
        int end = header.indexOf(END_OF_HEADER) + END_OF_HEADER.length();
        assertThat(header).as("what FFmpeg decoded of %s", input).startsWith("P7\n").contains("DEPTH 4\n", END_OF_HEADER);
        int width = number(header, "WIDTH ");
        int height = number(header, "HEIGHT ");
        int[] argb = IntStream.range(0, width * height).map(i -> end + 4 * i).map(at -> (pam[at + 3] & 255) << 24
                | (pam[at] & 255) << 16 | (pam[at + 1] & 255) << 8 | pam[at + 2] & 255).toArray();
        return new Pixels(width, height, argb);
    }

    private static int number(String header, String name) {
        int at = header.indexOf(name) + name.length();
        return Integer.parseInt(header.substring(at, header.indexOf('\n', at)));
    }

    /** How many different ones there are. */
    public int colours() {
        return (int) IntStream.of(argb).map(pixel -> pixel & 0xffffff).distinct().count();
    }

    /** 0 is invisible, 255 solid. */
    public int alpha(int x, int y) {
        return argb[y * width + x] >>> 24;
    }

    /** The colour of one. */
    public Rgb colour(int x, int y) {
        int pixel = argb[y * width + x];
        return new Rgb(pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255);
    }

    /** The colours near the four corners, by reading order. */
    public Pixels quarters(Rgb... expected) {
        return quarters(16, expected);
    }

    /** The same, where colours may differ by this much of 255. */
    public Pixels quarters(int most, Rgb... expected) {
        return is(width / 8, height / 8, expected[0], most).is(width * 7 / 8, height / 8, expected[1], most)
                .is(width / 8, height * 7 / 8, expected[2], most).is(width * 7 / 8, height * 7 / 8, expected[3], most);
    }

    public Pixels is(int x, int y, Rgb expected) {
        return is(x, y, expected, 16);
    }

    /** Checks one, which may differ by this much of 255. */
    public Pixels is(int x, int y, Rgb expected, int most) {
        Rgb actual = colour(x, y);
        assertThat(distance(actual, expected)).as("%s at %d, %d is %s", expected, x, y, actual).isLessThanOrEqualTo(most);
        return this;
    }

    /** By how much the colours differ that do so most. */
    public static int distance(Rgb one, Rgb other) {
        return Math.max(Math.abs(one.red() - other.red()),
                Math.max(Math.abs(one.green() - other.green()), Math.abs(one.blue() - other.blue())));
    }
}
