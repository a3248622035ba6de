package io.dromedary.media.header;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How the samples of the tracks of an MP4 follow each other in the file. */
final class Interleaving {

    /** Seconds that the tracks may be apart. FFmpeg keeps what it has of one until the others have come as far. */
    private static final double MOST_APART = 2;

    private final List<Track> tracks = new ArrayList<>();
    private final boolean known;

    /** @param readers the tracks, of which no sample has been read */
    Interleaving(List<TrackReader> readers) throws IOException {
        boolean simple = !readers.isEmpty();
        for (TrackReader reader : readers) {
            // FFmpeg reads the others, such as timecodes and chapters, out of their turn.
            simple &= reader.isSimple() && (reader.handler().equals("vide") || reader.handler().equals("soun"));
            tracks.add(new Track(reader.samples(), reader.clock()));
        }
        known = simple;
    }

    /** Whether all begin behind this place, go on to the end, and are never far apart. */
    boolean isEvenFrom(long place) throws IOException {
        long last = place - 1;
        boolean even = known;
        for (Track next = first(); even && next != null; next = first()) {
            double time = next.seconds();
            even = next.samples.place() > last && tracks.stream().noneMatch(track -> track.isBehind(time - MOST_APART));
            last = next.samples.place();
            next.advance();
        }
        return even;
    }

    /** The track whose next sample comes first in the file; null at the end of all. */
    private Track first() {
        Track first = null;
        for (Track track : tracks) {
            if (track.hasSample && (first == null || track.samples.place() < first.samples.place())) {
                first = track;
            }
        }
        return first;
    }

    /** A track at its next sample. */
    private static final class Track {

        private final Samples samples;
        private final long clock;
        private boolean hasSample;

        Track(Samples samples, long clock) throws IOException {
            this.samples = samples;
            this.clock = clock;
            advance();
        }

        void advance() throws IOException {
            hasSample = samples.next();
        }

        double seconds() {
            return samples.time() / (double) clock;
        }

        boolean isBehind(double time) {
            return hasSample && seconds() < time;
        }
    }
}
