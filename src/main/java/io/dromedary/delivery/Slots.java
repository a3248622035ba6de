package io.dromedary.delivery;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** The slots of a lane. An item that has lent its slot gets the next free one before any new item. */
final class Slots {

    private int free;
    private int returning;

    Slots(int count) {
        this.free = count;
    }

    /** Takes a slot for the next claim. */
    synchronized void acquire() throws InterruptedException {
        while (free <= returning) {
            wait();
        }
        free--;
    }

    /**
     * Takes a slot for an item that has lent its own.
     *
     * @param stop ends the waiting when it completes
     * @throws CancellationException if it did
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

    /** Is there no slot for another claim? */
    synchronized boolean isNoneLeft() {
        return free <= returning;
    }
}
