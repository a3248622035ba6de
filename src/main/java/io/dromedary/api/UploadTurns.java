package io.dromedary.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one request at a time use an upload: the latest. A client whose connection broke comes back before this server has
 * noticed; so a new request interrupts the one before it, and begins when that one has ended.
 */
final class UploadTurns {

    private final Map<String, Turn> latest = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** The right of one request to an upload; it must be ended. */
    final class Turn {

        private final String upload;
        private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        private Turn(String upload) {
            this.upload = upload;
        }

        /** Completes when it must end soon. */
        CompletableFuture<Void> interrupted() {
            return interrupted;
        }

        void end() {
            latest.remove(upload, this);
            ended.complete(null);
        }
    }

    /**
     * Takes the next turn.
     *
     * @return completes when it begins
     */
    CompletableFuture<Turn> take(String upload) {
        var turn = new Turn(upload);
        Turn before = latest.put(upload, turn);
        if (closed) {
            turn.interrupted.complete(null);
        }
        if (before == null) {
            return CompletableFuture.completedFuture(turn);
        }
        before.interrupted.complete(null);
        return before.ended.thenApply(over -> turn);
    }

    /** Interrupts all, now and later. */
    void close() {
        closed = true;
        List.copyOf(latest.values()).forEach(turn -> turn.interrupted.complete(null));
    }
}
