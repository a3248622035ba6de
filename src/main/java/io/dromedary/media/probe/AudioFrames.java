package io.dromedary.media.probe;

/** Reads the lengths of frames of sound from their headers, by which streams without a container are recognised. */
final class AudioFrames {

    /** The number of bytes of a header that are looked at. */
    static final int HEADER = 6;

    /** kbit/s by version (2 and 2.5 are alike), layer and index (ISO/IEC 11172-3 2.4.2.3, 13818-3 2.4.2.3). */
    private static final int[][][] RATES = {
        {{32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
            {32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
            {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}},
        {{32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
            {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
            {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}}};
    private static final int[] SAMPLE_RATES = {44_100, 48_000, 32_000};

    private AudioFrames() {}

    /** The length in bytes of the frame at a position; 0 when none begins there. */
    interface FrameLength {
        int of(byte[] bytes, int at);
    }

    /** MPEG audio, layers I to III. */
    static int mpeg(byte[] bytes, int at) {
        int header = (bytes[at] & 0xFF) << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
        // 0: version 2.5; 1: none; 2: version 2; 3: version 1.
        int version = header >> 19 & 3;
        int layer = 4 - (header >> 17 & 3);
        int rate = header >> 12 & 15;
        int sampling = header >> 10 & 3;
        if (header >>> 21 != 0x7FF || version == 1 || layer == 4 || rate == 0 || rate == 15 || sampling == 3) {
            return 0;
        }
        int bits = RATES[version == 3 ? 0 : 1][layer - 1][rate - 1] * 1000;
        int samples = SAMPLE_RATES[sampling] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        int padding = header >> 9 & 1;
        return switch (layer) {
            case 1 -> (12 * bits / samples + padding) * 4;
            case 2 -> 144 * bits / samples + padding;
            default -> (version == 3 ? 144 : 72) * bits / samples + padding;
        };
    }

    /** AAC in ADTS (ISO/IEC 13818-7, 6.2). */
    static int adts(byte[] bytes, int at) {
        boolean begins = (bytes[at] & 0xFF) == 0xFF && (bytes[at + 1] & 0xF6) == 0xF0 && (bytes[at + 2] >> 2 & 15) < 13;
        int length = (bytes[at + 3] & 3) << 11 | (bytes[at + 4] & 0xFF) << 3 | (bytes[at + 5] & 0xFF) >> 5;
        return begins && length > HEADER ? length : 0;
    }
}
