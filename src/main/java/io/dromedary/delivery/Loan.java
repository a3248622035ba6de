package io.dromedary.delivery;

import java.util.concurrent.CancellationException;

/** The slot of an item that has begun its work, and waits for its input once more. */
public interface Loan {

    /** It stays where it is. */
    Loan NONE = new Loan() {
        @Override
        public void offer(long waitedMs) {
            // Nobody else would take it.
        }

        @Override
        public boolean isLent() {
            return false;
        }

        @Override
        public void takeBack() {
            // It was not lent.
        }
    };

    /**
     * Lends it to the next item of the lane if this one has waited for long, and if a transfer slot is free.
     *
     * @param waitedMs how long it has waited, in milliseconds
     */
    void offer(long waitedMs);

    /** Has another item got it, or may it get it? */
    boolean isLent();

    /**
     * Takes a slot of the lane again if it is lent, before any new item.
     *
     * @throws CancellationException if the attempt was stopped while it waited
     */
    void takeBack();
}
