package io.dromedary.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * The slot of a lane in the hands of a piece of work. While that waits for its input the lane may lend it on to the next,
 * for one of the node's {@link TransferSlots}; before it goes on it takes one of the lane again. What comes quickly keeps
 * its own.
 */
final class LentSlot {

    /** Of an exchange. */
    static final String PROPERTY = "dromedary.slot";

    private static final long AGAIN_MS = 500;

    private final Slots lane;
    private final TransferSlots transfers;
    private final String project;
    private final ScheduledExecutorService timer;
    private ScheduledFuture<?> next;
    private State state = State.HELD;

    private enum State {
        /** By the work, and it can be lent. */
        HELD,
        /** By others; the work has one of the transfers. */
        LENT,
        /** By the work, to its end. */
        KEPT,
        ENDED
    }

    /**
     * A slot that was just taken.
     *
     * @param afterMs when it is lent for the first time, in milliseconds; 0 for never
     */
    LentSlot(Slots lane, TransferSlots transfers, String project, ScheduledExecutorService timer, long afterMs) {
        this.lane = lane;
        this.transfers = transfers;
        this.project = project;
        this.timer = timer;
        if (afterMs > 0) {
            lendIn(afterMs);
        }
    }

    private synchronized void lendIn(long ms) {
        if (state == State.HELD) {
            next = timer.schedule(this::lend, ms, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void lend() {
        if (state != State.HELD) {
            return;
        }
        if (transfers.tryAcquire(project)) {
            state = State.LENT;
            lane.release();
        } else {
            lendIn(AGAIN_MS);
        }
    }

    /** The slot with which this exchange was begun, if it was begun by a lane, is kept from now on. */
    static void keep(Exchange exchange, CompletableFuture<?> stop) {
        LentSlot slot = exchange.getProperty(PROPERTY, LentSlot.class);
        if (slot != null) {
            slot.keep(stop);
        }
    }

    private void keep(CompletableFuture<?> stop) {
        synchronized (this) {
            if (state != State.LENT) {
                state = State.KEPT;
                return;
            }
        }
        lane.acquireAgain(stop);
        synchronized (this) {
            state = State.KEPT;
        }
        transfers.release(project);
    }

    /** The work has ended. */
    void end() {
        State last;
        synchronized (this) {
            last = state;
            state = State.ENDED;
            if (next != null) {
                next.cancel(false);
            }
        }
        if (last == State.LENT) {
            transfers.release(project);
        } else {
            lane.release();
        }
    }
}
