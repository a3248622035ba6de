package io.dromedary.delivery;

import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** A lane, as routes name it. */
public final class LaneEndpoint extends DefaultEndpoint {

    private final LaneComponent lanes;
    private final String name;
    private final Queue queue;
    private final int slots;
    private final long lentAfterMs;

    LaneEndpoint(String uri, LaneComponent lanes, String name, Queue queue, int slots, long lentAfterMs) {
        super(uri, lanes);
        this.lanes = lanes;
        this.name = name;
        this.queue = queue;
        this.slots = slots;
        this.lentAfterMs = lentAfterMs;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        var consumer = new LaneConsumer(this, processor, lanes.signals());
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                lanes.tell(name);
            }
        };
    }

    /** The slot of an item of this project. */
    LentSlot slot(Slots all, String project) {
        return lanes.slot(all, project, lentAfterMs);
    }

    /** The projects to skip now. */
    Set<String> without(Slots all) {
        return lentAfterMs > 0 && all.isNoneLeft() ? lanes.full() : Set.of();
    }

    String name() {
        return name;
    }

    Queue queue() {
        return queue;
    }

    /** The number of items at a time. */
    int slots() {
        return slots;
    }
}
