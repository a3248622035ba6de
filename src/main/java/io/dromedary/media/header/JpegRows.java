package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Whether all pixels of a JPEG are there, of which only the end is missing: servers and cameras cut it off. Sequential and
 * progressive ones with the codes of Huffman are understood (ITU-T T.81), which nearly all are.
 */
final class JpegRows {

    private static final int FRAME = 0xC0;
    private static final int PROGRESSIVE = 0xC2;
    private static final int TABLES = 0xC4;
    private static final int SCAN = 0xDA;
    private static final int INTERVAL = 0xDD;
    /** Coefficients of 67 million pixels in three components are three million blocks. */
    private static final long MOST_BLOCKS = 8_000_000;
    private static final int MOST_SCANS = 64;
    private static final int COEFFICIENTS = 64;
    private static final int UNSEEN = -1;

    private final Bytes bytes;
    private final HuffmanTable[] dc = new HuffmanTable[16];
    private final HuffmanTable[] ac = new HuffmanTable[16];
    private Component[] components = {};
    private boolean progressive;
    private int columns;
    private int rows;
    private int width;
    private int height;
    private int wide;
    private int high;
    private int interval;
    private int scans;

    /** A component: its name, its blocks in each unit of the picture, and the last bit of each coefficient that was seen. */
    private record Component(int id, int across, int down, int line, long[] known, int[] bit) {}

    private JpegRows(Bytes bytes) {
        this.bytes = bytes;
    }

    /** Whether nothing but the end is missing. */
    static boolean areAllThere(Bytes bytes) throws IOException {
        var rows = new JpegRows(bytes);
        try {
            rows.read();
            return rows.components.length > 0
                    && Arrays.stream(rows.components).allMatch(one -> Arrays.stream(one.bit()).allMatch(bit -> bit == 0));
        } catch (EOFException | BufferUnderflowException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private void read() throws IOException {
        long at = 2;
        // Of the end itself, half may be there.
        while (at + 2 <= bytes.size()) {
            ByteBuffer head = bytes.at(at, 2);
            int marker = head.get(1) & 0xFF;
            if ((head.get(0) & 0xFF) != 0xFF) {
                throw new EOFException("No marker");
            }
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int length = bytes.at(at + 2, 2).getShort(0) & 0xFFFF;
            ByteBuffer content = bytes.at(at + 4, length - 2L);
            at += 2 + length;
            switch (marker) {
                case FRAME, FRAME + 1, PROGRESSIVE -> frame(content, marker == PROGRESSIVE);
                case TABLES -> tables(content);
                case INTERVAL -> interval = content.getShort(0) & 0xFFFF;
                case SCAN -> at = scan(content, at);
                default -> {
                    if (marker > FRAME && marker < 0xD0) {
                        throw new EOFException("Another coding");
                    }
                }
            }
        }
    }

    private void frame(ByteBuffer content, boolean inScans) throws EOFException {
        progressive = inScans;
        height = content.getShort(1) & 0xFFFF;
        width = content.getShort(3) & 0xFFFF;
        int count = content.get(5);
        for (int i = 0; i < count; i++) {
            wide = Math.max(wide, content.get(7 + 3 * i) >> 4 & 15);
            high = Math.max(high, content.get(7 + 3 * i) & 15);
        }
        if (components.length > 0 || count < 1 || count > 4 || width == 0 || height == 0 || wide == 0 || high == 0
                || wide > 4 || high > 4) {
            throw new EOFException("No usual frame");
        }
        columns = blocks(width, 8 * wide);
        rows = blocks(height, 8 * high);
        if ((long) columns * wide * rows * high * count > MOST_BLOCKS) {
            throw new EOFException("Too large to be looked at");
        }
        components = new Component[count];
        for (int i = 0; i < count; i++) {
            int across = content.get(7 + 3 * i) >> 4 & 15;
            int down = content.get(7 + 3 * i) & 15;
            int[] bit = new int[COEFFICIENTS];
            Arrays.fill(bit, UNSEEN);
            components[i] = new Component(content.get(6 + 3 * i), across, down, columns * across,
                    new long[progressive ? columns * across * rows * down : 0], bit);
        }
    }

    private static int blocks(int size, int unit) {
        return (size + unit - 1) / unit;
    }

    private void tables(ByteBuffer content) {
        while (content.hasRemaining()) {
            int place = content.get();
            (place >> 4 == 0 ? dc : ac)[place & 15] = new HuffmanTable(content);
        }
    }

    /** Reads a scan, and gives where it ends. */
    private long scan(ByteBuffer content, long at) throws IOException {
        int count = content.get(0);
        if (count < 1 || count > components.length || ++scans > MOST_SCANS) {
            throw new EOFException("No usual scan");
        }
        var parts = new Component[count];
        var codings = new JpegScan.Coding[count];
        for (int i = 0; i < count; i++) {
            parts[i] = component(content.get(1 + 2 * i));
            int tables = content.get(2 + 2 * i);
            codings[i] = new JpegScan.Coding(dc[tables >> 4 & 15], ac[tables & 15], parts[i].known());
        }
        int first = progressive ? content.get(1 + 2 * count) : 0;
        int last = progressive ? content.get(2 + 2 * count) : COEFFICIENTS - 1;
        int bit = progressive ? content.get(3 + 2 * count) & 15 : 0;
        var bits = new JpegBits(bytes, at);
        var scan = new JpegScan(bits, progressive, first, last, progressive ? content.get(3 + 2 * count) >> 4 & 15 : 0);
        if (first < 0 || last < first || last >= COEFFICIENTS || first > 0 && count > 1) {
            throw new EOFException("No usual scan");
        }
        if (count == 1) {
            walk(scan, parts[0], codings[0]);
        } else {
            walk(scan, parts, codings);
        }
        Arrays.stream(parts).forEach(part -> Arrays.fill(part.bit(), first, last + 1, bit));
        return bits.position();
    }

    private Component component(int id) throws EOFException {
        return Arrays.stream(components).filter(one -> one.id() == id).findFirst()
                .orElseThrow(() -> new EOFException("No such component"));
    }

    /** A scan of one component has its blocks alone, line by line. */
    private void walk(JpegScan scan, Component part, JpegScan.Coding coding) throws IOException {
        int across = blocks(blocks(width * part.across(), wide), 8);
        int down = blocks(blocks(height * part.down(), high), 8);
        int run = 0;
        for (int unit = 0; unit < across * down; unit++) {
            run = isRestart(scan, unit) ? 0 : run;
            run = scan.read(coding, unit / across * part.line() + unit % across, run);
        }
    }

    private void walk(JpegScan scan, Component[] parts, JpegScan.Coding... codings) throws IOException {
        for (int unit = 0; unit < columns * rows; unit++) {
            isRestart(scan, unit);
            for (int i = 0; i < parts.length; i++) {
                for (int block = 0; block < parts[i].across() * parts[i].down(); block++) {
                    int line = unit / columns * parts[i].down() + block / parts[i].across();
                    scan.read(codings[i], line * parts[i].line() + unit % columns * parts[i].across()
                            + block % parts[i].across(), 0);
                }
            }
        }
    }

    private boolean isRestart(JpegScan scan, int unit) throws IOException {
        boolean restart = interval > 0 && unit > 0 && unit % interval == 0;
        if (restart) {
            scan.bits().restart();
        }
        return restart;
    }
}
