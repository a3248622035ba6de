package io.dromedary.server;

/** Says in one line why the server did not start. */
final class StartupError {

    private StartupError() {
    }

    /** The innermost message is the one that names the cause; those around it say where it happened. */
    static String explain(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return "The server did not start: " + message;
    }
}
