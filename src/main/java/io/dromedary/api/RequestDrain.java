package io.dromedary.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that wait for an answer, so that a server can wait for the last of them before it stops. */
final class RequestDrain {

    private final AtomicInteger waiting = new AtomicInteger();
    private final CompletableFuture<Void> dry = new CompletableFuture<>();
    private volatile boolean closed;

    /** Counts one more request. */
    void enter() {
        waiting.incrementAndGet();
    }

    /** Counts one request less: it is answered, or its client has gone. */
    void leave() {
        waiting.decrementAndGet();
        completeWhenDry();
    }

    /** Completes when the last request is answered. */
    CompletableFuture<Void> close() {
        closed = true;
        completeWhenDry();
        return dry;
    }

    boolean isClosed() {
        return closed;
    }

    private void completeWhenDry() {
        if (closed && waiting.get() == 0) {
            dry.complete(null);
        }
    }
}
