package io.dromedary.server;

import io.dromedary.api.JobJson;
import io.dromedary.delivery.Queue;
import io.dromedary.delivery.WorkItem;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.CheckedConnections;
import io.dromedary.net.CheckedDns;
import io.dromedary.webhook.Deliveries;
import io.dromedary.webhook.WebhookApi;
import io.dromedary.webhook.WebhookClient;
import io.dromedary.webhook.WebhookDelays;
import io.dromedary.webhook.WebhookStore;
import io.dromedary.webhook.WebhookTable;
import java.io.IOException;
import java.time.Clock;
import org.apache.camel.spi.Registry;

/** Creates the beans that the routes of webhooks use. */
final class WebhookWiring {

    /** More than the consumers of the route, each of which uses one. */
    private static final int MAX_CONNECTIONS = 64;

    private final Foundation base;

    WebhookWiring(Foundation base) {
        this.base = base;
    }

    void bind(StoreWiring stores, AllowedHosts allowed, Clock clock) throws IOException {
        Settings settings = base.settings();
        var plan = new WebhookDelays(settings.seconds("dromedary.webhook.first-delay"),
                settings.seconds("dromedary.webhook.max-delay"), settings.seconds("dromedary.webhook.give-up-after"));
        var connections = base.resources().add(CheckedConnections.pool(
                new CheckedDns(allowed, "The webhook's host"), MAX_CONNECTIONS, MAX_CONNECTIONS));
        var timer = base.context().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "webhook-deadline");

        var store = new WebhookStore(base.database(), base.clock(), base.data().nodeId());
        var json = new JobJson(stores.links());
        LaneWiring lanes = base.lanes();
        var deliveries = new Deliveries(store, stores::signer, plan, clock, json, () -> lanes.wake(WebhookTable.LANE));
        lanes.add(WebhookTable.LANE, Queue.of(
                without -> deliveries.claim().map(
                        delivery -> new WorkItem(delivery.job().id(), delivery.job().order().owner().project(), delivery)),
                (held, thrown) -> store.giveBackAllBut(held)), WebhookTable.DUE);
        Registry registry = base.registry();
        registry.bind("webhookApi", new WebhookApi(store, json));
        registry.bind("deliveries", deliveries);
        registry.bind("webhookClient", new WebhookClient(connections, timer));
    }
}
