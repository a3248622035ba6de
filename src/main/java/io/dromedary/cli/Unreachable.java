package io.dromedary.cli;

/** The server did not answer; callers may try again. */
final class Unreachable extends CliFailure {
    Unreachable(String message, Throwable cause) {
        super(ExitCode.UNREACHABLE, message, cause);
    }
}
