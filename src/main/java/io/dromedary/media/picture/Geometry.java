package io.dromedary.media.picture;

import io.dromedary.media.MediaException;
import io.dromedary.media.VideoStream;
import io.dromedary.media.option.Framing;
import io.dromedary.media.option.Position;
import java.util.Optional;

/**
 * The cut, size and padding of a picture, calculated before FFmpeg runs. The sizes of a video are even, because its
 * codecs store colour once per two pixels each way; those of a still need not be. All apply to the picture after it was
 * turned upright.
 *
 * @param crop the part of the upright stored picture to keep; empty for all of it. Cutting precedes scaling, so that a
 *     long thin picture never becomes a huge one on its way into a square
 * @param scales whether the picture changes its size or the shape of its pixels
 * @param width the picture's width after scaling
 * @param height the picture's height after scaling
 * @param canvas the output and the picture's position on it; empty when the picture fills the output
 */
public record Geometry(
        Optional<Box> crop, boolean scales, int width, int height, Optional<Box> canvas) {

    /** The largest side by the HTTP contract. */
    private static final int LARGEST = 8192;

    /** Whether a picture is larger than any result may be, and no size was asked for. */
    public static boolean isShrunk(VideoStream stream, Framing framing) {
        return Math.max(stream.width(), stream.height()) > LARGEST && framing.width().isEmpty() && framing.height().isEmpty();
    }

    /**
     * Calculates what the caller asked for.
     *
     * @param smallest the smallest side in pixels that the encoder takes
     * @throws MediaException {@code option_conflict} when the output would be too small or too large
     */
    public static Geometry of(VideoStream stream, Framing framing, int smallest) {
        return of(stream, framing, smallest, 2);
    }

    /**
     * As above, for a codec of any grain.
     *
     * @param grain what sizes are multiples of: 2, or 1 where every size is possible
     */
    public static Geometry of(VideoStream stream, Framing framing, int smallest, int grain) {
        Geometry geometry = plan(stream, framing, grain);
        check("width", geometry.outputWidth(), smallest);
        check("height", geometry.outputHeight(), smallest);
        return geometry;
    }

    public int outputWidth() {
        return canvas.map(Box::width).orElse(width);
    }

    public int outputHeight() {
        return canvas.map(Box::height).orElse(height);
    }

    private static Geometry plan(VideoStream stream, Framing framing, int grain) {
        double inputWidth = stream.width();
        double inputHeight = stream.height();
        Optional<Double> width = framing.width().map(size -> size.of(stream.width()));
        Optional<Double> height = framing.height().map(size -> size.of(stream.height()));
        if (width.isEmpty() && height.isEmpty()) {
            // Nothing asked for: as it is, unless it is larger than any output may be.
            double scale = Math.min(1, LARGEST / Math.max(inputWidth, inputHeight));
            return scaled(stream, grain, inputWidth * scale, inputHeight * scale);
        }
        if (height.isEmpty()) {
            return scaled(stream, grain, width.get(), width.get() * inputHeight / inputWidth);
        }
        if (width.isEmpty()) {
            return scaled(stream, grain, height.get() * inputWidth / inputHeight, height.get());
        }
        return boxed(stream, framing, grain, width.get(), height.get());
    }

    private static Geometry boxed(
            VideoStream stream, Framing framing, int grain, double width, double height) {
        if (framing.fit().isEmpty()) {
            double scale = Math.min(width / stream.width(), height / stream.height());
            return scaled(stream, grain, stream.width() * scale, stream.height() * scale);
        }
        return switch (framing.fit().get()) {
            case FILL -> scaled(stream, grain, width, height);
            case CONTAIN -> contained(stream, framing.position(), grain, near(width, grain), near(height, grain));
            case COVER -> covered(stream, framing.position(), grain, near(width, grain), near(height, grain));
        };
    }

    private static Geometry scaled(VideoStream stream, int grain, double width, double height) {
        return sized(stream, Optional.empty(), near(width, grain), near(height, grain), Optional.empty());
    }

    private static Geometry contained(
            VideoStream stream, Position position, int grain, int width, int height) {
        double scale = Math.min((double) width / stream.width(), (double) height / stream.height());
        int innerWidth = Math.min(width, near(stream.width() * scale, grain));
        int innerHeight = Math.min(height, near(stream.height() * scale, grain));
        if (innerWidth == width && innerHeight == height) {
            return sized(stream, Optional.empty(), width, height, Optional.empty());
        }
        var canvas =
                new Box(
                        width, height, position.x(width - innerWidth), position.y(height - innerHeight));
        return sized(stream, Optional.empty(), innerWidth, innerHeight, Optional.of(canvas));
    }

    private static Geometry covered(
            VideoStream stream, Position position, int grain, int width, int height) {
        int uprightWidth = stream.uprightWidth();
        int uprightHeight = stream.uprightHeight();
        double scale = Math.max((double) width / stream.width(), (double) height / stream.height());
        // In shown pixels the cut is the box divided by the scale; the second factor converts it to stored ones.
        double across = width / scale * uprightWidth / stream.width();
        double down = height / scale * uprightHeight / stream.height();
        int keptWidth = kept(across, uprightWidth, grain);
        int keptHeight = kept(down, uprightHeight, grain);
        if (keptWidth == uprightWidth && keptHeight == uprightHeight) {
            return sized(stream, Optional.empty(), width, height, Optional.empty());
        }
        var crop =
                new Box(
                        keptWidth,
                        keptHeight,
                        position.x(uprightWidth - keptWidth),
                        position.y(uprightHeight - keptHeight));
        return sized(stream, Optional.of(crop), width, height, Optional.empty());
    }

    /** Keeps a side whole even when it is odd. */
    private static int kept(double wanted, int available, int grain) {
        return wanted > available - 1 ? available : near(wanted, grain);
    }

    private static Geometry sized(
            VideoStream stream, Optional<Box> crop, int width, int height, Optional<Box> canvas) {
        int fromWidth = crop.map(Box::width).orElse(stream.uprightWidth());
        int fromHeight = crop.map(Box::height).orElse(stream.uprightHeight());
        boolean oblongPixels =
                stream.uprightWidth() != stream.width() || stream.uprightHeight() != stream.height();
        boolean scales = oblongPixels || fromWidth != width || fromHeight != height;
        return new Geometry(crop, scales, width, height, canvas);
    }

    /** The nearest even number, the lower one of two, at least 2. */
    public static int even(double length) {
        return near(length, 2);
    }

    /**
     * The nearest multiple, at least one grain. Half a pixel counts as one; an odd length becomes the even one below it,
     * so that a codec's grain alone enlarges nothing.
     */
    private static int near(double length, int grain) {
        double grains = length / grain;
        return Math.max(grain, grain * (int) (grain == 1 ? Math.floor(grains + 0.5) : Math.ceil(grains - 0.5)));
    }

    private static void check(String side, int pixels, int smallest) {
        if (pixels < smallest || pixels > LARGEST) {
            throw MediaException.of(
                    MediaException.Kind.OPTION_CONFLICT,
                    "The output's %s would be %d pixels; this codec takes %d to %d. Ask for another size."
                            .formatted(side, pixels, smallest, LARGEST),
                    "options." + side);
        }
    }
}
