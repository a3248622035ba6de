package io.dromedary.media.hls;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Reads the times of a segment that is an MPEG transport stream (ISO/IEC 13818-1): the presentation times of its
 * packets of pictures or sound. The segment may be hostile: every length is checked, and anything but a transport
 * stream has no times.
 */
final class TransportTimes {

    private static final int PACKET = 188;
    private static final int SYNC = 0x47;
    private static final double TICKS = 90_000;
    /** Times have 33 bits, and restart from 0 after a day. */
    private static final long WRAP = 1L << 33;
    static final double WRAP_SECONDS = WRAP / TICKS;
    /** More than any segment holds; later times are ignored. */
    private static final int MOST = 1 << 18;

    private final boolean pictures;
    private final AdtsFrames lastSound = new AdtsFrames();
    private int soundId = -1;
    private long[] times = new long[256];
    private int count;

    private TransportTimes(boolean pictures) {
        this.pictures = pictures;
    }

    /**
     * The start of the segment, in seconds; nothing after it is read.
     *
     * @param pictures whether times of pictures are looked for, or of sound
     */
    static OptionalDouble begin(InputStream segment, boolean pictures) throws IOException {
        var reader = new TransportTimes(pictures);
        reader.read(segment, 1);
        return reader.count == 0 ? OptionalDouble.empty() : OptionalDouble.of(reader.times[0] / TICKS);
    }

    /** All times; the segment is read to its end. */
    static SegmentTimes all(InputStream segment, boolean pictures) throws IOException {
        var reader = new TransportTimes(pictures);
        reader.read(segment, MOST);
        return reader.times();
    }

    private SegmentTimes times() {
        if (count == 0) {
            return SegmentTimes.NONE;
        }
        long first = times[0];
        // Pictures come in the order in which they are decoded.
        long[] after = Arrays.stream(times, 0, count).map(time -> sinceFirst(time, first)).sorted().toArray();
        long gap = 0;
        for (int i = 1; i < count; i++) {
            gap = Math.max(gap, after[i] - after[i - 1]);
        }
        return new SegmentTimes(first / TICKS, after[count - 1] / TICKS, pictures ? OptionalDouble.empty() : lastSound.seconds(),
                gap == 0 ? OptionalDouble.empty() : OptionalDouble.of(gap / TICKS), count);
    }

    private static long sinceFirst(long time, long first) {
        return Math.floorMod(time - first + WRAP / 2, WRAP) - WRAP / 2;
    }

    private void read(InputStream segment, int most) throws IOException {
        var packet = new byte[PACKET];
        while (count < most && segment.readNBytes(packet, 0, PACKET) == PACKET && (packet[0] & 0xff) == SYNC) {
            readPacket(packet);
        }
    }

    private void readPacket(byte[] packet) {
        boolean starts = (packet[1] & 0x40) != 0;
        boolean hasPayload = (packet[3] & 0x10) != 0;
        int at = 4;
        if ((packet[3] & 0x20) != 0) {
            at += 1 + (packet[4] & 0xff);
        }
        // A header with a presentation time is 14 bytes long.
        if (!starts || !hasPayload || at + 14 > PACKET || !isPes(packet, at) || (packet[at + 7] & 0x80) == 0) {
            if (!starts && hasPayload && id(packet) == soundId) {
                lastSound.add(packet, at, PACKET);
            }
            return;
        }
        if (!pictures) {
            soundId = id(packet);
            lastSound.clear();
            lastSound.add(packet, at + 9 + (packet[at + 8] & 0xff), PACKET);
        }
        if (count == times.length) {
            times = Arrays.copyOf(times, Math.min(2 * count, MOST));
        }
        times[count++] = presentationTime(packet, at + 9);
    }

    private static int id(byte[] packet) {
        return (packet[1] & 0x1f) << 8 | packet[2] & 0xff;
    }

    private boolean isPes(byte[] packet, int at) {
        int stream = packet[at + 3] & 0xff;
        return packet[at] == 0 && packet[at + 1] == 0 && packet[at + 2] == 1
                && (pictures ? stream >= 0xe0 && stream <= 0xef : stream >= 0xc0 && stream <= 0xdf || stream == 0xbd);
    }

    private static long presentationTime(byte[] packet, int at) {
        return (long) (packet[at] >> 1 & 7) << 30 | (long) (packet[at + 1] & 0xff) << 22 | (packet[at + 2] & 0xffL) >> 1 << 15
                | (packet[at + 3] & 0xffL) << 7 | (packet[at + 4] & 0xffL) >> 1;
    }
}
