package io.dromedary.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long the segments of a rendition play, as FFmpeg wrote it down. FFmpeg may have been taken over by a hostile file:
 * numbers are taken from its playlist, never names, and they are held against the segments themselves.
 */
public final class SegmentLengths {

    /** What a rendition is that is not what was planned, in words for the job's owner. */
    private static final String WRONG = "The encoder left segments that do not fit their playlist.";
    private static final String LENGTH = "#EXTINF:";
    /** Transport streams count in 1/90000 s, playlists in microseconds; sound comes in frames of some 20 ms. */
    private static final double ROUNDING = 0.05;

    private SegmentLengths() {}

    /**
     * Reads the numbers of a playlist.
     *
     * @param lines of the playlist
     * @param segments how many files there are
     * @return seconds of each
     * @throws MediaException {@code encode_failed} when they are not as many as the files, or no lengths
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

    /** Opens a file of the rendition by its name. */
    @FunctionalInterface
    public interface Opener {
        InputStream open(String name) throws IOException;
    }

    /**
     * Holds the lengths against what the segments hold: each lasts until the next one begins, and the last one until its
     * last picture or sound is over. Small differences must not add up either.
     *
     * @param lengths seconds of each
     * @throws MediaException {@code encode_failed} when they differ by more than a picture or a frame of sound
     * @throws IOException    when a segment cannot be read
     */
    public static void check(Rendition rendition, List<Double> lengths, Opener files) throws IOException {
        var reader = SegmentReader.of(rendition, files);
        double begin = reader.begin(0);
        double ahead = 0;
        for (int i = 0; i + 1 < lengths.size(); i++) {
            double next = reader.begin(i + 1);
            double difference = lengths.get(i) - reader.between(begin, next);
            ahead += difference;
            if (!isRounding(difference) || !isRounding(ahead)) {
                throw wrong();
            }
            if (lengths.get(i) > rendition.longestSeconds() + ROUNDING) {
                checkHold(rendition, lengths.get(i), reader.all(i));
            }
            begin = next;
        }
        checkLast(rendition, lengths.get(lengths.size() - 1), reader.all(lengths.size() - 1));
    }

    /** What is no number is none either. */
    private static boolean isRounding(double difference) {
        return Math.abs(difference) <= ROUNDING;
    }

    /** A segment is longer than others only where a picture stands still in it, and by no more than that. */
    private static void checkHold(Rendition rendition, double length, SegmentTimes times) {
        double hold = Math.max(times.longestGap().orElse(0), length - times.untilLast());
        boolean fits = length - hold <= rendition.longestSeconds() + ROUNDING;
        if (!fits) {
            throw wrong();
        }
    }

    private static void checkLast(Rendition rendition, double length, SegmentTimes times) {
        // A transport stream does not say how long its last picture, or the last packet of sound, lasts.
        double open = times.lastSeconds().orElse(times.longestGap().orElse(rendition.longestSeconds()));
        boolean fits = length >= times.untilLast() - ROUNDING && length <= times.untilLast() + open + ROUNDING;
        if (!fits) {
            throw wrong();
        }
    }

    private static MediaException wrong() {
        return MediaException.of(MediaException.Kind.ENCODE_FAILED, WRONG);
    }
}
