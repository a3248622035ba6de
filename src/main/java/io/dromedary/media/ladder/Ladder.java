package io.dromedary.media.ladder;

import io.dromedary.media.MediaException;
import io.dromedary.media.VideoStream;
import io.dromedary.media.option.AdaptiveOptions;
import io.dromedary.media.option.Fit;
import io.dromedary.media.option.Framing;
import io.dromedary.media.option.Size;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.table.EncodingTable;
import io.dromedary.media.table.LadderTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sizes of an adaptive result, calculated before FFmpeg runs.
 *
 * @param top cut, size and padding of the largest; the others are made from its pictures
 * @param rungs from the largest to the smallest
 */
public record Ladder(Geometry top, List<Rung> rungs) {

    /** A rung is left out where the next larger size is so close that no difference is visible. */
    private static final double CLOSE = 0.9;

    public Ladder {
        rungs = List.copyOf(rungs);
    }

    /**
     * One size.
     *
     * @param width pixels
     * @param height pixels
     * @param maxrate bits/s at most
     * @param audioBitrate bits/s in stereo of the sound that goes with it
     */
    public record Rung(int width, int height, long maxrate, int audioBitrate) {

        /** The usual name, by the shorter side, also for portrait pictures. */
        public String name() {
            return Math.min(width, height) + "p";
        }
    }

    /**
     * The configured rungs that are no larger than the input, nor than the size asked for.
     *
     * @throws MediaException {@code option_conflict} when what was asked for is too small for the encoder
     */
    public static Ladder of(AdaptiveOptions options, VideoStream stream, EncodingTable table) {
        List<LadderTable.Rung> configured = table.ladder().rungs();
        int smallest = table.video().get(options.codec()).minSize();
        Geometry top = top(stream, options.framing(), smallest, configured.get(0).height());
        double factor = table.ladder().maxrateFactors().get(options.quality());
        int width = top.outputWidth();
        int height = top.outputHeight();
        int shorter = Math.min(width, height);
        var rungs = new ArrayList<Rung>();
        rungs.add(rung(width, height, like(configured, shorter), options, factor));
        for (LadderTable.Rung rung : configured) {
            double scale = (double) rung.height() / shorter;
            int rungWidth = Geometry.even(width * scale);
            int rungHeight = Geometry.even(height * scale);
            if (scale < CLOSE && Math.min(rungWidth, rungHeight) >= smallest) {
                rungs.add(rung(rungWidth, rungHeight, rung, options, factor));
            }
        }
        return new Ladder(top, rungs);
    }

    /** The configured rung closest to a size: the smallest that is not far below it, else the largest. */
    static LadderTable.Rung like(List<LadderTable.Rung> configured, int shorter) {
        return configured.stream().filter(rung -> rung.height() >= CLOSE * shorter)
                .reduce((larger, smaller) -> smaller).orElse(configured.get(0));
    }

    /** Scales the bitrate by the number of pixels: a wide film of 800 lines has more than a 16:9 picture. */
    private static Rung rung(
            int width, int height, LadderTable.Rung configured, AdaptiveOptions options, double factor) {
        double area = (double) width * height / configured.area();
        long maxrate = Math.round(configured.maxrates().get(options.codec()) * factor * area);
        return new Rung(width, height, Math.max(LEAST_RATE, maxrate), configured.audioBitrate());
    }

    /** Below this, encoders cannot keep to a bitrate. */
    private static final long LEAST_RATE = 50_000;

    private static Geometry top(VideoStream stream, Framing framing, int smallest, int largestRung) {
        Geometry asked = Geometry.of(stream, capped(framing, stream), smallest);
        boolean stretched = framing.fit().filter(fit -> fit == Fit.FILL).isPresent();
        double fitting = 1 / Math.max(1, enlargement(stream, asked, stretched));
        double reach = (double) largestRung / Math.min(asked.outputWidth(), asked.outputHeight());
        double scale = Math.min(1, Math.min(fitting, reach));
        if (scale == 1) {
            return asked;
        }
        return Geometry.of(stream, new Framing(
                pixels(asked.outputWidth() * scale), pixels(asked.outputHeight() * scale),
                framing.fit().or(() -> Optional.of(Fit.FILL)), framing.position(), framing.background()), smallest);
    }

    /** Without a fit, sizes are a maximum: they never enlarge. */
    private static Framing capped(Framing framing, VideoStream stream) {
        boolean boxed = framing.fit().isPresent() && framing.width().isPresent() && framing.height().isPresent();
        if (boxed) {
            return framing;
        }
        return new Framing(
                framing.width().flatMap(size -> pixels(Math.min(size.of(stream.width()), stream.width()))),
                framing.height().flatMap(size -> pixels(Math.min(size.of(stream.height()), stream.height()))),
                Optional.empty(), framing.position(), framing.background());
    }

    private static Optional<Size> pixels(double length) {
        return Optional.of(new Size.Pixels((int) Math.round(length)));
    }

    /**
     * The factor by which the input's pictures are enlarged; 1 or less when they are not. It is the same for both
     * sides, except for rounding to even numbers, unless they are stretched: then the larger factor counts.
     */
    private static double enlargement(VideoStream stream, Geometry geometry, boolean stretched) {
        double across = stream.width();
        double down = stream.height();
        if (geometry.crop().isPresent()) {
            across *= (double) geometry.crop().get().width() / stream.uprightWidth();
            down *= (double) geometry.crop().get().height() / stream.uprightHeight();
        }
        double wider = geometry.width() / across;
        double higher = geometry.height() / down;
        return stretched ? Math.max(wider, higher) : Math.min(wider, higher);
    }
}
