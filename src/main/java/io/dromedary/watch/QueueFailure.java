package io.dromedary.watch;

/** The failure of a request to a queue; the message contains no token. */
final class QueueFailure extends RuntimeException {

    QueueFailure(String message) {
        super(message);
    }

    QueueFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
