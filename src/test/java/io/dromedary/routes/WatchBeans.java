package io.dromedary.routes;

import io.dromedary.api.ErrorResponses;
import io.dromedary.api.Contract;
import io.dromedary.api.JobOrders;
import io.dromedary.api.PresetOrders;
import io.dromedary.delivery.QueueLimit;
import io.dromedary.media.ShippedMedia;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.CheckedConnections;
import io.dromedary.net.CheckedDns;
import io.dromedary.net.HostNames;
import io.dromedary.watch.EventParser;
import io.dromedary.watch.Intake;
import io.dromedary.watch.Listing;
import io.dromedary.watch.QueueClient;
import io.dromedary.watch.Queues;
import io.dromedary.watch.ServerSideCopy;
import io.dromedary.watch.SourceCleanup;
import io.dromedary.watch.Watch;
import io.dromedary.watch.WatchConnections;
import io.dromedary.watch.WatchStates;
import io.dromedary.watch.WatchedObjects;
import io.dromedary.watch.Watches;
import io.dromedary.work.Plans;
import io.dromedary.work.PublishedObjects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;

/** What the routes of watches name, made as the server makes it. */
final class WatchBeans implements AutoCloseable {

    private static final Contract CONTRACT = Contract.read(Path.of("config/openapi.yaml"));
    /** Larger objects are moved in parts of this size, the least that stores take. */
    static final int PART = 5 << 20;
    private static final long SECOND = 1_000_000_000L;

    private final RoutesHere routes;
    private final Map<String, Map<String, String>> entries;
    private final Watches watches;
    private final WatchedObjects watched;
    private final PublishedObjects published;
    private final AtomicLong nanos = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PoolingHttpClientConnectionManager connections;

    /**
     * Gives the routes what they name.
     *
     * @param entries of {@code config/watches.properties}, by their names
     * @param maxJobs how many may wait
     */
    WatchBeans(RoutesHere routes, WorkBeans beans, Map<String, Map<String, String>> entries, long maxJobs) {
        this.routes = routes;
        this.entries = entries;
        var database = beans.database();
        var allowed = new AllowedHosts("127.0.0.1", Set.of(443), HostNames.SYSTEM);
        var orders = new JobOrders(beans.connections(), allowed, url -> false, new Plans(ShippedMedia::media)::checkOptions,
                new PresetOrders(name -> Optional.empty(), Set::of, CONTRACT), null);
        var stores = new WatchConnections(beans.connections(), beans.clients());
        this.watched = new WatchedObjects(database, beans.clock());
        this.published = new PublishedObjects(database, beans.clock());
        this.connections = CheckedConnections.pool(new CheckedDns(allowed, "The queue's host"), 1, 1);
        this.watches = Watches.read(properties(), Path.of("routes"),
                new Watches.Checks(body -> CONTRACT.checkBody("createJob", body), allowed, name -> "token", value -> value),
                new WatchStates(database, beans.clock(), "test"));
        routes.bind("answers", new ErrorResponses()).bind("watches", watches).bind("listing", new Listing(stores))
                .bind("intake", new Intake(stores, watched, published, beans.jobs(), orders::read))
                .bind("queues", new Queues(stores)).bind("eventParser", new EventParser())
                .bind("queueClient", queueClient(Duration.ofSeconds(30)))
                .bind("sourceCleanup", new SourceCleanup(beans.clients(), watched, published, new ServerSideCopy(PART, PART)))
                .bind("queueLimit", new QueueLimit(database, nanos::get, maxJobs));
    }

    /** The client of queues as the server makes it, with this patience. */
    QueueClient queueClient(Duration patience) {
        return new QueueClient(connections, timer, patience);
    }

    @Override
    public void close() {
        connections.close();
        timer.shutdownNow();
    }

    private Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        entries.forEach((name, values) -> values.forEach((parameter, value) ->
                properties.put("camel.route-template[" + name + "]." + parameter, value)));
        return properties;
    }

    Watch watch(String name) {
        return watches.get(name);
    }

    WatchedObjects watched() {
        return watched;
    }

    PublishedObjects published() {
        return published;
    }

    /** Lets the limit of the queue count anew. */
    void secondsPass() {
        nanos.addAndGet(2 * SECOND);
    }

    /** One turn of a watch, as its timer would begin it. */
    Exchange turn(String name) throws Exception {
        if (routes.context().getRoute(name) == null) {
            var parameters = new HashMap<String, Object>(entries.get(name));
            String template = parameters.remove("template-id").toString();
            parameters.put("watch", name);
            parameters.put("enabled", "false");
            routes.context().addRouteFromTemplate(name, template, parameters);
            routes.advise(name, route -> route.replaceFromWith("direct:" + name));
            routes.context().getRouteController().startRoute(name);
        }
        return routes.send(name, "");
    }
}
