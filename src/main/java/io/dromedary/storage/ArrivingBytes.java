package io.dromedary.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a download from its beginning to its end while it arrives, and waits where bytes are missing. It is read by one
 * thread, and told by any other that nothing more will arrive.
 */
public final class ArrivingBytes extends InputStream {

    /** How often to look whether the download was stopped. */
    private static final long LOOK_MS = 200;

    private final Download download;
    private FileChannel file;
    private volatile long position;
    private volatile long waitedNanos;
    private volatile Optional<Waiting> waiting = Optional.empty();
    private volatile OptionalLong waitingSince = OptionalLong.empty();
    private final CompletableFuture<Void> brokenOff = new CompletableFuture<>();

    /** Is told while bytes do not come. */
    public interface Waiting {

        /** Nothing has come yet; it is told again and again. */
        void goesOn();

        /** Something has come. Reading goes on when this returns. */
        void ends() throws InterruptedException;
    }

    /** Reads this, of which some has arrived. */
    public ArrivingBytes(Download download) {
        this.download = download;
    }

    /** Nothing more will arrive: whoever waits for more gets an {@link IOException}. */
    public void breakOff() {
        brokenOff.complete(null);
        download.coverage().changed();
    }

    /** Tells this of each time that bytes do not come. */
    public void whileWaiting(Waiting told) {
        waiting = Optional.of(told);
    }

    /** Which part of the download was read, from 0 to 1. */
    public double partRead() {
        return download.size().isPresent() ? position / (double) download.size().getAsLong() : 0;
    }

    /** Completes when nothing more will arrive. */
    public CompletableFuture<Void> brokenOff() {
        return brokenOff;
    }

    /** How many seconds were spent waiting for bytes. */
    public double waited() {
        OptionalLong since = waitingSince;
        return (waitedNanos + (since.isPresent() ? System.nanoTime() - since.getAsLong() : 0)) / 1e9;
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
     * @throws IOException if not all of it will arrive
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
        checkArriving();
        if (isMissing()) {
            long began = System.nanoTime();
            waitingSince = OptionalLong.of(began);
            try {
                awaitArrival();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Told to end while waiting for the input");
            } finally {
                waitingSince = OptionalLong.empty();
                waitedNanos += System.nanoTime() - began;
            }
            checkArriving();
        }
        return Math.max(0, download.presentFrom(position));
    }

    private void checkArriving() throws IOException {
        if (download.stop().isDone()) {
            throw new CancellationException("The import was stopped");
        }
        if (brokenOff.isDone()) {
            throw new IOException("The rest of the input does not arrive");
        }
    }

    private boolean isMissing() {
        return download.presentFrom(position) <= 0 && position < download.size().orElse(Long.MAX_VALUE);
    }

    private void awaitArrival() throws IOException, InterruptedException {
        while (isMissing()) {
            checkArriving();
            waiting.ifPresent(Waiting::goesOn);
            download.coverage().await(position, LOOK_MS);
        }
        if (waiting.isPresent()) {
            waiting.get().ends();
        }
    }

    @Override
    public void close() throws IOException {
        breakOff();
        if (file != null) {
            file.close();
        }
    }
}
