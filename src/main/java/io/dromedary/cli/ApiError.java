package io.dromedary.cli;

import java.util.Optional;

/** An error answer of the server, the contract's {@code Error}. */
final class ApiError extends CliFailure {
    private static final int CONFLICT = 409;

    private final int status;
    private final Optional<String> field;

    ApiError(int status, String message, Optional<String> field) {
        super(exitCode(status), message);
        this.status = status;
        this.field = field;
    }

    /** The wrong field of the request, such as {@code options.width}. */
    Optional<String> field() {
        return field;
    }

    /** Does what is there contradict the request? */
    boolean isConflict() {
        return status == CONFLICT;
    }

    /** May the same request succeed a little later? */
    boolean passing() {
        return exitCode() == ExitCode.UNREACHABLE;
    }

    private static ExitCode exitCode(int status) {
        return switch (status) {
            case 401, 403 -> ExitCode.UNAUTHORISED;
            case 429 -> ExitCode.UNREACHABLE;
            default -> status < 500 ? ExitCode.USAGE : ExitCode.UNREACHABLE;
        };
    }
}
