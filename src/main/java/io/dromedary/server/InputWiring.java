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
import java.util.OptionalLong;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;

/** Creates the clients that read inputs, and the rules for what may be read. */
final class InputWiring {

    /** The pool is large enough for all jobs, so a longer wait is a fault: the transfer is repeated. */
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(3);
    /** More look-ups than the jobs, webhooks and checks of a node need at a time. */
    private static final int MOST_LOOKUPS = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BEFOREHAND = Duration.ofSeconds(2);

    /** Bytes: what tells where the index is, and that of a film of some minutes. */
    private static final long END_BYTES = 1 << 18;

    private final Settings settings;

    InputWiring(Settings settings) {
        this.settings = settings;
    }

    /** The hosts that jobs, webhooks and waiting callers may connect to. */
    AllowedHosts allowed(Resources closing) {
        return new AllowedHosts(settings.hosts("dromedary.allow-hosts"), settings.ports("dromedary.allow-ports"),
                closing.add(new Lookups(HostNames.SYSTEM, MOST_LOOKUPS, PATIENCE)));
    }

    /**
     * The same rules for checking URLs while their senders wait. A name that is not resolved in time passes, and is
     * checked again later.
     */
    AllowedHosts beforehand(AllowedHosts allowed, Resources closing) {
        return allowed.with(closing.add(new Lookups(HostNames.SYSTEM, HttpWiring.LOOK_UPS, BEFOREHAND)));
    }

    Imports.Limits limits() {
        return new Imports.Limits(
                settings.number("dromedary.input.part-bytes", 1 << 16),
                settings.number("dromedary.input.whole-bytes", 0),
                settings.number("dromedary.input.max-bytes", 1),
                settings.flag("dromedary.transfer.ranges") ? OptionalLong.of(END_BYTES) : OptionalLong.empty(),
                new Pace(settings.number("dromedary.input.min-rate", 0), settings.seconds("dromedary.input.rate-seconds"),
                        settings.seconds("dromedary.input.max-seconds"), System::nanoTime));
    }

    /** As many as all jobs and dry runs together can use, even if all go to one host, so that none waits for another. */
    private int mostConnections() {
        int readers = settings.workerSlots() + settings.lightSlots() + settings.transferSlots() + HttpWiring.OUTGOING;
        return readers * settings.transfersOfJob();
    }

    /** Adds the HTTP components that the routes use to read inputs. */
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
