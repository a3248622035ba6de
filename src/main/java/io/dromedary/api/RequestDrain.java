package io.dromedary.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts who waits for an answer, so that a server that ends can wait until the last of them has his. */
final class RequestDrain {

    private final AtomicInteger waiting = new AtomicInteger();
    private final CompletableFuture<Void> dry = new CompletableFuture<>();
    private volatile boolean closed;

    /** One more waits. */
    void enter() {
        waiting.incrementAndGet();
    }

    /** One of them has his answer, or has gone. */
    void leave() {
        waiting.decrementAndGet();
        completeWhenDry();
    }

    /** From now on it is waited for the last. */
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
