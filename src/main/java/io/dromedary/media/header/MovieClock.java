package io.dromedary.media.header;

import java.io.EOFException;
import java.nio.ByteBuffer;

/**
 * The clock of all tracks of a movie (ISO/IEC 14496-12, 8.2.2).
 *
 * @param ticks in a second
 * @param length of the whole movie, in ticks
 * @param isUpright whether all pictures are shown as they are stored, as far as the movie says
 */
record MovieClock(long ticks, long length, boolean isUpright) {

    /** The matrix of a picture that is shown as it is stored (6.2.2), in 16.16 and 2.30 bits. */
    private static final int[] UPRIGHT = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

    static MovieClock read(ByteBuffer mvhd) throws EOFException {
        boolean wide = mvhd.get(0) == 1;
        long ticks = mvhd.getInt(wide ? 20 : 12) & 0xFFFF_FFFFL;
        if (ticks == 0) {
            throw new EOFException("The movie has no clock");
        }
        long length = wide ? mvhd.getLong(24) : mvhd.getInt(16) & 0xFFFF_FFFFL;
        return new MovieClock(ticks, length, isUpright(mvhd, wide ? 48 : 36));
    }

    /** Whether the matrix at this place leaves pictures as they are. */
    static boolean isUpright(ByteBuffer head, int at) {
        for (int i = 0; i < UPRIGHT.length; i++) {
            if (head.getInt(at + 4 * i) != UPRIGHT[i]) {
                return false;
            }
        }
        return true;
    }
}
