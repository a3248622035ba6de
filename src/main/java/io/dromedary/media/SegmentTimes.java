package io.dromedary.media;

import java.util.OptionalDouble;

/**
 * When the pictures or sounds of a segment play, read from the segment itself.
 *
 * @param begin of the first, in seconds on the clock of the segments
 * @param untilLast seconds from the first to the last one's beginning
 * @param lastSeconds how long the last one plays; empty where the format does not say it
 * @param longestGap seconds from one to the next at most; empty for a single one
 */
public record SegmentTimes(
        double begin, double untilLast, OptionalDouble lastSeconds, OptionalDouble longestGap) {

    /** Those of a segment that holds none: it begins at no moment, which is equal to no other. */
    static final SegmentTimes NONE =
            new SegmentTimes(Double.NaN, Double.NaN, OptionalDouble.empty(), OptionalDouble.empty());
}
