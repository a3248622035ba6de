package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.Set;

/**
 * Where a file says that it ends. FFmpeg plays one that is cut off as far as it goes, without a failure, while its index
 * still tells the length of the whole.
 */
public final class DeclaredEnd {

    /** Boxes of the MP4 family without which something is missing (ISO/IEC 14496-12, 8.1.1, 8.2.1 and 8.8.4). */
    private static final Set<String> NEEDED = Set.of("mdat", "moov", "moof");
    private static final int MOST_BOXES = 100_000;
    private static final int BOX_HEAD = 8;
    private static final int LONG_BOX_HEAD = 16;

    /** Of Matroska (RFC 8794, 11.2.1, and RFC 9559, 5.1). */
    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int ID = 4;

    private static final int RIFF = 0x52494646;
    private static final int RIFF_HEAD = 12;
    private static final int LITTLE_TIFF = 0x49492A00;
    private static final int BIG_TIFF = 0x4D4D002A;
    private static final int LONGEST_NUMBER = 8;

    private final Bytes bytes;

    private DeclaredEnd(Bytes bytes) {
        this.bytes = bytes;
    }

    /**
     * The size of the whole file.
     *
     * @param file a complete file: of the MP4 family, with HEIC and AVIF, of Matroska, a WebP or a TIFF
     * @return empty where it does not say so, and for others
     */
    public static Optional<Long> of(SeekableByteChannel file) throws IOException {
        var end = new DeclaredEnd(new Bytes(file));
        try {
            return switch (end.bytes.at(0, ID).getInt(0)) {
                case EBML -> end.ofSegment();
                case RIFF -> end.ofRiff();
                case LITTLE_TIFF, BIG_TIFF -> Optional.of(TiffDirectory.read(end.bytes, 0).pixelsEnd()).filter(last -> last > 0);
                default -> end.ofBoxes();
            };
        } catch (EOFException e) {
            // What ends within the head of an element does not say how long that is.
            return Optional.empty();
        }
    }

    /** Only of a WebP (RFC 9649, 2.4): recordings of sound that were not finished have any number there. */
    private Optional<Long> ofRiff() throws IOException {
        ByteBuffer head = bytes.at(0, RIFF_HEAD).order(ByteOrder.LITTLE_ENDIAN);
        return Bytes.name(head, 8).equals("WEBP") ? Optional.of(8 + (head.getInt(4) & 0xFFFF_FFFFL)) : Optional.empty();
    }

    private Optional<Long> ofBoxes() throws IOException {
        long at = 0;
        for (int count = 0; count < MOST_BOXES && at + BOX_HEAD <= bytes.size(); count++) {
            ByteBuffer head = bytes.at(at, BOX_HEAD);
            long size = head.getInt(0) & 0xFFFF_FFFFL;
            if (size == 1) {
                size = bytes.at(at + BOX_HEAD, LONG_BOX_HEAD - BOX_HEAD).getLong(0);
            }
            // A size of 0 is the rest of the file.
            if (size < BOX_HEAD) {
                return Optional.empty();
            }
            if (size > bytes.size() - at) {
                return NEEDED.contains(Bytes.name(head, ID)) && size < Long.MAX_VALUE - at ? Optional.of(at + size) : Optional.empty();
            }
            at += size;
        }
        return Optional.empty();
    }

    private Optional<Long> ofSegment() throws IOException {
        Number header = number(ID);
        long segment = header.end() + header.value();
        if (header.isUnknown() || bytes.at(segment, ID).getInt(0) != SEGMENT) {
            return Optional.empty();
        }
        Number size = number(segment + ID);
        // Recordings that were not finished do not know it.
        return size.isUnknown() || size.value() > Long.MAX_VALUE - size.end() ? Optional.empty() : Optional.of(size.end() + size.value());
    }

    /** A number whose first byte tells how many follow (RFC 8794, 4). */
    private Number number(long at) throws IOException {
        int first = bytes.at(at, 1).get(0) & 255;
        int length = Integer.numberOfLeadingZeros(first) - (Integer.SIZE - Byte.SIZE) + 1;
        if (length > LONGEST_NUMBER) {
            throw new EOFException("No number begins with 0");
        }
        ByteBuffer all = bytes.at(at, length);
        long mask = (1L << 7 * length) - 1;
        long value = 0;
        while (all.hasRemaining()) {
            value = value << Byte.SIZE | all.get() & 255;
        }
        return new Number(value & mask, at + length, (value & mask) == mask);
    }

    /**
     * A number of Matroska.
     *
     * @param end the position behind it
     * @param isUnknown whether all its bits are set, which is no size
     */
    private record Number(long value, long end, boolean isUnknown) {}
}
