package io.dromedary.storage;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Ends from outside what a thread waits for: a store that falls silent must not hold work that was told to stop. Only
 * reading is ended so. Whether a store has what is written to it must be known before it can be taken back.
 */
public final class OpenRequests {

    private final ThreadLocal<Watched> watched = new ThreadLocal<>();

    /** Told apart from the stop itself, which outlives thousands of requests, so that none of them is kept there. */
    private record Watched(CompletableFuture<Void> end, CompletableFuture<?> link) {
    }

    /** From now on, what this thread asks for is for this part, and is ended with its download. */
    public void watch(Part part) {
        watchUntil(part.stop());
    }

    /** From now on, what this thread asks for is ended when this completes. */
    void watchUntil(CompletableFuture<?> stop) {
        var end = new CompletableFuture<Void>();
        watched.set(new Watched(end, stop.whenComplete((reason, failure) -> end.complete(null))));
    }

    /** What this thread asks for is ended by nobody any more. */
    public void forget() {
        current().ifPresent(watch -> watch.link().cancel(false));
        watched.remove();
    }

    /** Ends in this way what this thread is about to ask for. */
    public void onStop(Runnable end) {
        current().ifPresent(watch -> watch.end().thenRun(end));
    }

    private Optional<Watched> current() {
        return Optional.ofNullable(watched.get());
    }
}
