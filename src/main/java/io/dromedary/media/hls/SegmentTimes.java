package io.dromedary.media.hls;

import java.util.OptionalDouble;

/**
 * When the pictures or sounds of a segment play, read from the segment itself.
 *
 * @param begin of the first, in seconds on the clock of the segments
 * @param untilLast seconds from the first to the last one's beginning
 * @param lastSeconds how long the last one plays; empty where the format does not declare it
 * @param longestGap seconds from one to the next at most; empty for a single one
 * @param count how many there are
 */
public record SegmentTimes(
        double begin, double untilLast, OptionalDouble lastSeconds, OptionalDouble longestGap, int count) {

    /**
     * Pictures at a constant rate, and sound, are evenly spaced, except for rounding and packets of different lengths.
     */
    private static final double EVEN = 1.2;

    /** The times of an empty segment; its start equals no other. */
    static final SegmentTimes NONE =
            new SegmentTimes(Double.NaN, Double.NaN, OptionalDouble.empty(), OptionalDouble.empty(), 0);

    /** Seconds from one to the next on the average; empty for a single one. */
    OptionalDouble usualGap() {
        return count > 1 ? OptionalDouble.of(untilLast / (count - 1)) : OptionalDouble.empty();
    }

    /** Whether they are unevenly spaced, as the pictures of a screen recording are. */
    boolean isUneven() {
        return longestGap.isPresent() && usualGap().isPresent()
                && longestGap.getAsDouble() > EVEN * usualGap().getAsDouble();
    }
}
