package io.dromedary.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Reads the output of a guest by lines, and limits it: a hostile guest may print an endless line, too many bytes, or too
 * many lines per second.
 *
 * @param lineBytes  of one line
 * @param allBytes   of all lines together
 * @param burst      lines that may arrive at once
 * @param perSecond  sustained lines per second
 */
record BoundedLines(int lineBytes, long allBytes, long burst, long perSecond) {

    /** An answer of ffprobe takes some KiB, mostly tags. */
    static final BoundedLines OF_ANSWERS = new BoundedLines(1 << 20, 4 << 20, 1 << 20, 1 << 20);
    /** A report has some 15 lines, and there are two per second; the total is reached after weeks. */
    static final BoundedLines OF_PROGRESS = new BoundedLines(4 << 10, 1L << 30, 10_000, 500);
    /** A damaged file causes several lines for each of some hundred frames per second. */
    static final BoundedLines OF_ERRORS = new BoundedLines(1 << 20, 256L << 20, 200_000, 20_000);

    static final class Flood extends IOException {

        private static final long serialVersionUID = 1L;

        Flood(String what) {
            super(what);
        }
    }

    /**
     * Reads to the end.
     *
     * @param line  gets each line without its end, and the beginning of one that is too long
     * @param nanos the clock for lines per second
     * @throws Flood if a limit is exceeded
     */
    void read(InputStream stream, Consumer<String> line, LongSupplier nanos) throws IOException {
        var buffer = new byte[8192];
        var pending = new byte[256];
        int length = 0;
        long all = 0;
        double credit = burst;
        long last = nanos.getAsLong();
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            all += count;
            if (all > allBytes) {
                throw new Flood("it printed more than " + allBytes + " bytes");
            }
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n') {
                    long now = nanos.getAsLong();
                    credit = Math.min(burst, credit + (now - last) / 1e9 * perSecond) - 1;
                    last = now;
                    if (credit < 0) {
                        throw new Flood("it printed more than " + perSecond + " lines a second");
                    }
                    line.accept(text(pending, length));
                    length = 0;
                } else if (length == lineBytes) {
                    line.accept(text(pending, length));
                    throw new Flood("it printed a line of more than " + lineBytes + " bytes");
                } else {
                    if (length == pending.length) {
                        pending = Arrays.copyOf(pending, Math.min(2 * length, lineBytes));
                    }
                    pending[length++] = buffer[i];
                }
            }
        }
        if (length > 0) {
            line.accept(text(pending, length));
        }
    }

    private static String text(byte[] line, int length) {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.UTF_8);
    }
}
