package io.dromedary.delivery;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.StartupListener;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes items from a lane while it has free slots, and runs its route for each. One thread claims the items; when there
 * are none, it waits for a signal.
 */
final class LaneConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(LaneConsumer.class);
    /** How long to wait after a failure, after which there may be no signal. */
    private static final long PAUSE_MS = 1_000;
    private static final long FOREVER = 0;

    private final LaneEndpoint lane;
    private final LaneSignals signals;
    private final LaneSignals.Signal signal = new LaneSignals.Signal();
    private final Slots slots;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    /** The items whose route failed, until they are given back. */
    private final Set<String> thrown = ConcurrentHashMap.newKeySet();
    private final Object claiming = new Object();
    private ExecutorService claimer;
    private ExecutorService workers;
    private boolean open;
    /** May the database assign items to this node that are not here? */
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
        claimer.execute(this::take);
        if (lane.getCamelContext().isStarted()) {
            doResume();
        } else {
            // Camel starts endpoints that routes name dynamically only once the context stands; an item would find theirs without a client.
            lane.getCamelContext().addStartupListener(new OnceItStands());
        }
    }

    private final class OnceItStands implements StartupListener {

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            // Other services of the context are still started after this.
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            if (isStarted()) {
                doResume();
            }
        }
    }

    @Override
    protected void doResume() {
        synchronized (claiming) {
            open = true;
        }
        signal.give();
    }

    /** After this returns no item is taken; those that were taken continue. */
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
        // A server whose start failed stops what it had not begun.
        if (claimer != null) {
            claimer.shutdownNow();
            workers.shutdown();
        }
        super.doStop();
    }

    /** A shutdown waits for all items that were taken, even if no worker has begun them. */
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
        // The consumer is suspended by then.
    }

    private void take() {
        try {
            while (isRunAllowed()) {
                slots.acquire();
                if (takesNext()) {
                    continue;
                }
                slots.release();
                signal.await(unsure ? PAUSE_MS : FOREVER);
            }
        } catch (InterruptedException e) {
            // Stopped without an item.
            Thread.currentThread().interrupt();
        }
    }

    /** Claims the next item. Suspending waits for this, so that every claimed item has a worker. */
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
                claimed.ifPresent(item -> {
                    held.add(item.name());
                    LentSlot slot = lane.slot(slots, item.project());
                    workers.execute(() -> work(item, slot));
                });
                return claimed.isPresent();
            } catch (RuntimeException e) {
                // The claim may have succeeded and only its answer may be lost, so look before the next claim.
                if (!wasUnsure) {
                    LOG.warn("Nothing can be taken from the lane {}; it is tried again: {}", lane.name(), e.toString());
                }
                unsure = true;
                return false;
            }
        }
    }

    private void work(WorkItem item, LentSlot slot) {
        Exchange exchange = createExchange(false);
        boolean failed = false;
        try {
            exchange.setProperty(LentSlot.PROPERTY, slot);
            exchange.getMessage().setBody(item.body());
            getProcessor().process(exchange);
            failed = exchange.getException() != null;
        } catch (Exception e) {
            exchange.setException(e);
            failed = true;
        } finally {
            if (failed) {
                thrown.add(item.name());
            }
            held.remove(item.name());
            if (failed) {
                getExceptionHandler().handleException(
                        item.name() + " was not ended; it waits again", exchange, exchange.getException());
                unsure = true;
                signal.give();
            }
            releaseExchange(exchange, false);
            slot.end();
        }
    }
}
