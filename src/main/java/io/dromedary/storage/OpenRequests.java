package io.dromedary.storage;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Aborts the open requests of a thread when its work is stopped, so that a stalled store does not delay the stop. Only
 * reads are aborted: after a write, the outcome must be known before it can be undone.
 */
public final class OpenRequests {

    private final ThreadLocal<Watched> watched = new ThreadLocal<>();

    /** Separate from the stop itself, which outlives thousands of requests, so that it does not keep references to them. */
    private record Watched(CompletableFuture<Void> end, CompletableFuture<?> link) {
    }

    /** From now on, requests of this thread belong to this part, and are aborted when its download is stopped. */
    public void watch(Part part) {
        watchUntil(part.stop());
    }

    /** From now on, requests of this thread are aborted when this completes. */
    public void watchUntil(CompletableFuture<?> stop) {
        var end = new CompletableFuture<Void>();
        watched.set(new Watched(end, stop.whenComplete((reason, failure) -> end.complete(null))));
    }

    /** From now on, requests of this thread are not aborted. */
    public void forget() {
        current().ifPresent(watch -> watch.link().cancel(false));
        watched.remove();
    }

    /** Registers how to abort the next request of this thread. */
    public void onStop(Runnable end) {
        current().ifPresent(watch -> watch.end().thenRun(end));
    }

    private Optional<Watched> current() {
        return Optional.ofNullable(watched.get());
    }
}
