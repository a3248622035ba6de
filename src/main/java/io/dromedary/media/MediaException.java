package io.dromedary.media;

import java.util.Locale;
import java.util.Optional;

/**
 * A file or a request that cannot be served, in the words the caller gets to read: the message says
 * what is wrong and what to do about it.
 */
public final class MediaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String field;

    /**
     * @param kind the error kind of the HTTP contract
     * @param message what is wrong and what to do
     * @param field the offending field as a path from the body's root, such as {@code options.codec}
     */
    public MediaException(Kind kind, String message, Optional<String> field) {
        super(message);
        this.kind = kind;
        this.field = field.orElse("");
    }

    public static MediaException of(Kind kind, String message) {
        return new MediaException(kind, message, Optional.empty());
    }

    public static MediaException of(Kind kind, String message, String field) {
        return new MediaException(kind, message, Optional.of(field));
    }

    /** The error kind as the HTTP contract names it, such as {@code option_conflict}. */
    public String kind() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The field at fault, as a path from the body's root; empty when no single one is. */
    public Optional<String> field() {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }

    /** The error kinds of the HTTP contract that media can cause. */
    public enum Kind {
        /** The request contradicts itself; known before the file is looked at. */
        INVALID_INPUT,
        /** Not media, or a format or codec that is not accepted. */
        INPUT_UNSUPPORTED,
        /** Media of a known format that cannot be read. */
        INPUT_CORRUPT,
        /** A picture is needed and the file has none. */
        NO_VIDEO_STREAM,
        /** Sound is needed and the file has none. */
        NO_AUDIO_STREAM,
        /** Options that only the probed file shows to be impossible. */
        OPTION_CONFLICT,
        /** More than the operator lets a job take. */
        RESOURCE_LIMIT,
        /** What FFmpeg made is not what was planned. */
        ENCODE_FAILED,
        /** What FFmpeg made is less than what was planned, or otherwise not like it. */
        ENCODE_INCOMPLETE
    }
}
