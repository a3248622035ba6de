package io.dromedary.cli;

/** The server did not answer: worth another try by a caller that has something to lose. */
final class Unreachable extends CliFailure {
    Unreachable(String message, Throwable cause) {
        super(ExitCode.UNREACHABLE, message, cause);
    }
}
