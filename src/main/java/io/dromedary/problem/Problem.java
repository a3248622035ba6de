package io.dromedary.problem;

import java.util.Optional;

/**
 * A failure that callers see: what is wrong and what to do about it.
 *
 * <p>The message is written for the person who reads the answer. It never contains a stack trace, a path of the server, a
 * credential or raw output of a program.
 */
public final class Problem extends RuntimeException {

    private final ProblemKind kind;
    private final String field;
    private final Long retryAfterSeconds;
    private final boolean passes;

    /** A problem with the request as a whole, or with something that is not a part of it. */
    public Problem(ProblemKind kind, String message) {
        this(kind, message, null, null, null, false);
    }

    /** A problem with one part of the request, named as its writer knows it: {@code options.width}. */
    public Problem(ProblemKind kind, String message, String field) {
        this(kind, message, field, null, null, false);
    }

    /** A problem with a technical cause for the log; the caller does not see it. */
    public Problem(ProblemKind kind, String message, Throwable cause) {
        this(kind, message, null, null, cause, false);
    }

    private Problem(ProblemKind kind, String message, String field, Long retryAfterSeconds, Throwable cause,
            boolean passes) {
        super(message, cause);
        this.kind = kind;
        this.field = field;
        this.retryAfterSeconds = retryAfterSeconds;
        this.passes = passes;
    }

    /** {@code too_many_requests}, with the time to wait. */
    public static Problem later(String message, long seconds) {
        return new Problem(ProblemKind.TOO_MANY_REQUESTS, message, null, seconds, null, false);
    }

    /** A problem that may not occur when the same job is tried again. */
    public static Problem passing(ProblemKind kind, String message) {
        return new Problem(kind, message, null, null, null, true);
    }

    /** May the same job succeed when it is tried again? */
    public boolean passes() {
        return passes;
    }

    public ProblemKind kind() {
        return kind;
    }

    /** After how many seconds the same request may succeed, where that is known. */
    public Optional<Long> retryAfterSeconds() {
        return Optional.ofNullable(retryAfterSeconds);
    }

    /** The part of the request that is wrong, where one is. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }
}
