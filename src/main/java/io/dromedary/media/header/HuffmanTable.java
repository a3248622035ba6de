package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A table of a JPEG's codes (ITU-T T.81, annex C and F.2.2.3). */
final class HuffmanTable {

    private static final int LONGEST = 16;

    private final int[] first = new int[LONGEST + 1];
    private final int[] behind = new int[LONGEST + 1];
    private final int[] index = new int[LONGEST + 1];
    private final byte[] values;

    /**
     * Reads a table.
     *
     * @param content stands at the sixteen numbers of codes, and behind the table afterwards
     */
    HuffmanTable(ByteBuffer content) {
        int code = 0;
        int count = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int codes = content.get() & 0xFF;
            first[length] = code;
            behind[length] = code + codes;
            index[length] = count;
            code = code + codes << 1;
            count += codes;
        }
        values = new byte[count];
        content.get(values);
    }

    /** The value whose code is next. */
    int next(JpegBits bits) throws IOException {
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code = code << 1 | bits.next();
            if (code < behind[length]) {
                return values[index[length] + code - first[length]] & 0xFF;
            }
        }
        throw new EOFException("No such code");
    }
}
