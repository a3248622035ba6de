package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/** A file, of which small pieces are read where they are needed. */
final class Bytes {

    /** The longest piece: a header of this size has everything that is asked of it. */
    static final int LONGEST = 1 << 16;

    private final SeekableByteChannel channel;

    Bytes(SeekableByteChannel channel) {
        this.channel = channel;
    }

    long size() throws IOException {
        return channel.size();
    }

    /**
     * Reads a piece, whose numbers are big-endian.
     *
     * @throws EOFException if the file does not have it, or if it is longer than {@link #LONGEST}
     */
    ByteBuffer at(long position, long length) throws IOException {
        if (position < 0 || length < 0 || length > LONGEST || position + length > channel.size()) {
            throw new EOFException("The header is not whole");
        }
        var bytes = ByteBuffer.allocate((int) length);
        channel.position(position);
        while (bytes.hasRemaining() && channel.read(bytes) > 0) {
            // A channel may give less than asked for.
        }
        if (bytes.hasRemaining()) {
            throw new EOFException("The header ends early");
        }
        return bytes.flip();
    }

    /** As {@link #at}, of what may be longer than is needed. */
    ByteBuffer beginning(long position, long length) throws IOException {
        return at(position, Math.min(length, LONGEST));
    }

    /** Four letters, as formats name their parts. */
    static String name(ByteBuffer bytes, int at) {
        return text(bytes, at, 4);
    }

    static String text(ByteBuffer bytes, int at, int length) {
        var text = new byte[length];
        bytes.get(at, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
