package io.dromedary.r2;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes a Range header asks for (rule 17).
 *
 * @param first  offset of the first byte
 * @param length bytes
 */
record ByteRange(long first, long length) {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Content-Range of a 206. */
    String contentRange(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }

    /**
     * Reads a Range header for an object of the given size.
     *
     * @throws R2Error 400 when it is malformed or has several ranges, 416 when nothing of it is in the object
     */
    static ByteRange of(String header, long size) {
        Matcher range = ONE.matcher(header.strip());
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            throw R2Error.invalidArgument("Range");
        }
        long first;
        long last;
        if (range.group(1).isEmpty()) {
            first = Math.max(0, size - Long.parseLong(range.group(2)));
            last = size - 1;
        } else {
            first = Long.parseLong(range.group(1));
            last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
            if (!range.group(2).isEmpty() && last < first) {
                throw R2Error.invalidArgument("Range");
            }
        }
        if (first >= size) {
            throw new R2Error(416, "InvalidRange", "The requested range is not satisfiable");
        }
        return new ByteRange(first, Math.min(last, size - 1) - first + 1);
    }
}
