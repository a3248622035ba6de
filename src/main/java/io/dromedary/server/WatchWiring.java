package io.dromedary.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.delivery.Queue;
import io.dromedary.delivery.WorkItem;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Owner;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.CheckedConnections;
import io.dromedary.net.CheckedDns;
import io.dromedary.watch.EventParser;
import io.dromedary.watch.Intake;
import io.dromedary.watch.Listing;
import io.dromedary.watch.QueueClient;
import io.dromedary.watch.Queues;
import io.dromedary.watch.ServerSideCopy;
import io.dromedary.watch.S3Events;
import io.dromedary.watch.SourceCleanup;
import io.dromedary.watch.WatchConnections;
import io.dromedary.watch.WatchApi;
import io.dromedary.watch.WatchStates;
import io.dromedary.watch.WatchedObjects;
import io.dromedary.watch.Watches;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Registry;

/** Creates the beans that the routes of watches use. */
final class WatchWiring {

    private static final String CREATE_JOB = "createJob";
    private static final long GIB = 1L << 30;
    /** How long the answer of a queue may take in all. */
    private static final Duration QUEUE_PATIENCE = Duration.ofSeconds(30);

    private final Foundation base;
    private final JobWiring jobs;
    private final AllowedHosts allowed;

    WatchWiring(Foundation base, JobWiring jobs, AllowedHosts allowed) {
        this.base = base;
        this.jobs = jobs;
        this.allowed = allowed;
    }

    /** Reads the watches, registers the beans of their routes, and gives the names of the watches. */
    Set<String> bind(StoreWiring stores) {
        var states = new WatchStates(base.database(), base.clock(), base.settings().nodeName());
        Watches watches = readWatches(states);
        var connections = new WatchConnections(stores.connections(), stores.clients());
        WatchedObjects watched = jobs.watched();
        BiFunction<Owner, JsonNode, JobOrder> read = (owner, body) -> {
            base.contract().checkBody(CREATE_JOB, body);
            return jobs.orders().read(owner, body);
        };
        Registry registry = base.registry();
        registry.bind("watches", watches);
        registry.bind("s3Events", new S3Events(watches));
        registry.bind("watchApi", new WatchApi(watches, states));
        registry.bind("listing", new Listing(connections));
        registry.bind("intake", new Intake(connections, watched, jobs.published(), jobs.jobs(), read));
        registry.bind("queues", new Queues(connections));
        registry.bind("queueClient", queueClient(watches.names().size()));
        registry.bind("eventParser", new EventParser());
        // A source that was taken is queued again after some minutes, so nothing needs to be given back.
        base.lanes().add(WatchedObjects.LANE, Queue.of(
                without -> watched.claim().map(source -> new WorkItem(source.jobId(), "", source)), (held, thrown) -> { }),
                WatchedObjects.DUE);
        registry.bind("sourceCleanup",
                new SourceCleanup(stores.clients(), watched, jobs.published(), new ServerSideCopy(4 * GIB, GIB)));
        return watches.names();
    }

    /**
     * A client with one connection for each watch. Connections are opened, and trusted roots are read, with the first
     * request.
     */
    private QueueClient queueClient(int watches) {
        int most = Math.max(1, watches);
        var connections = base.resources().add(CheckedConnections.pool(new CheckedDns(allowed, "The queue's host"), most, most));
        return new QueueClient(connections,
                base.context().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "queue-deadline"),
                QUEUE_PATIENCE);
    }

    private Watches readWatches(WatchStates states) {
        Consumer<JsonNode> check = body -> {
            base.contract().checkBody(CREATE_JOB, body);
            jobs.orders().check(body);
        };
        PropertiesComponent properties = base.context().getPropertiesComponent();
        Properties templates = properties.loadProperties(name -> name.startsWith("camel.route"));
        var entries = new TreeMap<String, String>();
        templates.stringPropertyNames().forEach(name -> entries.put(name, templates.getProperty(name)));
        Watches watches = Watches.read(entries, base.home().resolve("routes"), new Watches.Checks(check, allowed,
                base.settings().environment(), base.context()::resolvePropertyPlaceholders), states);
        // A timer needs a unique name, and Camel does not give a route its own id.
        watches.names().forEach(name ->
                properties.addOverrideProperty("camel.route-template[" + name + "].watch", name));
        return watches;
    }
}
