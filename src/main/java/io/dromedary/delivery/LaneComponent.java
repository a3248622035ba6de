package io.dromedary.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The lanes that work waits in: {@code from: lane:heavy?slots=4} consumes up to four items at a time, and {@code to:
 * lane:heavy} wakes the consumers of the lane on all nodes. With {@code lentAfter=2000}, an item that has waited for
 * its input for two seconds lends its slot to the next item.
 */
public final class LaneComponent extends DefaultComponent {

    private final Map<String, Queue> queues;
    private final LaneSignals signals;
    private final Consumer<String> others;
    private final TransferSlots transfers;
    private ScheduledExecutorService timer;

    /**
     * @param queues the queues of the lanes, by name
     * @param signalswakes the consumers of this process
     * @param others tells other nodes that something waits in a lane
     * @param most   how many items of all lanes together may have lent their slots
     */
    public LaneComponent(Map<String, Queue> queues, LaneSignals signals, Consumer<String> others, int most) {
        this.queues = Map.copyOf(queues);
        this.signals = signals;
        this.others = others;
        this.transfers = new TransferSlots(most, signals::giveAll);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        timer = getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "lane-slots");
    }

    @Override
    protected void doStop() throws Exception {
        getCamelContext().getExecutorServiceManager().shutdownNow(timer);
        super.doStop();
    }

    /** The slot of an item, which is lent while the item waits for its input. */
    LentSlot slot(Slots lane, String project, long afterMs) {
        return new LentSlot(lane, transfers, project, timer, afterMs);
    }

    /** The projects that do not get the last slot of a lane. */
    Set<String> full() {
        return transfers.full();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        int slots = getAndRemoveParameter(parameters, "slots", int.class, 1);
        long lentAfter = getAndRemoveParameter(parameters, "lentAfter", long.class, 0L);
        Queue queue = Optional.ofNullable(queues.get(name)).orElseThrow(() -> new IllegalArgumentException(
                "There is no lane '" + name + "'; there are " + String.join(", ", queues.keySet().stream().sorted().toList())));
        if (slots < 1) {
            throw new IllegalArgumentException("The lane " + name + " has no slots: 'slots' must be 1 or more");
        }
        return new LaneEndpoint(uri, this, name, queue, slots, lentAfter);
    }

    LaneSignals signals() {
        return signals;
    }

    /** Tells all consumers that something waits in this lane. */
    void tell(String lane) {
        signals.give(lane);
        others.accept(lane);
    }
}
