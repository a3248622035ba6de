package io.dromedary.media.header;

import io.dromedary.media.IndexedTrack;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads what the index of the MP4 family says of one track: the box {@code trak}, with all samples that it counts. */
final class TrackReader {

    /** Ticks a second: cameras and tools have from 24 to 90,000, some microseconds. */
    private static final long SLOWEST_CLOCK = 10;
    private static final long FASTEST_CLOCK = 1_000_000;

    /** Seconds: clocks of movies count milliseconds. Sound is cut by a part of a packet, which its encoder added. */
    private static final double ROUNDING = 0.02;
    private static final double PART_OF_PACKET = 0.06;

    /** Seconds that nobody misses: codecs and containers begin that late. */
    private static final double UNNOTICED = 0.1;

    private final Boxes boxes;
    private final MovieClock movie;
    private final String handler;
    private final SampleEntry entry;
    private final long clock;
    private final Samples samples;
    private final EditList.Found edits;
    private long bytes;
    private long lastTime = -1;
    private long lastKey;
    private long keyDistance;
    private long earliest = Long.MAX_VALUE;
    private long latest;
    private long lastShown;
    private long latestShift;
    private long earliestShift;
    private boolean startsWithKey;
    private boolean increases = true;

    /** @param trak the box */
    TrackReader(Bytes file, Boxes.Box trak, MovieClock movie) throws IOException {
        this.boxes = trak.boxes(0);
        this.movie = movie;
        Boxes media = boxes.get("mdia").boxes(0);
        handler = Bytes.name(media.get("hdlr").content(), 8);
        ByteBuffer head = media.get("mdhd").content();
        clock = head.getInt(head.get(0) == 1 ? 20 : 12) & 0xFFFF_FFFFL;
        Boxes.Box table = media.get("minf").boxes(0).get("stbl");
        entry = SampleEntry.read(table.boxes(0).get("stsd"), handler);
        samples = new Samples(file, table);
        edits = EditList.of(boxes);
        if (clock == 0) {
            throw new EOFException("A track has no clock");
        }
    }

    String handler() {
        return handler;
    }

    /** How it is coded. */
    SampleEntry entry() {
        return entry;
    }

    /** Its samples, from the first. They can be walked over once. */
    Samples samples() {
        return samples;
    }

    /** Ticks of its clock in a second. */
    long clock() {
        return clock;
    }

    /** The tick at which the file begins. */
    long begins() {
        return edits.edit().map(EditList::from).orElse(0L);
    }

    /** Is it played from its beginning to its end, as far as the list of its edits says that? */
    boolean isSimple() {
        return edits.simple();
    }

    /** Walks over its samples. */
    IndexedTrack read() throws IOException {
        while (samples.next()) {
            see();
        }
        long end = samples.time() + samples.duration();
        keyDistance = Math.max(keyDistance, end - lastKey);
        return new IndexedTrack(handler, entry.name(), entry.profile(), entry.level(), entry.width(), entry.height(),
                entry.channels(), entry.sampleRate(), seconds(latest), played(), bytes,
                end == 0 ? 0 : bytes * 8.0 * clock / end, keyDistance / (double) clock, shownLater(), isPlain());
    }

    /** Samples a second on the average, once they were walked over; 0 where they take no time. */
    double rate() {
        long end = samples.time() + samples.duration();
        return end == 0 ? 0 : (double) samples.count() * clock / end;
    }

    /** Seconds from the file's beginning at which its first sample begins, once they were walked over. */
    double start() {
        return seconds(earliest);
    }

    /** Whether its pixels are not square. */
    boolean isOblong() {
        return entry.oblong();
    }

    private Optional<IndexedTrack.Played> played() {
        if (!edits.simple() || samples.count() == 0) {
            return Optional.empty();
        }
        double most = edits.edit().map(edit -> edit.length() / (double) movie.ticks()).orElse(Double.MAX_VALUE);
        return Optional.of(new IndexedTrack.Played(Math.min(most, seconds(lastShown)), Math.min(most, seconds(latest))));
    }

    /** Seconds from the file's beginning of a time of this track's clock. */
    private double seconds(long time) {
        return (time - begins()) / (double) clock;
    }

    private void see() throws IOException {
        mustBeThere(samples);
        boolean first = lastTime < 0;
        startsWithKey |= first && samples.isKey();
        increases &= first || samples.time() > lastTime;
        lastTime = samples.time();
        bytes += samples.size();
        earliest = Math.min(earliest, samples.shown());
        latest = Math.max(latest, samples.shown() + samples.duration());
        lastShown = Math.max(lastShown, samples.shown());
        latestShift = Math.max(latestShift, samples.shown() - samples.time());
        earliestShift = Math.min(earliestShift, samples.shown() - samples.time());
        if (samples.isKey()) {
            keyDistance = Math.max(keyDistance, samples.time() - lastKey);
            lastKey = samples.time();
        }
    }

    static void mustBeThere(Samples samples) throws IOException {
        if (!samples.isThere()) {
            throw new EOFException("A sample lies outside of the file");
        }
    }

    /** FFmpeg moves the times of decoding of a track that shows some samples before those. */
    private double shownLater() {
        return (latestShift - earliestShift) / (double) clock;
    }

    private boolean isPlain() throws IOException {
        return samples.count() > 0 && entry.only() && !entry.cropped() && startsWithKey && increases && bytes > 0
                && clock >= SLOWEST_CLOCK && clock <= FASTEST_CLOCK && movie.isUpright() && isUpright() && isUncut();
    }

    private boolean isUpright() throws IOException {
        ByteBuffer head = boxes.get("tkhd").content();
        return MovieClock.isUpright(head, head.get(0) == 1 ? 52 : 40);
    }

    private boolean isUncut() {
        Optional<EditList> edit = edits.edit();
        double lead = (begins() - earliest) / (double) clock;
        if (!edits.simple() || edit.isEmpty()) {
            return edits.simple() && -lead <= UNNOTICED;
        }
        boolean sound = handler.equals("soun");
        double played = edit.get().length() / (double) movie.ticks();
        double has = seconds(latest);
        return Math.abs(played - has) <= (sound ? PART_OF_PACKET : ROUNDING)
                && (sound ? lead >= 0 && lead <= UNNOTICED : lead == 0);
    }
}
