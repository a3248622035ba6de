package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The first directory of tags of a TIFF file (TIFF 6.0, section 2), which is also what Exif has in other formats. Of each
 * tag the first number is known.
 */
final class TiffDirectory {

    private static final int ENTRY = 12;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    private static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int ORIENTATION = 274;
    static final int SUBSAMPLING = 530;
    static final int ICC = 34_675;

    /** Where the strips or tiles of pixels are, and how long they are. */
    private static final int[][] PIXELS = {{273, 279}, {324, 325}};

    /** A tag: the type and the number of its values, the first one, and where they are. */
    private record Entry(int type, long count, long first, long offset) {}

    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Bytes bytes;
    private final long base;
    private final ByteOrder order;

    /** @param base where the TIFF begins in the file */
    private TiffDirectory(Bytes bytes, long base, ByteOrder order) {
        this.bytes = bytes;
        this.base = base;
        this.order = order;
    }

    static TiffDirectory read(Bytes bytes, long base) throws IOException {
        ByteBuffer head = bytes.at(base, 8);
        ByteOrder order = head.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        long at = base + (head.order(order).getInt(4) & 0xFFFF_FFFFL);
        int count = bytes.at(at, 2).order(order).getShort(0) & 0xFFFF;
        var directory = new TiffDirectory(bytes, base, order);
        ByteBuffer table = bytes.beginning(at + 2, (long) count * ENTRY).order(order);
        for (int i = 0; i + ENTRY <= table.limit(); i += ENTRY) {
            int type = table.getShort(i + 2) & 0xFFFF;
            long value = table.getInt(i + 8) & 0xFFFF_FFFFL;
            long first = type == SHORT ? table.getShort(i + 8) & 0xFFFF : type == LONG ? value : 0;
            directory.entries.putIfAbsent(table.getShort(i) & 0xFFFF,
                    new Entry(type, table.getInt(i + 4) & 0xFFFF_FFFFL, first, value));
        }
        return directory;
    }

    /** The orientation that Exif has; 1 where it is damaged, by which nothing is turned. */
    static int orientation(Bytes bytes, long base) throws IOException {
        try {
            return read(bytes, base).orientation();
        } catch (EOFException e) {
            return 1;
        }
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** The bits of a sample of the first colour; 0 where that is not said. */
    long bits() throws IOException {
        long[] bits = numbers(BITS);
        return bits.length == 0 ? 0 : bits[0];
    }

    /** The value of a tag that has one; 0 without it. */
    int number(int tag) {
        Entry entry = entries.get(tag);
        return entry == null || entry.first() > Integer.MAX_VALUE ? 0 : (int) entry.first();
    }

    /** 1 where there is none, or one that is unknown. */
    int orientation() {
        int value = number(ORIENTATION);
        return value >= 1 && value <= 8 ? value : 1;
    }

    /** Where the last of the pixels ends, as far as the tables are short enough; 0 where that is not said. */
    long pixelsEnd() throws IOException {
        long end = 0;
        for (int[] tags : PIXELS) {
            long[] starts = numbers(tags[0]);
            long[] lengths = numbers(tags[1]);
            for (int i = 0; i < Math.min(starts.length, lengths.length); i++) {
                end = Math.max(end, base + starts[i] + lengths[i]);
            }
        }
        return end;
    }

    private long[] numbers(int tag) throws IOException {
        Entry entry = entries.get(tag);
        if (entry == null || entry.type() != SHORT && entry.type() != LONG) {
            return new long[0];
        }
        int size = entry.type() == SHORT ? 2 : 4;
        if (entry.count() * size <= 4) {
            return new long[] {entry.first()};
        }
        ByteBuffer values = bytes.beginning(base + entry.offset(), entry.count() * size).order(order);
        var numbers = new long[values.limit() / size];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = size == 2 ? values.getShort(i * size) & 0xFFFF : values.getInt(i * size) & 0xFFFF_FFFFL;
        }
        return numbers;
    }

    /** The beginning of the bytes of a tag. */
    Optional<ByteBuffer> bytes(int tag) throws IOException {
        Entry entry = entries.get(tag);
        return entry == null ? Optional.empty() : Optional.of(bytes.beginning(base + entry.offset(), entry.count()));
    }
}
