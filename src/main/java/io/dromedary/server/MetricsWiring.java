package io.dromedary.server;

import io.dromedary.api.Metrics;
import io.dromedary.database.Database;
import io.dromedary.delivery.QueueDepths;
import io.dromedary.job.JobMeters;
import io.dromedary.job.Observer;
import io.dromedary.job.StageLog;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.spi.Registry;

/** Creates the metrics of this node. */
final class MetricsWiring {

    private final PrometheusMeterRegistry meters;
    private final JobMeters jobs;

    MetricsWiring(Resources closing) {
        meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        closing.add(meters::close);
        jobs = new JobMeters(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        closing.add(new JvmGcMetrics()).bindTo(meters);
    }

    /** The meters of jobs. */
    JobMeters jobs() {
        return jobs;
    }

    /** An observer of the attempts of a node. */
    Observer observer(String node) {
        return new Observer(jobs, new StageLog(node), System::nanoTime);
    }

    /** Registers the bean that the routes use. */
    void bind(Registry registry, Database database) {
        registry.bind("metrics", new Metrics(meters, new QueueDepths(database, meters, System::nanoTime)));
    }
}
