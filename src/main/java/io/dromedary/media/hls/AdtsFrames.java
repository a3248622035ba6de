package io.dromedary.media.hls;

import java.util.Arrays;
import java.util.OptionalDouble;

/** The frames of AAC in a packet of a transport stream, each behind a header of its own (ISO/IEC 14496-3, 1.A.2.2). */
final class AdtsFrames {

    private static final int HEADER = 7;
    private static final double SAMPLES = 1024;
    private static final int[] RATES =
        {96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350};

    /** What a packet has at most (ISO/IEC 13818-1, 2.4.3.7). */
    private static final int LONGEST = 1 << 16;

    private byte[] bytes = new byte[4096];
    private int count;

    /** Begins a packet anew. */
    void clear() {
        count = 0;
    }

    /** Adds bytes of the packet; what is beyond the longest one is ignored. */
    void add(byte[] from, int start, int end) {
        int length = Math.max(0, Math.min(end - start, LONGEST - count));
        if (count + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(LONGEST, Math.max(2 * bytes.length, count + length)));
        }
        System.arraycopy(from, start, bytes, count, length);
        count += length;
    }

    /** How long they play; empty where it is something else. */
    OptionalDouble seconds() {
        double seconds = 0;
        for (int at = 0; at + HEADER <= count; ) {
            int length = (bytes[at + 3] & 3) << 11 | (bytes[at + 4] & 0xff) << 3 | (bytes[at + 5] & 0xff) >> 5;
            int rate = bytes[at + 2] >> 2 & 15;
            if ((bytes[at] & 0xff) != 0xff || (bytes[at + 1] & 0xf6) != 0xf0 || length < HEADER || rate >= RATES.length) {
                return OptionalDouble.empty();
            }
            seconds += SAMPLES * (1 + (bytes[at + 6] & 3)) / RATES[rate];
            at += length;
        }
        return seconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }
}
