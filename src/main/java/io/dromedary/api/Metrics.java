package io.dromedary.api;

import io.dromedary.delivery.QueueDepths;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Answers with the metrics of this node. */
public final class Metrics {

    private final PrometheusMeterRegistry registry;
    private final QueueDepths queue;

    public Metrics(PrometheusMeterRegistry registry, QueueDepths queue) {
        this.registry = registry;
        this.queue = queue;
    }

    /** All meters, in the text format of Prometheus. */
    public String text() {
        queue.refresh();
        return registry.scrape();
    }
}
