package io.dromedary.delivery;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** The slots of a lane. Who gave his back for a while has his turn before whatever would be claimed. */
final class Slots {

    private int free;
    private int returning;

    Slots(int count) {
        this.free = count;
    }

    /** Takes one for the next claim. */
    synchronized void acquire() throws InterruptedException {
        while (free <= returning) {
            wait();
        }
        free--;
    }

    /**
     * Takes one again.
     *
     * @param stop when this completes, nobody waits any more
     * @throws CancellationException when it did
     */
    void acquireAgain(CompletableFuture<?> stop) {
        CompletableFuture<?> told = stop.whenComplete((reason, failure) -> wake());
        try {
            awaitAgain(stop);
        } finally {
            told.cancel(false);
        }
    }

    private synchronized void awaitAgain(CompletableFuture<?> stop) {
        returning++;
        try {
            while (free == 0) {
                if (stop.isDone()) {
                    throw new CancellationException("Nobody waits for this any more");
                }
                wait();
            }
            free--;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Told to end while waiting for a slot");
        } finally {
            returning--;
            notifyAll();
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    synchronized void release() {
        free++;
        notifyAll();
    }

    /** Is there none for another claim? */
    synchronized boolean isNoneLeft() {
        return free <= returning;
    }
}
