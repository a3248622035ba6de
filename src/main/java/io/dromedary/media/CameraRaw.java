package io.dromedary.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Recognises raw files of cameras that are TIFF by their first bytes, such as NEF, ARW and DNG. As a TIFF, FFmpeg would make
 * a picture of their small preview, or of what the sensor saw, without colours.
 */
final class CameraRaw {

    private static final int ENTRY = 12;
    /** Tags of TIFF 6.0 and TIFF/EP (ISO 12234-2), and of DNG. */
    private static final int SUBFILE_TYPE = 254;
    private static final int PHOTOMETRIC = 262;
    private static final int MAKE = 271;
    private static final int SUB_IFDS = 330;
    private static final int DNG_VERSION = 50706;
    /** Values: a reduced picture of another; the pixels of a sensor, and these made linear. */
    private static final long REDUCED = 1;
    private static final long COLOUR_FILTERS = 32803;
    private static final long LINEAR = 34892;

    private CameraRaw() {}

    /** Whether a file is one, by its first directory, which cameras write near the beginning. */
    static boolean is(byte[] head) {
        if (head.length < 16 || !(head[0] == 'I' && head[1] == 'I' || head[0] == 'M' && head[1] == 'M')) {
            return false;
        }
        ByteBuffer file = ByteBuffer.wrap(head).order(head[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (file.getShort(2) != 42) {
            return false;
        }
        Map<Integer, Long> tags = tags(file);
        long photometric = tags.getOrDefault(PHOTOMETRIC, -1L);
        return head[8] == 'C' && head[9] == 'R' || tags.containsKey(DNG_VERSION) || photometric == COLOUR_FILTERS
                || photometric == LINEAR || tags.getOrDefault(SUBFILE_TYPE, 0L) == REDUCED && tags.containsKey(MAKE)
                        && tags.containsKey(SUB_IFDS);
    }

    /** The tags of the first directory, and their values where these are one number. */
    private static Map<Integer, Long> tags(ByteBuffer file) {
        var tags = new HashMap<Integer, Long>();
        long at = Integer.toUnsignedLong(file.getInt(4));
        if (at + 2 > file.limit()) {
            return tags;
        }
        int count = Short.toUnsignedInt(file.getShort((int) at));
        for (long entry = at + 2; entry + ENTRY <= file.limit() && count > 0; entry += ENTRY, count--) {
            int from = (int) entry;
            boolean isShort = file.getShort(from + 2) == 3;
            tags.put(Short.toUnsignedInt(file.getShort(from)), isShort ? (long) Short.toUnsignedInt(file.getShort(from + 8))
                    : Integer.toUnsignedLong(file.getInt(from + 8)));
        }
        return tags;
    }
}
