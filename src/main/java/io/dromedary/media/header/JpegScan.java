package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;

/**
 * One scan of a JPEG, whose codes are read and thrown away: what matters is that they are all there (ITU-T T.81, annexes F and
 * G).
 *
 * @param first of the coefficients that it has
 * @param last of them
 * @param before the bit to which they were known before; 0 where this scan is their first
 */
record JpegScan(JpegBits bits, boolean isProgressive, int first, int last, int before) {

    private static final int COEFFICIENTS = 64;
    /** Half of a byte: how many coefficients are zero, and how many bits the next one has. */
    private static final int HALF = 4;
    private static final int LOW = 15;

    /** The codes of a component, and in a progressive JPEG which of its coefficients are not zero: a bit each. */
    record Coding(HuffmanTable dc, HuffmanTable ac, long[] known) {}

    /**
     * Reads the codes of a block.
     *
     * @param block its number within its component
     * @param run how many blocks, with this one, have no codes of their own
     * @return the number of blocks that follow without codes
     */
    int read(Coding coding, int block, int run) throws IOException {
        if (!isProgressive) {
            bits.next(table(coding.dc()).next(bits) & LOW);
            coefficients(coding.ac(), 1);
            return 0;
        }
        if (first == 0) {
            bits.next(before == 0 ? table(coding.dc()).next(bits) & LOW : 1);
            return 0;
        }
        return before == 0 ? beginning(coding, block, run) : refinement(coding, block, run);
    }

    private static HuffmanTable table(HuffmanTable found) throws EOFException {
        if (found == null) {
            throw new EOFException("A table is missing");
        }
        return found;
    }

    private void coefficients(HuffmanTable codes, int from) throws IOException {
        for (int k = from; k < COEFFICIENTS; k++) {
            int code = table(codes).next(bits);
            if ((code & LOW) == 0 && code >> HALF < LOW) {
                return;
            }
            k += code >> HALF;
            bits.next(code & LOW);
        }
    }

    private int beginning(Coding coding, int block, int run) throws IOException {
        if (run > 0) {
            return run - 1;
        }
        for (int k = first; k <= last; k++) {
            int code = table(coding.ac()).next(bits);
            int zeros = code >> HALF;
            if ((code & LOW) == 0 && zeros < LOW) {
                return (1 << zeros) + bits.next(zeros) - 1;
            }
            k += zeros;
            if ((code & LOW) != 0) {
                bits.next(code & LOW);
                know(coding, block, k);
            }
        }
        return 0;
    }

    /** One bit more of those that are known, and those that become known (G.1.2.3). */
    private int refinement(Coding coding, int block, int run) throws IOException {
        int k = first;
        int left = run;
        while (left == 0 && k <= last) {
            int code = table(coding.ac()).next(bits);
            int zeros = code >> HALF;
            boolean becomes = (code & LOW) != 0;
            if (becomes) {
                bits.next();
            } else if (zeros < LOW) {
                left = (1 << zeros) + bits.next(zeros);
                break;
            }
            k = refined(coding, block, k, zeros);
            if (becomes) {
                know(coding, block, k);
            }
            k++;
        }
        if (left > 0) {
            refined(coding, block, k, COEFFICIENTS);
        }
        return Math.max(0, left - 1);
    }

    /** Goes on to the coefficient behind so many that stay zero, or to the end. */
    private int refined(Coding coding, int block, int from, int zeros) throws IOException {
        int left = zeros;
        for (int k = from; k <= last; k++) {
            if ((coding.known()[block] >> k & 1) == 1) {
                bits.next();
            } else if (left-- == 0) {
                return k;
            }
        }
        return last + 1;
    }

    private static void know(Coding coding, int block, int coefficient) throws EOFException {
        if (coefficient >= COEFFICIENTS) {
            throw new EOFException("A block has too many coefficients");
        }
        coding.known()[block] |= 1L << coefficient;
    }
}
