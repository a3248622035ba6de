package io.dromedary.watch;

/** A queue that does not do what it is asked; the message holds no token. */
final class QueueFailure extends RuntimeException {

    QueueFailure(String message) {
        super(message);
    }

    QueueFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
