package io.dromedary.delivery;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** The slot of an item that has begun its work, and may have to wait for its input once more. */
public final class Loan {

    private final Optional<LentSlot> slot;
    private final CompletableFuture<?> stop;

    /**
     * @param slot empty where no lane began the item: nobody else would take it
     * @param stop ends the waiting for a slot when it completes
     */
    Loan(Optional<LentSlot> slot, CompletableFuture<?> stop) {
        this.slot = slot;
        this.stop = stop;
    }

    /**
     * Lends it to the next item of the lane if this one has waited for long, and if a transfer slot is free.
     *
     * @param waitedMs how long it has waited, in milliseconds
     */
    public void offer(long waitedMs) {
        slot.ifPresent(own -> own.lendAgain(waitedMs));
    }

    /** Has another item got it, or may it get it? */
    public boolean isLent() {
        return slot.filter(LentSlot::isLent).isPresent();
    }

    /**
     * Takes a slot of the lane again if it is lent, before any new item.
     *
     * @param needless when this completes, there is no more use for the slot
     * @throws CancellationException if that or the attempt's stop came while it waited
     */
    public void takeBack(CompletableFuture<?> needless) {
        slot.ifPresent(own -> own.keep(CompletableFuture.anyOf(stop, needless)));
    }

    /** The item only waits for the rest of its input from now on: the slot may be lent as before its work. */
    void giveUp() {
        slot.ifPresent(LentSlot::hold);
    }
}
