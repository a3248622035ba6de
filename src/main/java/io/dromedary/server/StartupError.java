package io.dromedary.server;

import java.nio.file.FileSystemException;

/** Says in one line why the server did not start. */
final class StartupError {

    private StartupError() {
    }

    /** The innermost message is the one that names the cause; those around it say where it happened. */
    static String explain(Throwable failure) {
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
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return "The server did not start: " + message;
    }
}
