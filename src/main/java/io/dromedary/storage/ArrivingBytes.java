package io.dromedary.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;

/**
 * Reads a download from its beginning to its end while it arrives, and waits where bytes are missing. It is read by one
 * thread, and told by any other that nothing more will arrive.
 */
public final class ArrivingBytes extends InputStream {

    /** How often to look whether the download was stopped. */
    private static final long LOOK_MS = 200;

    private final Download download;
    private FileChannel file;
    private long position;
    private volatile long waitedNanos;
    private volatile boolean broken;

    /** Reads this, of which some has arrived. */
    public ArrivingBytes(Download download) {
        this.download = download;
    }

    /** Nothing more will arrive: whoever waits for more gets an {@link IOException}. */
    public void breakOff() {
        broken = true;
        download.coverage().changed();
    }

    /** How many seconds were spent waiting for bytes. */
    public double waited() {
        return waitedNanos / 1e9;
    }

    /** Waits until more of the download has arrived, for a moment at most. */
    public void awaitMore() throws InterruptedException {
        // Whatever is there of the rest, something else may have arrived meanwhile.
        download.coverage().await(Long.MAX_VALUE, LOOK_MS);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * Reads what has arrived, and waits if that is nothing.
     *
     * @throws IOException if nothing more will arrive
     * @throws CancellationException if the download was stopped
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long here = awaitBytes();
        if (here == 0) {
            return -1;
        }
        if (file == null) {
            file = FileChannel.open(download.content(), StandardOpenOption.READ);
        }
        int count = file.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, here)), position);
        position += Math.max(0, count);
        return count;
    }

    private long awaitBytes() throws IOException {
        long here = download.presentFrom(position);
        long began = System.nanoTime();
        while (here <= 0 && position < download.size().orElse(Long.MAX_VALUE)) {
            if (download.stop().isDone()) {
                throw new CancellationException("The import was stopped");
            }
            if (broken) {
                throw new IOException("The rest of the input does not arrive");
            }
            try {
                download.coverage().await(position, LOOK_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Told to end while waiting for the input");
            }
            here = download.presentFrom(position);
        }
        waitedNanos += System.nanoTime() - began;
        return Math.max(0, here);
    }

    @Override
    public void close() throws IOException {
        breakOff();
        if (file != null) {
            file.close();
        }
    }
}
