package io.dromedary.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * The slot of an item. While the item waits for its input it lends the slot to the next item, in exchange for one of
 * the node's {@link TransferSlots}; when the input is here it takes a slot of the lane again. An item whose input
 * arrives quickly keeps its slot.
 */
final class LentSlot {

    /** The property of the exchange that has the slot. */
    static final String PROPERTY = "dromedary.slot";

    private static final long AGAIN_MS = 500;

    private final Slots lane;
    private final TransferSlots transfers;
    private final String project;
    private final ScheduledExecutorService timer;
    private final long afterMs;
    /** Held by who takes a slot of the lane again, so that two that want that for one item take one. */
    private final Object taking = new Object();
    private ScheduledFuture<?> next;
    private State state = State.HELD;

    private enum State {
        /** The item has it, and may lend it. */
        HELD,
        /** It is lent; the item has a transfer slot. */
        LENT,
        /** The item keeps it until its end, or until it waits for its input once more. */
        KEPT,
        ENDED
    }

    /**
     * Creates the slot of an item that was just taken.
     *
     * @param afterMs when it may be lent, in milliseconds; 0 for never
     */
    LentSlot(Slots lane, TransferSlots transfers, String project, ScheduledExecutorService timer, long afterMs) {
        this.lane = lane;
        this.transfers = transfers;
        this.project = project;
        this.timer = timer;
        this.afterMs = afterMs;
        lendIn(afterMs);
    }

    private synchronized void lendIn(long ms) {
        if (state == State.HELD && afterMs > 0) {
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

    /** The slot of this exchange, if a lane began it. */
    static Optional<LentSlot> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, LentSlot.class));
    }

    /** Keeps the slot of this exchange from now on, if a lane began it. */
    static void keep(Exchange exchange, CompletableFuture<?> stop) {
        of(exchange).ifPresent(slot -> slot.keep(stop));
    }

    /** Lends it once more while its item waits, if it has done so for that long. */
    synchronized void lendAgain(long waitedMs) {
        if (state == State.KEPT && afterMs > 0 && waitedMs >= afterMs && transfers.tryAcquire(project)) {
            state = State.LENT;
            lane.release();
        }
    }

    /** May be lent again, as at the beginning. */
    synchronized void hold() {
        if (state == State.KEPT) {
            state = State.HELD;
            lendIn(afterMs);
        }
    }

    synchronized boolean isLent() {
        return state == State.LENT;
    }

    void keep(CompletableFuture<?> stop) {
        synchronized (taking) {
            if (stays()) {
                return;
            }
            lane.acquireAgain(stop);
            if (isTaken()) {
                transfers.release(project);
            } else {
                lane.release();
            }
        }
    }

    private synchronized boolean stays() {
        state = state == State.HELD ? State.KEPT : state;
        return state != State.LENT;
    }

    /** Unless the item has ended meanwhile, and with it what it had. */
    private synchronized boolean isTaken() {
        state = state == State.LENT ? State.KEPT : state;
        return state == State.KEPT;
    }

    /** Gives the slot back at the end of the item. */
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
