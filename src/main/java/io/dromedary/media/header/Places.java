package io.dromedary.media.header;

import io.dromedary.media.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the bytes of a part of an MP4 are: those that FFmpeg reads to seek to the keyframe before it, and to go on until
 * after its end. Only codecs whose decoders fail on missing bytes are taken, so that none is ever read by mistake.
 */
final class Places {

    private static final Set<String> PICTURES = Set.of("avc1", "avc3", "hvc1", "hev1");
    /** Types of audio objects: AAC-LC, HE-AAC, HE-AAC v2 (ISO/IEC 14496-3, 1.5.1.1). */
    private static final Set<Integer> AAC = Set.of(2, 5, 29);

    /** Seconds: FFmpeg is told to seek to a second before the start, and times are rounded. */
    private static final double LEAD = 1.5;
    /** Seconds that it reads on, for pictures that are stored in another order, and for the threads of its decoder. */
    private static final double TRAIL = 1.5;
    /** Seconds at the beginning that it looks at to find out what the streams are. */
    private static final double BEGINNING = 1;
    /** Seconds: of sound, encoders add so much before its beginning. */
    private static final double UNNOTICED = 0.1;
    /** Bytes: titles, timecodes and chapters are read as a whole. */
    private static final long SMALL = 1 << 20;

    private final List<ByteRange> ranges = new ArrayList<>();
    private final double until;
    private double from;
    private int pictures;
    private int sounds;

    /**
     * @param from seconds at which the part begins
     * @param until seconds at which it ends
     */
    Places(double from, double until) {
        this.from = from - LEAD;
        this.until = until + TRAIL;
    }

    List<ByteRange> ranges() {
        return ranges;
    }

    /** Adds a piece as a whole. */
    void add(long start, long end) {
        ranges.add(new ByteRange(start, end));
    }

    /**
     * Adds what is needed of a track. That of the picture comes first, as it decides where reading begins.
     *
     * @throws EOFException if that cannot be told for sure
     */
    void add(TrackReader track) throws IOException {
        boolean picture = track.handler().equals("vide");
        boolean sound = track.handler().equals("soun");
        pictures += picture ? 1 : 0;
        sounds += sound ? 1 : 0;
        boolean known = picture ? PICTURES.contains(track.entry().name()) : sound && AAC.contains(track.entry().profile());
        if (!track.isSimple() || !track.entry().only() || pictures > 1 || sounds > 1 || !known && (picture || sound)) {
            throw new EOFException("It is not known what is read of this track");
        }
        if (picture || sound) {
            part(track);
        } else {
            whole(track.samples());
        }
    }

    private void part(TrackReader track) throws IOException {
        Samples samples = track.samples();
        var beginning = new Extent();
        var part = new Extent();
        boolean ended = false;
        double begins = 0;
        double earliest = 0;
        while (samples.next() && !ended) {
            double shown = (samples.shown() - track.begins()) / (double) track.clock();
            earliest = Math.min(earliest, shown);
            if (samples.isKey() && shown <= from) {
                part = new Extent();
                begins = shown;
            }
            part.take(samples);
            if (shown <= BEGINNING) {
                beginning.take(samples);
            }
            ended = samples.isKey() && shown >= until;
        }
        if (earliest < -UNNOTICED) {
            throw new EOFException("A part of the track is not played");
        }
        // Sound is read from the keyframe on at which the picture is read.
        from = Math.min(from, begins - UNNOTICED);
        beginning.addTo(ranges);
        part.addTo(ranges);
    }

    private void whole(Samples samples) throws IOException {
        var all = new Extent();
        while (samples.next()) {
            all.take(samples);
            if (all.bytes > SMALL) {
                throw new EOFException("A track beside picture and sound is large");
            }
            new Extent(samples).addTo(ranges);
        }
    }

    /** From the first to the last of some samples. */
    private static final class Extent {

        private long start = Long.MAX_VALUE;
        private long end;
        private long bytes;

        Extent() {
        }

        Extent(Samples sample) throws IOException {
            take(sample);
        }

        void take(Samples sample) throws IOException {
            TrackReader.mustBeThere(sample);
            start = Math.min(start, sample.place());
            end = Math.max(end, sample.place() + sample.size());
            bytes += sample.size();
        }

        void addTo(List<ByteRange> ranges) {
            if (end > start) {
                ranges.add(new ByteRange(start, end));
            }
        }
    }
}
