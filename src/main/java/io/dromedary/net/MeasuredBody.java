package io.dromedary.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer that knows whether it was read to its end: whoever closes it before may have to hang up, as to read
 * the rest first, for another use of the connection, may take for ever.
 */
public abstract class MeasuredBody extends FilterInputStream {

    private final long length;
    private long received;
    private boolean ended;

    /**
     * A body of which nothing was read.
     *
     * @param length in bytes; below 0 where it is not known
     */
    protected MeasuredBody(InputStream body, long length) {
        super(body);
        this.length = length;
    }

    /** Was it read to its end? Whoever knows the length reads no further than that, and never meets the end. */
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
