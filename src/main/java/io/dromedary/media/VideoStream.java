package io.dromedary.media;

import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * A stream of pictures: a video, a still, or cover art.
 *
 * @param index the stream's number in its file
 * @param codec FFmpeg's name of the codec, such as {@code hevc}, or {@code unknown}
 * @param storedWidth width in pixels as stored, before rotation and pixel aspect
 * @param storedHeight height in pixels as stored
 * @param width width in square pixels as a player shows it, after rotation and pixel aspect
 * @param height height in square pixels as a player shows it
 * @param pixelFormat FFmpeg's name of the pixel format, such as {@code yuv420p10le}, or {@code unknown}
 * @param frameRate average frames per second; empty when unknown, as for cover art
 * @param rotation degrees, clockwise, that a player turns the stored picture: 0, 90, 180 or 270
 * @param interlaced whether the stream may hold fields rather than frames, so that the mark of each counts
 * @param attachedPicture whether this is cover art rather than a moving picture
 * @param isDefault whether the file marks this stream as the one to play
 * @param colour how its samples encode colours
 */
public record VideoStream(
        int index,
        String codec,
        int storedWidth,
        int storedHeight,
        int width,
        int height,
        String pixelFormat,
        OptionalDouble frameRate,
        int rotation,
        boolean interlaced,
        boolean attachedPicture,
        boolean isDefault,
        Colour colour)
        implements MediaStream {

    /** The rates of film and television, each also divided by 1.001. */
    private static final Set<Integer> STANDARD_RATES = Set.of(24, 25, 30, 48, 50, 60, 100, 120);
    /** A fifth of the difference between a rate and the same divided by 1.001. */
    private static final double SAME_RATE = 0.0002;

    /** An upright stream of square pixels that declares neither a pixel format nor colours. */
    public static VideoStream plain(int index, String codec, int width, int height, OptionalDouble frameRate) {
        return new VideoStream(index, codec, width, height, width, height, "unknown", frameRate, 0, false, false, true, Colour.UNKNOWN);
    }

    /** The standard rate within 0.02 % of this stream's; empty where there is none. */
    public OptionalDouble standardRate() {
        return frameRate.isPresent() ? standardRate(frameRate.getAsDouble()) : OptionalDouble.empty();
    }

    /** The standard rate that is meant by one that was rounded. */
    public static OptionalDouble standardRate(double rate) {
        return DoubleStream.of(Math.round(rate), Math.ceil(rate) * 1000 / 1001)
                .filter(near -> STANDARD_RATES.contains((int) Math.ceil(near)) && Math.abs(rate / near - 1) < SAME_RATE)
                .findFirst();
    }

    /** Stored width once turned upright; what FFmpeg's filters see, since it rotates before them. */
    public int uprightWidth() {
        return quarterTurned() ? storedHeight : storedWidth;
    }

    /** Stored height once turned upright. */
    public int uprightHeight() {
        return quarterTurned() ? storedWidth : storedHeight;
    }

    private boolean quarterTurned() {
        return rotation % 180 != 0;
    }

    /** Whether pixels are stored as red, green and blue rather than as luma and chroma. */
    public boolean isRgb() {
        return pixelFormat.matches("(rgb|bgr|argb|abgr|gbr|0rgb|0bgr|pal8|x2rgb|x2bgr).*");
    }

    /** Whether its pixels may be transparent; a palette's may. */
    public boolean mayBeTransparent() {
        return pixelFormat.matches("(rgba|bgra|argb|abgr|gbrap|yuva|ya8|ya16|pal8).*");
    }

    /**
     * How samples encode colours, in FFmpeg's names (ITU-T H.273); {@code unknown} where the file does not declare it.
     *
     * @param range {@code tv} (16–235) or {@code pc} (0–255)
     * @param matrix such as {@code bt709}, {@code bt2020nc}; {@link #IPT} of Dolby Vision that nothing else can show
     * @param primaries such as {@code bt709}, {@code bt2020}
     * @param transfer such as {@code bt709}, {@code smpte2084} (PQ), {@code arib-std-b67} (HLG)
     */
    public record Colour(String range, String matrix, String primaries, String transfer) {

        /** ITU-R BT.2100 ICtCp's sibling of Dolby Vision (H.273, matrix 15). */
        public static final String IPT = "ipt-c2";

        /** Of a file that declares none. */
        public static final Colour UNKNOWN = new Colour("unknown", "unknown", "unknown", "unknown");

        private static final Set<String> HDR = Set.of("smpte2084", "arib-std-b67");

        /** Whether this is high dynamic range: the PQ or HLG curve of ITU-R BT.2100. */
        public boolean isHdr() {
            return HDR.contains(transfer);
        }
    }
}
