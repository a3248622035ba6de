package io.dromedary.server;

import java.nio.file.FileSystemException;

/** Says in one line why the server did not start, or a command beside it did nothing. */
final class StartupError {

    private StartupError() {
    }

    static String explain(Throwable failure) {
        return explain(reason(failure));
    }

    static String explain(String reason) {
        return "The server did not start: " + reason;
    }

    /** The innermost message is the one that names the cause; those around it say where it happened. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        Throwable around = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            around = cause;
            cause = cause.getCause();
        }
        // A file system's own message is often no more than a path.
        if (cause instanceof FileSystemException && around.getMessage() != null
                && !around.getMessage().equals(cause.toString())) {
            cause = around;
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
