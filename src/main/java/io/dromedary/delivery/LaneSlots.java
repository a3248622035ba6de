package io.dromedary.delivery;

import org.apache.camel.Exchange;

/** What routes say of the slots of their lanes. */
public final class LaneSlots {

    /**
     * Nothing more is waited for: the work takes a slot of its lane again, if that was lent to others meanwhile, before the
     * lane claims anything new.
     *
     * @throws java.util.concurrent.CancellationException when the attempt was told to stop while it waited
     */
    public void takeBack(Exchange exchange, RunningJob attempt) {
        LentSlot.keep(exchange, attempt.stopped());
    }
}
