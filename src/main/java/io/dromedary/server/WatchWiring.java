package io.dromedary.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.api.Contract;
import io.dromedary.api.JobOrders;
import io.dromedary.connection.ClientCache;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.delivery.Queue;
import io.dromedary.delivery.WorkItem;
import io.dromedary.job.JobOrder;
import io.dromedary.job.JobStore;
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
import io.dromedary.watch.SourceCleanup;
import io.dromedary.watch.WatchConnections;
import io.dromedary.watch.WatchedObjects;
import io.dromedary.watch.Watches;
import io.dromedary.work.PublishedObjects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Registry;

/** Creates the beans that the routes of watches use. */
final class WatchWiring {

    private static final String CREATE_JOB = "createJob";
    private static final long GIB = 1L << 30;
    /** How long the answer of a queue may take in all. */
    private static final Duration QUEUE_PATIENCE = Duration.ofSeconds(30);

    private final CamelContext context;
    private final Path home;
    private final Contract contract;
    private final JobOrders orders;
    private final AllowedHosts allowed;
    private final UnaryOperator<String> environment;

    /**
     * @param environment the value of a variable of the environment, or null
     */
    WatchWiring(CamelContext context, Path home, Contract contract, JobOrders orders, AllowedHosts allowed,
            UnaryOperator<String> environment) {
        this.context = context;
        this.home = home;
        this.contract = contract;
        this.orders = orders;
        this.allowed = allowed;
        this.environment = environment;
    }

    /** Reads the watches, and registers the beans of their routes. */
    void bind(ConnectionStore connections, ClientCache clients, JobStore jobs, WatchedObjects watched,
            PublishedObjects published, LaneWiring lanes, Resources closing) {
        Watches watches = readWatches();
        var stores = new WatchConnections(connections, clients);
        BiFunction<Owner, JsonNode, JobOrder> read = (owner, body) -> {
            contract.checkBody(CREATE_JOB, body);
            return orders.read(owner, body);
        };
        Registry registry = context.getRegistry();
        registry.bind("watches", watches);
        registry.bind("listing", new Listing(stores));
        registry.bind("intake", new Intake(stores, watched, published, jobs, read));
        registry.bind("queues", new Queues(stores));
        registry.bind("queueClient", queueClient(watches.names().size(), closing));
        registry.bind("eventParser", new EventParser());
        // A source that was taken is queued again after some minutes, so nothing needs to be given back.
        lanes.add(WatchedObjects.LANE, Queue.of(
                without -> watched.claim().map(source -> new WorkItem(source.jobId(), "", source)), (held, thrown) -> { }),
                WatchedObjects.DUE);
        registry.bind("sourceCleanup", new SourceCleanup(clients, watched, published, new ServerSideCopy(4 * GIB, GIB)));
    }

    /**
     * A client with one connection for each watch. Connections are opened, and trusted roots are read, with the first
     * request.
     */
    private QueueClient queueClient(int watches, Resources closing) {
        int most = Math.max(1, watches);
        var connections = closing.add(CheckedConnections.pool(new CheckedDns(allowed, "The queue's host"), most, most));
        return new QueueClient(connections,
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "queue-deadline"),
                QUEUE_PATIENCE);
    }

    private Watches readWatches() {
        Consumer<JsonNode> check = body -> {
            contract.checkBody(CREATE_JOB, body);
            orders.check(body);
        };
        PropertiesComponent properties = context.getPropertiesComponent();
        Properties templates = properties.loadProperties(name -> name.startsWith("camel.route"));
        var entries = new TreeMap<String, String>();
        templates.stringPropertyNames().forEach(name -> entries.put(name, templates.getProperty(name)));
        Watches watches = Watches.read(entries, home.resolve("routes"), new Watches.Checks(check, allowed,
                environment, context::resolvePropertyPlaceholders));
        // A timer needs a unique name, and Camel does not give a route its own id.
        watches.names().forEach(name ->
                properties.addOverrideProperty("camel.route-template[" + name + "].watch", name));
        return watches;
    }
}
