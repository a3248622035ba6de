package io.dromedary.delivery;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what waits in a lane, as long as it has a slot for it, and gives each piece to its route. One thread asks; it
 * waits for the bell when there was nothing.
 */
final class LaneConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(LaneConsumer.class);
    /** After a failure nobody may ring. */
    private static final long PAUSE_MS = 1_000;

    private final LaneEndpoint lane;
    private final LaneSignals signals;
    private final LaneSignals.Signal signal = new LaneSignals.Signal();
    private final Slots slots;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    /** What its route failed to end, until it is given back. */
    private final Set<String> thrown = ConcurrentHashMap.newKeySet();
    private final Object claiming = new Object();
    private ExecutorService claimer;
    private ExecutorService workers;
    private boolean open;
    /** Is something perhaps said to be this node's that nobody here has? */
    private volatile boolean unsure;

    LaneConsumer(LaneEndpoint lane, Processor processor, LaneSignals signals) {
        super(lane, processor);
        this.lane = lane;
        this.signals = signals;
        this.slots = new Slots(lane.slots());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ExecutorServiceManager threads = lane.getCamelContext().getExecutorServiceManager();
        workers = threads.newCachedThreadPool(this, lane.getEndpointUri());
        claimer = threads.newSingleThreadExecutor(this, lane.getEndpointUri() + "-claims");
        signals.add(lane.name(), signal);
        doResume();
        claimer.execute(this::take);
    }

    @Override
    protected void doResume() {
        synchronized (claiming) {
            open = true;
        }
        signal.give();
    }

    /** Nothing more is taken once this has returned; what was taken goes on. */
    @Override
    protected void doSuspend() {
        synchronized (claiming) {
            open = false;
        }
    }

    @Override
    protected void doStop() throws Exception {
        doSuspend();
        signals.remove(lane.name(), signal);
        claimer.shutdownNow();
        workers.shutdown();
        super.doStop();
    }

    /** A shutdown waits for what was taken, though its worker may not have begun yet. */
    @Override
    public int getPendingExchangesSize() {
        return held.size();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask running) {
        return false;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // It is suspended by then.
    }

    private void take() {
        try {
            while (isRunAllowed()) {
                slots.acquire();
                if (takesNext()) {
                    continue;
                }
                slots.release();
                if (unsure) {
                    signal.await(PAUSE_MS);
                } else {
                    signal.await();
                }
            }
        } catch (InterruptedException e) {
            // Told to stop, with nothing in hand.
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever closes the lane waits for this, so that what is taken is in a worker's hands then. */
    private boolean takesNext() {
        synchronized (claiming) {
            if (!open) {
                return false;
            }
            boolean wasUnsure = unsure;
            try {
                unsure = false;
                if (wasUnsure) {
                    Set<String> given = Set.copyOf(thrown);
                    lane.queue().giveBackAllBut(Set.copyOf(held), given);
                    thrown.removeAll(given);
                }
                Optional<WorkItem> claimed = lane.queue().claim(lane.without(slots));
                claimed.ifPresent(piece -> {
                    held.add(piece.name());
                    LentSlot slot = lane.slot(slots, piece.project());
                    workers.execute(() -> work(piece, slot));
                });
                return claimed.isPresent();
            } catch (RuntimeException e) {
                // It may have been done all the same: whoever hears no answer looks before he asks again.
                if (!wasUnsure) {
                    LOG.warn("Nothing can be taken from the lane {}; it is tried again: {}", lane.name(), e.toString());
                }
                unsure = true;
                return false;
            }
        }
    }

    private void work(WorkItem piece, LentSlot slot) {
        Exchange exchange = createExchange(false);
        boolean failed = false;
        try {
            exchange.setProperty(LentSlot.PROPERTY, slot);
            exchange.getMessage().setBody(piece.body());
            getProcessor().process(exchange);
            failed = exchange.getException() != null;
        } catch (Exception e) {
            exchange.setException(e);
            failed = true;
        } finally {
            if (failed) {
                thrown.add(piece.name());
            }
            held.remove(piece.name());
            if (failed) {
                getExceptionHandler().handleException(
                        piece.name() + " was not ended; it waits again", exchange, exchange.getException());
                unsure = true;
                signal.give();
            }
            releaseExchange(exchange, false);
            slot.end();
        }
    }
}
