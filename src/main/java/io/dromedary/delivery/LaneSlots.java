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

    /** The slot of an item that may have to wait for its input once more. */
    public Loan loan(Exchange exchange, RunningJob attempt) {
        return new Loan(LentSlot.of(exchange), attempt.stopped());
    }

    /** An item that only waits for the rest of its input from now on may lend its slot as before its work. */
    public void giveUp(Loan slot) {
        slot.giveUp();
    }
}
