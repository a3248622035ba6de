package io.dromedary.server;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Runs parts of the start in parallel. */
final class BackgroundTask {

    private BackgroundTask() {
    }

    /** An action that may throw anything. */
    interface Action {
        void run() throws Exception;
    }

    static CompletableFuture<Void> run(Action action) {
        return call(() -> {
            action.run();
            return null;
        });
    }

    static <T> CompletableFuture<T> call(Callable<T> work) {
        var result = new CompletableFuture<T>();
        new Thread(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        }, "start").start();
        return result;
    }
}
