package io.dromedary.media.header;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What a box {@code esds} says of AAC: the AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1) in its descriptors (ISO/IEC
 * 14496-1, 7.2.6).
 *
 * @param type of the audio object: 2 is AAC-LC
 * @param sampleRate samples a second of the core, without what a decoder may add (SBR)
 * @param channels of the core; 0 where they are described in another place
 */
record AacConfig(int type, int sampleRate, int channels) {

    private static final List<Integer> RATES =
            List.of(96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350);
    private static final List<Integer> CHANNELS = List.of(0, 1, 2, 3, 4, 5, 6, 8);
    private static final int MPEG_4_AUDIO = 0x40;
    private static final int STREAM = 3;
    private static final int DECODER = 4;
    private static final int CONFIG = 5;

    /** Reads it; empty for other codecs, and where its rate or channels are said in rare ways. */
    static Optional<AacConfig> read(ByteBuffer esds) {
        esds.position(4);
        if (descriptor(esds) != STREAM) {
            return Optional.empty();
        }
        // Its number, and flags of what else it has.
        int flags = esds.get(esds.position() + 2);
        esds.position(esds.position() + 3);
        if (flags != 0 || descriptor(esds) != DECODER || (esds.get(esds.position()) & 255) != MPEG_4_AUDIO) {
            return Optional.empty();
        }
        esds.position(esds.position() + 13);
        if (descriptor(esds) != CONFIG) {
            return Optional.empty();
        }
        int bits = esds.getShort() & 0xFFFF;
        int type = bits >> 11;
        int rate = bits >> 7 & 15;
        int channels = bits >> 3 & 15;
        return rate < RATES.size() && channels < CHANNELS.size()
                ? Optional.of(new AacConfig(type, RATES.get(rate), CHANNELS.get(channels))) : Optional.empty();
    }

    /** Goes behind the head of a descriptor: its tag, and its size in up to four bytes. */
    private static int descriptor(ByteBuffer bytes) {
        int tag = bytes.get() & 255;
        for (int i = 0; i < 4 && bytes.get() < 0; i++) {
            // The highest bit says that another byte follows.
        }
        return tag;
    }
}
