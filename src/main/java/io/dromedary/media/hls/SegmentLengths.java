package io.dromedary.media.hls;

import io.dromedary.media.MediaException;
import io.dromedary.media.Rendition;
import io.dromedary.media.Renditions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads how long the segments of a rendition play from FFmpeg's playlist. A hostile file may have taken FFmpeg over:
 * only numbers are taken from its playlist, never names, and they are compared with the segments themselves.
 */
public final class SegmentLengths {

    /** The message for the job's owner when a rendition is not as planned. */
    private static final String WRONG = "The encoder left segments that do not fit their playlist. Where the input has"
            + " pictures that stand still for long, ask for a constant rate ('fps').";
    private static final String LENGTH = "#EXTINF:";
    /** Transport streams count in 1/90000 s, playlists in microseconds; sound comes in frames of some 20 ms. */
    private static final double ROUNDING = 0.05;

    /** The most pictures that encoders decode before the first one shown, since they reorder no more. */
    private static final int DECODED_BEFORE = 3;

    private SegmentLengths() {}

    /**
     * Reads the numbers of a playlist.
     *
     * @param lines of the playlist
     * @param segments how many files there are
     * @return seconds of each
     * @throws MediaException {@code encode_failed} when their number differs from that of the files, or one is not a
     *     length
     */
    public static List<Double> read(Stream<String> lines, int segments) {
        var lengths = new ArrayList<Double>();
        lines.filter(line -> line.startsWith(LENGTH)).limit(segments + 1L).forEach(line -> lengths.add(number(line)));
        if (lengths.isEmpty() || lengths.size() != segments) {
            throw wrong();
        }
        return List.copyOf(lengths);
    }

    private static double number(String line) {
        int comma = line.indexOf(',');
        try {
            double seconds = Double.parseDouble(line.substring(LENGTH.length(), comma < 0 ? line.length() : comma));
            if (seconds > 0 && Double.isFinite(seconds)) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw wrong();
        }
        throw wrong();
    }

    /**
     * Compares the lengths with the segments: each lasts until the next one begins, and the last one until its last
     * picture or sound ends. Small differences must not add up either.
     *
     * <p>Where pictures are unevenly spaced, FFmpeg is off by some of them, and by more at the end: then the last
     * segment's length is taken from the segment.
     *
     * @param lengths seconds of each
     * @return the actual lengths
     * @throws MediaException {@code encode_failed} when they differ by more than a picture or a frame of sound
     * @throws IOException    when a segment cannot be read
     */
    public static List<Double> check(Rendition rendition, List<Double> lengths, Renditions.SegmentFiles files) throws IOException {
        var reader = SegmentReader.of(rendition, files);
        double begin = reader.begin(0);
        double ahead = 0;
        double slack = ROUNDING;
        for (int i = 0; i + 1 < lengths.size(); i++) {
            double next = reader.begin(i + 1);
            double difference = lengths.get(i) - reader.between(begin, next);
            ahead += difference;
            if (!isWithin(slack, difference) || !isWithin(slack, ahead)) {
                slack = Math.max(slack, slack(reader.all(i)));
                mustBe(isWithin(slack, difference) && isWithin(slack, ahead));
            }
            if (lengths.get(i) > rendition.longestSeconds() + ROUNDING) {
                checkHold(rendition, lengths.get(i), reader.all(i));
            }
            begin = next;
        }
        var checked = new ArrayList<>(lengths.subList(0, lengths.size() - 1));
        checked.add(last(rendition, lengths.get(lengths.size() - 1), reader.all(lengths.size() - 1)));
        return List.copyOf(checked);
    }

    /**
     * How many seconds FFmpeg may be off: in fragments, the first picture is late by those that are decoded before it.
     */
    private static double slack(SegmentTimes times) {
        return times.isUneven() ? ROUNDING + DECODED_BEFORE * times.longestGap().getAsDouble() : ROUNDING;
    }

    /** False for NaN. */
    private static boolean isWithin(double slack, double difference) {
        return Math.abs(difference) <= slack;
    }

    /** Allows a segment to be longer only where a picture is held in it, and by no more than that. */
    private static void checkHold(Rendition rendition, double length, SegmentTimes times) {
        double hold = Math.max(times.longestGap().orElse(0), length - times.untilLast());
        mustBe(length - hold <= rendition.longestSeconds() + ROUNDING);
    }

    private static double last(Rendition rendition, double told, SegmentTimes times) {
        // A transport stream does not declare how long its last picture, or last packet of sound, lasts.
        double open = Math.max(times.lastSeconds().orElse(0), times.longestGap().orElse(rendition.longestSeconds()));
        mustBe(told <= times.untilLast() + open + ROUNDING);
        double actual = times.untilLast() + times.lastSeconds().orElse(open);
        if (!rendition.isPicture() && told > actual + ROUNDING) {
            // FFmpeg takes the last packet of sound to be as long as the others.
            return actual;
        }
        // FFmpeg adds up what pictures last at the rate that it takes the input for, which may be far too high.
        if (told < times.untilLast() + ROUNDING) {
            return times.untilLast() + times.lastSeconds().orElse(times.usualGap().orElse(0));
        }
        return told;
    }

    private static void mustBe(boolean right) {
        if (!right) {
            throw wrong();
        }
    }

    private static MediaException wrong() {
        return MediaException.of(MediaException.Kind.ENCODE_FAILED, WRONG);
    }
}
