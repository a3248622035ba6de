package io.dromedary.delivery;

import org.apache.camel.Exchange;

/** What routes do with the slots of their lanes. */
public final class LaneSlots {

    /**
     * Takes a slot of the lane again if the item has lent its own. It comes before any new item of the lane.
     *
     * @throws java.util.concurrent.CancellationException if the attempt was stopped while it waited
     */
    public void takeBack(Exchange exchange, RunningJob attempt) {
        LentSlot.keep(exchange, attempt.stopped());
    }

    /** The slot of an item that may have to wait for its input once more; one that is never lent where no lane began it. */
    public Loan loan(Exchange exchange, RunningJob attempt) {
        LentSlot slot = exchange.getProperty(LentSlot.PROPERTY, LentSlot.class);
        return slot == null ? Loan.NONE : new Loan() {
            @Override
            public void offer(long waitedMs) {
                slot.lendAgain(waitedMs);
            }

            @Override
            public boolean isLent() {
                return slot.isLent();
            }

            @Override
            public void takeBack() {
                slot.keep(attempt.stopped());
            }
        };
    }
}
