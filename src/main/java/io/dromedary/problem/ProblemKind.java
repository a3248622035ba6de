package io.dromedary.problem;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kinds of errors that callers see, in answers of the API and in the {@code error} of a failed job.
 *
 * <p>The first group is answered with an HTTP status; those of the second appear only in jobs and tasks, so their status
 * is never sent.
 */
public enum ProblemKind {
    INVALID_INPUT(400),
    TOKEN_MISSING(401),
    TOKEN_INVALID(401),
    FORBIDDEN(403),
    JOB_NOT_FOUND(404),
    TASK_NOT_FOUND(404),
    CONNECTION_NOT_FOUND(404),
    UPLOAD_NOT_FOUND(404),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NAME_TAKEN(409),
    JOB_FINISHED(409),
    JOB_UNFINISHED(409),
    CONNECTION_IN_USE(409),
    UPLOAD_IN_USE(409),
    UPLOAD_OFFSET(409),
    UPLOAD_UNFINISHED(409),
    UPLOAD_GONE(410),
    TUS_VERSION(412),
    BODY_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    IDEMPOTENCY_MISMATCH(422),
    TOO_MANY_REQUESTS(429),
    INTERNAL_ERROR(500),
    OUTCOME_UNKNOWN(500),
    UNAVAILABLE(503),

    INPUT_NOT_FOUND(0),
    INPUT_FORBIDDEN(0),
    INPUT_UNREACHABLE(0),
    INPUT_TOO_LARGE(0),
    INPUT_UNSUPPORTED(0),
    INPUT_CORRUPT(0),
    NO_VIDEO_STREAM(0),
    NO_AUDIO_STREAM(0),
    OPTION_CONFLICT(0),
    OUTPUT_FORBIDDEN(0),
    OUTPUT_UNREACHABLE(0),
    ENCODE_FAILED(0),
    ENCODE_INCOMPLETE(0),
    TIMED_OUT(0),
    RESOURCE_LIMIT(0),
    CANCELLED(0),
    POISON(0);

    private final int status;

    ProblemKind(int status) {
        this.status = status;
    }

    /** The HTTP status of an answer of this kind. */
    public int status() {
        return status;
    }

    /** The name on the wire: {@code invalid_input}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with this name on the wire, which there is. */
    public static ProblemKind of(String wireName) {
        return find(wireName).orElseThrow(() -> new IllegalArgumentException("There is no kind " + wireName));
    }

    /** The kind with this name on the wire, if there is one. */
    public static Optional<ProblemKind> find(String wireName) {
        return Stream.of(values()).filter(kind -> kind.wireName().equals(wireName)).findFirst();
    }
}
