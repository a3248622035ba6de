package io.dromedary.server;

import java.nio.file.FileSystemException;

/** Explains in one line why the server, or a command on its data, did not start. */
final class StartupError {

    private StartupError() {
    }

    static String explain(Throwable failure) {
        return explain(reason(failure));
    }

    static String explain(String reason) {
        return "The server did not start: " + reason;
    }

    /** The innermost message names the cause; the outer ones say where it happened. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        Throwable around = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            around = cause;
            cause = cause.getCause();
        }
        // The message of a file system exception is often only a path.
        if (cause instanceof FileSystemException && around.getMessage() != null
                && !around.getMessage().equals(cause.toString())) {
            cause = around;
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
