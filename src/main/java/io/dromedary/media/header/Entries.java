package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The entries of a table, all of one width, read one after the other; only a piece of the table is in memory. */
final class Entries {

    private final Bytes file;
    private final int width;
    private final long end;
    private long position;
    private ByteBuffer piece = ByteBuffer.allocate(0);

    /**
     * @param start where the first entry is
     * @param width bytes of an entry
     * @param count how many there are
     * @param limit where the box ends that has them
     * @throws EOFException if the box does not have so many
     */
    Entries(Bytes file, long start, int width, long count, long limit) throws EOFException {
        this.file = file;
        this.width = width;
        this.position = start;
        this.end = start + width * count;
        if (end > limit) {
            throw new EOFException("A table is not whole");
        }
    }

    boolean hasNext() {
        return piece.hasRemaining() || position < end;
    }

    /**
     * A buffer that stands at the next entry. The caller reads all of it.
     *
     * @throws EOFException if there are no more
     */
    ByteBuffer next() throws IOException {
        if (!piece.hasRemaining()) {
            long length = Math.min(end - position, Bytes.LONGEST / width * width);
            if (length <= 0) {
                throw new EOFException("A table has fewer entries than others");
            }
            piece = file.at(position, length);
            position += length;
        }
        return piece;
    }
}
