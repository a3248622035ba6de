package io.dromedary.r2;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;

/**
 * The four conditions of a request, in the order of RFC 9110, section 13.2.2 (rule 18).
 *
 * @param match           If-Match
 * @param noneMatch       If-None-Match
 * @param modifiedSince   If-Modified-Since
 * @param unmodifiedSince If-Unmodified-Since
 */
record Preconditions(Optional<String> match, Optional<String> noneMatch, Optional<String> modifiedSince,
        Optional<String> unmodifiedSince) {

    static Preconditions of(RequestHead head) {
        return of(head, "");
    }

    /** With a prefix before each name: {@code x-amz-copy-source-}. */
    static Preconditions of(RequestHead head, String prefix) {
        return new Preconditions(head.header(prefix + "if-match"), head.header(prefix + "if-none-match"),
                head.header(prefix + "if-modified-since"), head.header(prefix + "if-unmodified-since"));
    }

    /**
     * Checks a read.
     *
     * @return true when the reader has it already: 304
     * @throws R2Error 412
     */
    boolean notModified(ObjectRecord object) {
        boolean failed = match.isPresent()
                ? !names(match.get(), object)
                : unmodifiedSince.filter(time -> later(object, time)).isPresent();
        if (failed) {
            throw R2Error.preconditionFailed();
        }
        return noneMatch.isPresent()
                ? names(noneMatch.get(), object)
                : modifiedSince.filter(time -> !later(object, time)).isPresent();
    }

    /**
     * Checks a write against what it would replace. R2 documents for an absent object that If-Match and
     * If-Modified-Since fail and the other two hold.
     *
     * @throws R2Error 412
     */
    void checkWrite(Optional<ObjectRecord> current) {
        boolean holds = match.map(tags -> current.filter(o -> names(tags, o)).isPresent()).orElse(true)
                && noneMatch.map(tags -> current.filter(o -> names(tags, o)).isEmpty()).orElse(true)
                && modifiedSince.map(time -> current.filter(o -> later(o, time)).isPresent()).orElse(true)
                && unmodifiedSince.map(time -> current.filter(o -> later(o, time)).isEmpty()).orElse(true);
        if (!holds) {
            throw R2Error.preconditionFailed();
        }
    }

    private static boolean names(String tags, ObjectRecord object) {
        return Arrays.stream(tags.split(",")).map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.replaceFirst("^W/", "").replace("\"", "").equals(object.etag()));
    }

    private static boolean later(ObjectRecord object, String time) {
        try {
            Instant since = ZonedDateTime.parse(time, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return object.lastModified().isAfter(since);
        } catch (DateTimeException e) {
            throw R2Error.invalidArgument("Date of a condition");
        }
    }
}
