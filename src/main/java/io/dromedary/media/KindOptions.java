package io.dromedary.media;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/** The options of one kind of job, read and checked. */
public interface KindOptions {

    /**
     * The part of the input that is read, in seconds.
     *
     * @return empty for all of it
     */
    default Optional<Part> part() {
        return Optional.empty();
    }

    /**
     * A part of an input.
     *
     * @param from seconds from its beginning
     * @param until seconds from its beginning; infinite for its end
     */
    record Part(double from, double until) {}

    /** Whether only pictures are made, so that the input's sound is not read. */
    default boolean isSilent() {
        return false;
    }

    /** Other files that the work needs, with the URL that the caller gave for each. */
    default Map<Attachment, String> attachments() {
        return Map.of();
    }

    /** Where the key is with which the segments of the result are encrypted; empty for a result that is not. */
    default Optional<String> keyUrl() {
        return Optional.empty();
    }

    /** Whether text is drawn into the picture, which takes a font. */
    default boolean drawsText() {
        return false;
    }

    /** The encoding of the subtitles, where the caller says it. */
    default Optional<Charset> subtitleEncoding() {
        return Optional.empty();
    }
}
