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

    /** Seconds by which times are rounded. */
    private static final double ROUNDED = 0.1;
    /** Pictures that may be stored before the one that is shown first. */
    private static final int REORDERED = 8;
    /** Pictures that it reads on: one for each thread of its decoder, of which it starts so many, and those. */
    private static final int READ_AHEAD = Math.min(Runtime.getRuntime().availableProcessors() + 1, 16) + REORDERED;
    /** Seconds that it reads on of sound, which may be stored a second before its picture. */
    private static final double TRAIL = 1.5;
    /** Pictures at the beginning that it decodes to find out in what order they are shown. */
    private static final int LOOKED_AT = 20;
    /** Seconds at the beginning that it looks at of sound alone. */
    private static final double BEGINNING = 1;
    /** Seconds: of sound, encoders add so much before its beginning. */
    private static final double UNNOTICED = 0.1;
    /** Bytes: titles, timecodes and chapters are read as a whole. */
    private static final long SMALL = 1 << 20;

    private final List<ByteRange> ranges = new ArrayList<>();
    private final double until;
    private final boolean withSound;
    private double from;
    private double begun = BEGINNING;
    private int pictures;
    private int sounds;

    /**
     * @param from seconds to which FFmpeg seeks
     * @param until seconds at which the part ends
     * @param withSound whether its sound is used; else only what is looked at in the beginning is read of it
     */
    Places(double from, double until, boolean withSound) {
        this.from = from - ROUNDED;
        this.until = until;
        this.withSound = withSound;
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
        if (picture) {
            pictures(track);
        } else if (sound) {
            double end = withSound ? until + TRAIL : begun;
            part(track, new End(end, 1), new End(begun, 1));
        } else {
            whole(track.samples());
        }
    }

    private void pictures(TrackReader track) throws IOException {
        var looked = new End(Double.NEGATIVE_INFINITY, LOOKED_AT);
        // Sound is read from the keyframe on at which the picture is read.
        from = Math.min(from, part(track, new End(until, READ_AHEAD), looked) - UNNOTICED);
        begun = looked.latest;
    }

    /** Adds the beginning of a track and a part of it, and tells the second at which that begins. */
    private double part(TrackReader track, End end, End ofBeginning) throws IOException {
        Samples samples = track.samples();
        var beginning = new Extent();
        var part = new Extent();
        double begins = 0;
        double earliest = 0;
        while (!end.isReached() && samples.next()) {
            double shown = (samples.shown() - track.begins()) / (double) track.clock();
            earliest = Math.min(earliest, shown);
            if (samples.isKey() && shown <= from) {
                part = new Extent();
                begins = shown;
            }
            part.take(samples);
            if (!ofBeginning.isReached()) {
                beginning.take(samples);
                ofBeginning.pass(shown);
            }
            end.pass(shown);
        }
        if (earliest < -UNNOTICED) {
            throw new EOFException("A part of the track is not played");
        }
        beginning.addTo(ranges);
        part.addTo(ranges);
        return begins;
    }

    /** The last of some samples that are shown from a moment on. */
    private static final class End {

        private final double from;
        private int left;
        private double latest;

        End(double from, int count) {
            this.from = from;
            this.left = count;
        }

        void pass(double shown) {
            left -= shown >= from ? 1 : 0;
            latest = Math.max(latest, shown);
        }

        boolean isReached() {
            return left == 0;
        }
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
