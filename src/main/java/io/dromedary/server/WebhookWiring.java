package io.dromedary.server;

import io.dromedary.api.JobJson;
import io.dromedary.api.WebhookApi;
import io.dromedary.delivery.DueTimes;
import io.dromedary.delivery.Queue;
import io.dromedary.delivery.Queue.Piece;
import io.dromedary.job.WebhookStore;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.CheckedConnections;
import io.dromedary.net.CheckedDns;
import io.dromedary.webhook.Deliveries;
import io.dromedary.webhook.RetryPlan;
import io.dromedary.webhook.Signer;
import io.dromedary.webhook.WebhookClient;
import java.time.Clock;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Creates the beans that the routes of webhooks use. */
final class WebhookWiring {

    /** More than the consumers of the route, each of which uses one. */
    private static final int MAX_CONNECTIONS = 64;

    private final CamelContext context;
    private final Settings settings;

    WebhookWiring(CamelContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    void bind(Function<String, Signer> signers, WebhookStore store, JobJson json, AllowedHosts allowed, Clock clock, LaneWiring lanes,
            Resources closing) {
        var plan = new RetryPlan(settings.seconds("dromedary.webhook.first-delay"),
                settings.seconds("dromedary.webhook.max-delay"), settings.seconds("dromedary.webhook.give-up-after"));
        var connections = closing.add(CheckedConnections.pool(
                new CheckedDns(allowed, "The webhook's host"), MAX_CONNECTIONS, MAX_CONNECTIONS));
        var timer = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "webhook-deadline");

        Registry registry = context.getRegistry();
        var deliveries = new Deliveries(store, signers, plan, clock, json, () -> lanes.ring(DueTimes.WEBHOOKS));
        lanes.add(DueTimes.WEBHOOKS, Queue.of(
                without -> deliveries.claim().map(
                        delivery -> new Piece(delivery.job().id(), delivery.job().owner().project(), delivery)),
                (held, thrown) -> store.giveBackAllBut(held)));
        registry.bind("webhookApi", new WebhookApi(store, json));
        registry.bind("deliveries", deliveries);
        registry.bind("webhookClient", new WebhookClient(connections, timer));
    }
}
