package io.dromedary.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer that knows whether it was read to its end. A subclass may drop the connection if it was not:
 * reading the rest, to reuse the connection, could take forever.
 */
public abstract class MeasuredBody extends FilterInputStream {

    private final long length;
    private long received;
    private boolean ended;

    /**
     * A body that is not read yet.
     *
     * @param length in bytes; negative if unknown
     */
    protected MeasuredBody(InputStream body, long length) {
        super(body);
        this.length = length;
    }

    /** Was it read to its end? A reader that knows the length may never read the end of the stream. */
    protected final boolean hasEnded() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        received(value < 0 ? value : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
        int taken = super.read(buffer, from, count);
        received(taken);
        return taken;
    }

    private void received(int count) {
        received += Math.max(0, count);
        ended = ended || count < 0 || received == length;
    }
}
