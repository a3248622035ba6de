package io.dromedary.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The lanes that work waits in: {@code from: lane:heavy?slots=4} takes what waits there, four pieces at a time, and
 * {@code to: lane:heavy} tells those who take from it, on all nodes, that something has come.
 */
public final class LaneComponent extends DefaultComponent {

    private final Map<String, Queue> queues;
    private final Bells bells;
    private final Consumer<String> others;

    /**
     * The lanes.
     *
     * @param queues what waits in each, by their names
     * @param bells  those of this process
     * @param others tells other nodes that something has come into the lane of a name
     */
    public LaneComponent(Map<String, Queue> queues, Bells bells, Consumer<String> others) {
        this.queues = Map.copyOf(queues);
        this.bells = bells;
        this.others = others;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        int slots = getAndRemoveParameter(parameters, "slots", int.class, 1);
        Queue queue = Optional.ofNullable(queues.get(name)).orElseThrow(() -> new IllegalArgumentException(
                "There is no lane '" + name + "'; there are " + String.join(", ", queues.keySet().stream().sorted().toList())));
        if (slots < 1) {
            throw new IllegalArgumentException("The lane " + name + " has no slots: 'slots' must be 1 or more");
        }
        return new LaneEndpoint(uri, this, name, queue, slots);
    }

    Bells bells() {
        return bells;
    }

    /** Something has come into this lane. */
    void tell(String lane) {
        bells.ring(lane);
        others.accept(lane);
    }
}
