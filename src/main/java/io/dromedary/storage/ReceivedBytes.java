package io.dromedary.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongUnaryOperator;

/**
 * Reads what has arrived of a download. It has the size of the whole file; where bytes are missing, it ends, so that the
 * zeros that a disk has there are never taken for the file's.
 */
final class ReceivedBytes implements SeekableByteChannel {

    private final LongUnaryOperator present;
    private final FileChannel file;
    private final long size;
    private long position;

    /**
     * @param path    the file so far
     * @param size    bytes of the whole file
     * @param present how many bytes are here from a position on, without a gap
     */
    ReceivedBytes(Path path, long size, LongUnaryOperator present) throws IOException {
        this.present = present;
        this.file = FileChannel.open(path, StandardOpenOption.READ);
        this.size = size;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        long here = present.applyAsLong(position);
        if (here <= 0) {
            return -1;
        }
        ByteBuffer wanted = target.slice(target.position(), (int) Math.min(target.remaining(), here));
        int count = file.read(wanted, position);
        if (count > 0) {
            target.position(target.position() + count);
            position += count;
        }
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long next) {
        position = next;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long length) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
