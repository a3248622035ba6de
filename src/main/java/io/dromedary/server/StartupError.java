package io.dromedary.server;

import java.nio.file.FileSystemException;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;

/** Says in one line why the server did not start, or a command beside it did nothing. */
final class StartupError {

    private StartupError() {
    }

    static String explain(Throwable failure) {
        return "The server did not start: " + reason(failure);
    }

    /**
     * The same of a server whose routes may be read already.
     *
     * @param context null where there is none yet
     */
    static String explain(CamelContext context, Throwable failure) {
        return context instanceof ModelCamelContext model
                ? RouteMistake.atStart(model.getRouteDefinitions(), failure)
                        .map(mistake -> "The server did not start: " + mistake).orElseGet(() -> explain(failure))
                : explain(failure);
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
