package io.dromedary.server;

import io.dromedary.net.AllowedHosts;
import io.dromedary.net.CheckedConnections;
import io.dromedary.net.CheckedDns;
import io.dromedary.net.HostNames;
import io.dromedary.net.Lookups;
import io.dromedary.storage.InputClient;
import io.dromedary.storage.Pace;
import io.dromedary.storage.OpenRequests;
import io.dromedary.work.Imports;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;

/** Makes what reads inputs, and what may be read. */
final class InputWiring {

    /** Nobody should ever wait for a connection; whoever does hears nothing meanwhile, and so asks again. */
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(3);
    /** More names than jobs, webhooks and checks of a node ask for at a time. */
    private static final int MOST_LOOKUPS = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BEFOREHAND = Duration.ofSeconds(2);

    private final Settings settings;

    InputWiring(Settings settings) {
        this.settings = settings;
    }

    /** Where connections may lead to that are made for jobs, for webhooks and for callers who wait. */
    AllowedHosts allowed(Resources closing) {
        return new AllowedHosts(settings.hosts("dromedary.allow-hosts"), settings.ports("dromedary.allow-ports"),
                closing.add(new Lookups(HostNames.SYSTEM, MOST_LOOKUPS, PATIENCE)));
    }

    /** The same, as it is asked of URLs while their senders wait. What no name server says in time is asked again later. */
    AllowedHosts beforehand(AllowedHosts allowed, Resources closing) {
        return allowed.with(closing.add(new Lookups(HostNames.SYSTEM, HttpWiring.LOOK_UPS, BEFOREHAND)));
    }

    Imports.Limits limits() {
        return new Imports.Limits(
                settings.number("dromedary.input.part-bytes", 1 << 16),
                settings.number("dromedary.input.whole-bytes", 0),
                settings.number("dromedary.input.max-bytes", 1),
                new Pace(settings.number("dromedary.input.min-rate", 0), settings.seconds("dromedary.input.rate-seconds"),
                        settings.seconds("dromedary.input.max-seconds"), System::nanoTime));
    }

    /** As many as all jobs and dry runs together can have, also all of one host, so that none waits for those of another. */
    private int mostConnections() {
        int readers = settings.workerSlots() + settings.lightSlots() + settings.transferSlots() + HttpWiring.OUTGOING;
        return readers * settings.transfersOfJob();
    }

    /** The components of the routes that ask web servers. */
    void bind(CamelContext context, AllowedHosts allowed, OpenRequests stops) {
        var timer = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "input-deadline");
        var client = new InputClient(allowed, stops, timer, settings.seconds("dromedary.input.answer-seconds"));
        for (String scheme : List.of("http", "https")) {
            var component = new HttpComponent();
            component.setClientConnectionManager(CheckedConnections.pool(
                    new CheckedDns(allowed, "The input's host"), mostConnections(), mostConnections()));
            component.setConnectionRequestTimeout(CONNECTION_PATIENCE.toMillis());
            component.setFollowRedirects(true);
            component.setHttpClientConfigurer(client);
            context.addComponent(scheme, component);
        }
    }
}
