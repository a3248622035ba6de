package io.dromedary.api;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code Range} header asks of a file (RFC 9110 14.1.2 and 14.2). */
sealed interface CdnRange {

    /** These bytes, both ends included. */
    record Bytes(long from, long to) implements CdnRange {
    }

    /** None of the bytes asked for is in the file. */
    record Unsatisfiable() implements CdnRange {
    }

    /** No range, one of another unit or form, or several: the whole file is a valid answer to all of these. */
    record Whole() implements CdnRange {
    }

    /** One range. No file is so large that its size has more digits. */
    Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Reads the header. */
    static CdnRange of(String header, long size) {
        Matcher range = ONE_RANGE.matcher(header.strip());
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return new Whole();
        }
        if (range.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(range.group(2)), size);
            return last == 0 ? new Unsatisfiable() : new Bytes(size - last, size - 1);
        }
        long from = Long.parseLong(range.group(1));
        long to = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
        if (from > to) {
            return new Whole();
        }
        return from >= size ? new Unsatisfiable() : new Bytes(from, Math.min(to, size - 1));
    }

    /** Does {@code If-Range} name this version, by its strong ETag or its exact date (RFC 9110 13.1.5)? */
    static boolean isOfVersion(String ifRange, String etag, long modifiedSeconds) {
        if (ifRange.contains("\"")) {
            return ifRange.strip().equals(etag);
        }
        try {
            return ZonedDateTime.parse(ifRange.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toEpochSecond() == modifiedSeconds;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
