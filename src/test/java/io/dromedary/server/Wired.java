package io.dromedary.server;

import io.dromedary.access.Usage;
import io.dromedary.api.Contract;
import io.dromedary.api.JobJson;
import io.dromedary.api.JobOrders;
import io.dromedary.api.PresetOrders;
import io.dromedary.connection.ClientCache;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.connection.SecretBox;
import io.dromedary.database.Database;
import io.dromedary.delivery.Heartbeats;
import io.dromedary.delivery.NodeRequirements;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.ffmpeg.Fonts;
import io.dromedary.ffmpeg.Sandbox;
import io.dromedary.job.JobStore;
import io.dromedary.job.JobTransitions;
import io.dromedary.media.EncodingTable;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.CheckedDns;
import io.dromedary.net.HostNames;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.CdnLinks;
import io.dromedary.storage.Stops;
import io.dromedary.storage.Workspace;
import io.dromedary.webhook.WebhookStore;
import io.dromedary.work.Exports;
import io.dromedary.work.Plans;
import io.dromedary.work.PublishedObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** What wirings work with, so that each can be tried alone: no port, no route. */
final class Wired implements AutoCloseable {

    private static final JobTransitions TRANSITIONS = new JobTransitions(List.of());
    private static final Clock CLOCK = Clock.systemUTC();

    private final Closing closing = new Closing();
    private final CamelContext context = new DefaultCamelContext();
    private final SecureRandom random = new SecureRandom();
    private final Stops stops = new Stops();
    private final AllowedHosts allowed = new AllowedHosts("", Set.of(), HostNames.SYSTEM);
    private final Path folder;
    private final Database database;
    private final ConnectionStore connections;
    private final ClientCache clients;
    private final CdnFolder cdn;
    private final CdnLinks links;
    private final MetricsWiring metrics;
    private final Contract contract = Contract.read(Path.of("config/openapi.yaml"));
    private final Plans plans;
    private final Sandbox sandbox;

    /** Everything is made in this folder; these settings are right. */
    Wired(Path folder, Settings right) throws IOException {
        this.folder = folder;
        database = closing.add(Database.open(folder.resolve("wired.db")));
        var keys = SecretBox.keys(List.of(SecretBox.freshKey(random)), "the test");
        connections = new ConnectionStore(database, new SecretBox(() -> keys, random), CLOCK);
        clients = closing.add(new ClientCache(connections, context.getRegistry()::bind,
                new CheckedDns(allowed, "The host"), stops::onStop));
        cdn = new CdnFolder(folder.resolve("cdn"), "http://localhost/cdn");
        links = new CdnLinks(cdn, Optional.empty(), Duration.ofHours(1), CLOCK);
        metrics = new MetricsWiring(closing);
        var table = EncodingTable.parse(Files.readString(Path.of("config/encoding.yaml")));
        plans = new Plans(() -> table);
        Files.createDirectories(folder.resolve("tmp"));
        sandbox = Guests.sandbox(right, folder, Path.of("").toAbsolutePath(), Optional.empty());
    }

    /** Where everything is made. */
    Path folder() {
        return folder;
    }

    void work(Settings settings) {
        var work = new WorkWiring(context.getRegistry(), settings, database, CLOCK, metrics, new RunningJobs(),
                new Workspace(folder.resolve("work")), TRANSITIONS);
        work.imports(clients, cdn, Optional.empty(), (project, owner) -> false, new InputWiring(settings).limits(), stops, false);
        work.encodes(plans, new Usage(database, CLOCK), new Fonts(List.of()), Guests.executor(settings, sandbox, () -> { }));
        Exports exports = work.exports(context, clients, cdn, Optional.empty(), stops, new PublishedObjects(database, CLOCK));
        work.attempts(exports, new Random(1), new Heartbeats.Node("node_1", "a node"), List.of(), new LaneWiring(settings, database),
                new NodeRequirements(Map.of(), database, "node_1", System::nanoTime));
    }

    void inputs(Settings settings) throws IOException {
        var inputs = new InputWiring(settings);
        try (var own = new DefaultCamelContext()) {
            inputs.bind(own, inputs.allowed(closing), stops);
        }
    }

    void api(Settings settings) {
        var jobs = new JobStore(database, settings.lanes(), CLOCK, TRANSITIONS, metrics.jobs());
        var orders = new JobOrders(connections, allowed, links::opens, Plans::checkOptions,
                new PresetOrders(name -> Optional.empty(), List::of, contract));
        var api = new ApiWiring(context.getRegistry(), settings, database, CLOCK, TRANSITIONS);
        api.jobs(jobs, orders, new RunningJobs(), links, contract);
        api.streams(jobs, contract, links, UnaryOperator.identity());
    }

    void webhooks(Settings settings) {
        new WebhookWiring(context, settings).bind(project -> Secrets.signer(List.of()),
                new WebhookStore(database, CLOCK, "node_1"), new JobJson(links), allowed, CLOCK,
                new LaneWiring(settings, database), closing);
    }

    @Override
    public void close() {
        context.stop();
        closing.close();
    }
}
