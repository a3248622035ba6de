package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bits of a scan of a JPEG, up to the next marker (ITU-T T.81, F.2.2.5). */
final class JpegBits {

    private static final int ESCAPE = 0xFF;
    private static final int FIRST_RESTART = 0xD0;
    private static final int RESTARTS = 8;

    private final Bytes bytes;
    private long position;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private int current;
    private int left;
    private int restarts;

    /** @param position where the first byte is */
    JpegBits(Bytes bytes, long position) {
        this.bytes = bytes;
        this.position = position;
    }

    /** Where the next byte is that has not been begun. */
    long position() {
        return position - piece.remaining();
    }

    /**
     * The next bit.
     *
     * @throws EOFException at the end of the file, and at a marker
     */
    int next() throws IOException {
        if (left == 0) {
            current = read();
            if (current == ESCAPE && read() != 0) {
                throw new EOFException("The scan ends early");
            }
            left = Byte.SIZE;
        }
        left--;
        return current >> left & 1;
    }

    /** A number of this many bits. */
    int next(int count) throws IOException {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 1 | next();
        }
        return number;
    }

    /** Goes over the marker between two intervals. */
    void restart() throws IOException {
        left = 0;
        int marker = read();
        for (int i = 0; i < Bytes.LONGEST && marker == ESCAPE; i++) {
            marker = read();
        }
        if (marker != FIRST_RESTART + restarts++ % RESTARTS) {
            throw new EOFException("An interval is missing");
        }
    }

    private int read() throws IOException {
        if (!piece.hasRemaining()) {
            piece = bytes.beginning(position, bytes.size() - position);
            position += piece.limit();
            if (!piece.hasRemaining()) {
                throw new EOFException("The scan ends early");
            }
        }
        return piece.get() & 0xFF;
    }
}
