package io.dromedary.media.hls;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/**
 * Reads the times of a segment that is a fragment of an MP4 file with one track (ISO/IEC 14496-12 §8.8), behind its
 * header. The segment may be hostile: a length in the file never makes it allocate more than {@link #MOST_BYTES}.
 */
final class FragmentTimes {

    /** The largest box that is read into memory: that of a segment's samples takes some KiB. */
    private static final int MOST_BYTES = 16 << 20;
    /** More than any segment holds. A few bytes can declare billions of identical ones. */
    private static final int MOST_SAMPLES = 1 << 18;
    private static final int DEFAULT_DURATION = 0x8;

    private final long timescale;
    private final long usualDuration;
    private long decoded = -1;
    private long begin = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;
    private long lastBegin;
    private long longest;
    private int counted;

    private FragmentTimes(long timescale, long usualDuration) {
        this.timescale = timescale;
        this.usualDuration = usualDuration;
    }

    /** The times that the header of all segments declares; a timescale of 0 where it has none. */
    static FragmentTimes of(InputStream header) throws IOException {
        var found = new long[2];
        children(header, (type, box) -> {
            if (type.equals("moov")) {
                children(box, (inMoov, each) -> readHeader(inMoov, each, found));
            }
        });
        return new FragmentTimes(found[0], found[1]);
    }

    private static void readHeader(String type, InputStream box, long[] found) throws IOException {
        switch (type) {
            case "trak" -> children(box, (inTrack, each) -> {
                if (inTrack.equals("mdia")) {
                    children(each, (inMedia, one) -> {
                        if (inMedia.equals("mdhd")) {
                            var in = new DataInputStream(one);
                            boolean isLong = in.readInt() >>> 24 == 1;
                            in.skipNBytes(isLong ? 16 : 8);
                            found[0] = Integer.toUnsignedLong(in.readInt());
                        }
                    });
                }
            });
            case "mvex" -> children(box, (inExtends, each) -> {
                if (inExtends.equals("trex")) {
                    var in = new DataInputStream(each);
                    in.skipNBytes(12);
                    found[1] = Integer.toUnsignedLong(in.readInt());
                }
            });
            default -> { }
        }
    }

    /** The times of a segment. */
    SegmentTimes read(InputStream segment) throws IOException {
        var times = new FragmentTimes(timescale, usualDuration);
        children(segment, (type, box) -> {
            if (type.equals("moof")) {
                children(box, (inMoof, track) -> {
                    if (inMoof.equals("traf")) {
                        times.readTrack(track);
                    }
                });
            }
        });
        return times.times();
    }

    private SegmentTimes times() {
        if (timescale == 0 || begin > end) {
            return SegmentTimes.NONE;
        }
        double scale = timescale;
        return new SegmentTimes(begin / scale, (lastBegin - begin) / scale, OptionalDouble.of((end - lastBegin) / scale),
                longest == 0 ? OptionalDouble.empty() : OptionalDouble.of(longest / scale), counted);
    }

    private void readTrack(InputStream track) throws IOException {
        var duration = new long[] {usualDuration};
        children(track, (type, box) -> {
            var in = new DataInputStream(box);
            switch (type) {
                case "tfhd" -> {
                    int flags = in.readInt();
                    // The track's number, and what precedes the duration: an offset, a description.
                    in.skipNBytes(4 + ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0));
                    if ((flags & DEFAULT_DURATION) != 0) {
                        duration[0] = Integer.toUnsignedLong(in.readInt());
                    }
                }
                case "tfdt" -> decoded = in.readInt() >>> 24 == 1 ? in.readLong() : Integer.toUnsignedLong(in.readInt());
                case "trun" -> readSamples(in, duration[0]);
                default -> { }
            }
        });
    }

    private void readSamples(DataInputStream in, long usual) throws IOException {
        int flags = in.readInt();
        long samples = Integer.toUnsignedLong(in.readInt());
        in.skipNBytes(((flags & 1) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 4 : 0));
        for (long i = 0; i < samples && decoded >= 0 && counted < MOST_SAMPLES; i++) {
            counted++;
            long duration = (flags & 0x100) != 0 ? Integer.toUnsignedLong(in.readInt()) : usual;
            in.skipNBytes(((flags & 0x200) != 0 ? 4 : 0) + ((flags & 0x400) != 0 ? 4 : 0));
            long shown = decoded + ((flags & 0x800) != 0 ? in.readInt() : 0);
            begin = Math.min(begin, shown);
            if (shown + duration > end) {
                end = shown + duration;
                lastBegin = shown;
            }
            longest = Math.max(longest, duration);
            decoded += duration;
        }
    }

    private interface Visitor {
        void box(String type, InputStream content) throws IOException;
    }

    /** Visits each box except those of media; ends where the boxes end, or become invalid. */
    private static void children(InputStream boxes, Visitor visitor) throws IOException {
        var in = new DataInputStream(boxes);
        try {
            while (true) {
                long size = Integer.toUnsignedLong(in.readInt());
                String type = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
                long content = size == 1 ? in.readLong() - 16 : size - 8;
                if (content < 0) {
                    return;
                }
                if (type.equals("mdat") || content > MOST_BYTES) {
                    in.skipNBytes(content);
                } else {
                    visitor.box(type, new ByteArrayInputStream(in.readNBytes((int) content)));
                }
            }
        } catch (EOFException end) {
            // The last box has been read, or is cut short: those before it count.
            return;
        }
    }
}
