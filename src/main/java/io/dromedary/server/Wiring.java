package io.dromedary.server;

import io.dromedary.access.ApiKeys;
import io.dromedary.access.Guesses;
import io.dromedary.access.Rates;
import io.dromedary.access.Usage;
import io.dromedary.api.Answers;
import io.dromedary.api.ApiServer;
import io.dromedary.api.CdnFiles;
import io.dromedary.api.Callers;
import io.dromedary.api.ClientLimits;
import io.dromedary.api.Contract;
import io.dromedary.api.ContractStrategy;
import io.dromedary.api.Gate;
import io.dromedary.api.Health;
import io.dromedary.api.JobJson;
import io.dromedary.api.JobOrders;
import io.dromedary.api.PresetOrders;
import io.dromedary.api.StreamedOperations;
import io.dromedary.connection.ClientCache;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.database.Database;
import io.dromedary.ffmpeg.Capabilities;
import io.dromedary.ffmpeg.FfmpegBinding;
import io.dromedary.ffmpeg.FfmpegExecutor;
import io.dromedary.ffmpeg.Fonts;
import io.dromedary.ffmpeg.Launch;
import io.dromedary.ffmpeg.Sandbox;
import io.dromedary.job.AttemptPlan;
import io.dromedary.job.AttemptStore;
import io.dromedary.job.Attempts;
import io.dromedary.job.Copies;
import io.dromedary.job.DryRuns;
import io.dromedary.job.Encodes;
import io.dromedary.job.Exports;
import io.dromedary.job.Imports;
import io.dromedary.job.JobStarts;
import io.dromedary.job.JobStates;
import io.dromedary.job.JobStore;
import io.dromedary.job.Keeping;
import io.dromedary.job.Ladders;
import io.dromedary.job.Outages;
import io.dromedary.job.Outbox;
import io.dromedary.job.Plans;
import io.dromedary.job.Probes;
import io.dromedary.job.PublishedObjects;
import io.dromedary.job.Recalls;
import io.dromedary.job.RunningJobs;
import io.dromedary.job.SignsOfLife;
import io.dromedary.job.Stages;
import io.dromedary.job.UnfinishedUploads;
import io.dromedary.job.WebhookStore;
import io.dromedary.media.EncodingTable;
import io.dromedary.problem.Problem;
import io.dromedary.net.AllowedHosts;
import io.dromedary.storage.CdnBucket;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.CdnLinks;
import io.dromedary.net.CheckedDns;
import io.dromedary.storage.MultipartUpload;
import io.dromedary.storage.Stops;
import io.dromedary.storage.Workspace;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.spi.Registry;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the objects that the routes name, from the settings, and ends them again. Everything is passed in by
 * constructors; this is the one place that knows who needs whom.
 */
final class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int MAX_CONNECTIONS = 1_000_000;
    private static final int MAX_RETRIES = 1_000;
    private static final int MAX_DELIVERIES = 1_000;
    private static final int MAX_ATTEMPTS = 1_000;
    /** The period of the routes that give signs of life and look for them. */
    private static final int LOOK_EVERY_S = 2;
    private static final int MAX_LOST_AFTER_S = 86_400;
    /** How soon a consumer looks for a broker again that went away. */
    private static final int BROKER_RECOVERY_MS = 1_000;
    /** How soon it is looked for a database again that went away. */
    private static final Duration DATABASE_RECOVERY = Duration.ofSeconds(1);

    private final Closing closing = new Closing();
    private final RunningJobs running = new RunningJobs();
    private final Stopping stopping = new Stopping();
    private final Stops stops = new Stops();
    private final boolean localFiles;
    private ApiServer http;
    private ApiKeys keys;
    private Sandbox sandbox;
    private Optional<Tls> tls = Optional.empty();

    /**
     * Nothing is made yet.
     *
     * @param localFiles whether inputs may be files of this machine; no setting says this, as a server that others
     *     reach must never read them
     */
    Wiring(boolean localFiles) {
        this.localFiles = localFiles;
    }

    /** Binds everything, before the routes are read. */
    void bind(CamelContext context, Settings settings, Path home) throws Exception {
        Registry registry = context.getRegistry();
        Ports.checkFree(settings.required("dromedary.host"), settings.number("dromedary.port", 0, Settings.MAX_PORT));
        // Read by a route, where a mistake would be reported with Camel's words, and -1 would mean for ever.
        settings.number("dromedary.transfer.retries", 0, MAX_RETRIES);
        tls = Tls.of(settings);
        var random = new SecureRandom();
        var data = closing.add(DataFolder.open(settings.path("dromedary.data")));
        TemporaryFiles.in(data.resolve("tmp"));

        // The database and the broker take most of the start, and know nothing of each other.
        Broker broker = settings.broker(data.resolve("broker"));
        Database.Address address = settings.database(data.resolve("dromedary.db"));
        CompletableFuture<Void> brokerStart = Background.run(broker::start);
        CompletableFuture<Database> databaseStart =
                Background.call(() -> Database.open(address));
        CompletableFuture<Sandbox> sandboxStart =
                Background.call(() -> Guests.sandbox(settings, List.of(data.resolve(""), home)));

        Contract contract = Contract.read(home.resolve("config/openapi.yaml"), localFiles);
        var inputs = new InputWiring(settings);
        AllowedHosts allowed = inputs.allowed();
        var workspace = new Workspace(data.resolve("work"));
        workspace.sweep();
        var cdn = new CdnFolder(settings.cdnFolder().orElse(data.resolve("cdn")), publicUrl(settings) + "/cdn");
        Optional<CdnBucket> cdnBucket = settings.cdnBucket();
        int parallel = settings.number("dromedary.transfer.parallel", 1, Settings.MAX_THREADS);
        ExecutorService transfers = context.getExecutorServiceManager()
                .newFixedThreadPool(this, "transfer", (settings.workerSlots() + settings.lightSlots()) * parallel);

        Database database = closing.add(databaseStart.join());
        var secrets = new Secrets(settings, data.resolve(""), address.isShared(), random);
        var links = new CdnLinks(cdn, secrets.cdn(CLOCK), settings.seconds("dromedary.cdn.signed-seconds"), CLOCK);
        var connections = new ConnectionStore(database, secrets.box(), CLOCK);
        var clients = closing.add(new ClientCache(connections, registry::bind,
                new CheckedDns(allowed, "The host of the connection's endpoint"), stops::onStop));
        var metrics = new MetricsWiring(closing);
        metrics.bind(registry, database);
        String node = settings.nodeName();
        var jobs = new JobStore(database, settings.lanes(), CLOCK, metrics.jobs());
        var outages = new Outages(running.shutDownTold(), DATABASE_RECOVERY);
        var attemptStore = new AttemptStore(database, CLOCK, node, outages);
        var stages = new Stages(System::nanoTime, metrics.jobs());
        var table = new ReloadedFile<>(
                home.resolve("config/encoding.yaml"), text -> checked(EncodingTable.parse(text), contract));
        var plans = new Plans(table);
        var presets = new PresetOrders(name -> Optional.ofNullable(table.get().presets().get(name)).map(Wiring::order),
                () -> table.get().presets().keySet(), contract);
        var fonts = new Fonts(Fonts.USUAL_FOLDERS);
        var orders = new JobOrders(connections, allowed,
                url -> links.opens(url) || cdnBucket.flatMap(bucket -> bucket.object(url)).isPresent(),
                Plans::checkOptions, presets);
        var encodes = new Encodes(stages, plans, new Encodes.Deadline(
                settings.seconds("dromedary.ffmpeg.deadline-base"),
                settings.number("dromedary.ffmpeg.deadline-per-second", 1)), fonts);
        var published = new PublishedObjects(database, CLOCK);
        var uploads = new UnfinishedUploads(database, CLOCK, clients);
        var exports = new Exports(clients, cdn, cdnBucket,
                new MultipartUpload(transfers, stops, settings.number("dromedary.output.part-bytes", 5 << 20)),
                attemptStore, stages, published, uploads,
                settings.number("dromedary.output.multipart-above-bytes", 5 << 20));
        stopping.await(running::shutDown);
        keys = new ApiKeys(database, CLOCK, random, settings.secret("dromedary.api.key"));

        var api = new ApiWiring(registry, settings, database, CLOCK);
        var usage = new Usage(database, CLOCK);
        api.keys(keys, usage);
        api.connections(connections, clients, allowed, random);
        api.jobs(jobs, orders, running, links);
        registry.bind("transfers", transfers);
        registry.bind("answers", new Answers());
        registry.bind("contract", contract);
        registry.bind("contractStrategy", new ContractStrategy(contract));
        registry.bind("jobs", jobs);
        registry.bind("outbox", new Outbox(database, CLOCK, settings.seconds("dromedary.queue.patience")));
        registry.bind("copies", new Copies());
        registry.bind("dryRuns", new DryRuns(workspace, running, plans, CLOCK, settings.workerSlots(),
                () -> isInstalled(settings.required("dromedary.ffprobe.path"))));
        var starts = new JobStarts(database, CLOCK,
                settings.number("dromedary.queue.max-deliveries", 1, MAX_DELIVERIES), metrics.jobs(), outages);
        registry.bind("signsOfLife", new SignsOfLife(database, running, starts,
                settings.number("dromedary.queue.lost-after", 3 * LOOK_EVERY_S, MAX_LOST_AFTER_S) / LOOK_EVERY_S));
        registry.bind("attempts", new Attempts(starts, attemptStore,
                new AttemptPlan(settings.number("dromedary.job.max-attempts", 1, MAX_ATTEMPTS),
                        settings.seconds("dromedary.job.first-delay"), random::nextDouble),
                running, workspace, exports, metrics.observer(node)));
        registry.bind("recalls", new Recalls(running, new JobStates(database)));
        registry.bind("stops", stops);
        registry.bind("imports", new Imports(clients, cdn, cdnBucket, stages, inputs.limits(), localFiles));
        registry.bind("probes", new Probes(stages, plans, usage));
        registry.bind("encodes", encodes);
        registry.bind("ladders", new Ladders());
        registry.bind("exports", exports);
        registry.bind("uploads", uploads);
        // Read by a route, where a mistake would be reported with Camel's words.
        settings.seconds("dromedary.keep.look-every");
        registry.bind("keeping", new Keeping(database, CLOCK, new Keeping.Terms(
                settings.days("dromedary.keep.jobs-days"), settings.days("dromedary.keep.files-days")),
                cdn, cdnBucket, clients));
        registry.bind("ffmpegBinding", new FfmpegBinding());
        sandbox = sandboxStart.join();
        FfmpegExecutor executor = Guests.executor(settings, sandbox);
        registry.bind("ffmpegExecutor", executor);
        var checks = new Checks(database, jobs, broker, data);
        if (settings.roles().contains("worker")) {
            checks.withWorker(settings, new Capabilities(executor, data.resolve("work")), table::get, fonts, sandbox);
        }
        var health = new Health(checks.all(), settings.roles(), version());
        registry.bind("health", health);
        stopping.tell(health::stop);
        bindHttp(context, settings, contract, new CdnFiles(cdn, links.signer()), api.streams(jobs, contract, links));
        inputs.bind(context, allowed, stops);
        new WatchWiring(context, home, contract, orders, allowed)
                .bind(database, connections, clients, jobs, published, CLOCK);
        new WebhookWiring(context, settings).bind(
                secrets.webhooks(), new WebhookStore(database, CLOCK), new JobJson(links), allowed, CLOCK, closing);

        brokerStart.join();
        closing.add(broker);
        var factory = new JmsPoolConnectionFactory();
        factory.setConnectionFactory(broker.connections());
        closing.add(factory::stop);
        JmsComponent jms = BrokerMessages.guard(JmsComponent.jmsComponent(factory));
        jms.getConfiguration().setRecoveryInterval(BROKER_RECOVERY_MS);
        registry.bind("jms", jms);
    }

    /** Only the contract knows what options may be. */
    private static EncodingTable checked(EncodingTable table, Contract contract) {
        table.presets().forEach((name, preset) -> {
            try {
                PresetOrders.check(order(preset), contract, Plans::checkOptions);
            } catch (Problem problem) {
                throw new IllegalArgumentException(
                        "encoding.yaml: presets." + name + " is wrong. " + problem.getMessage());
            }
        });
        return table;
    }

    private static PresetOrders.Preset order(EncodingTable.Preset preset) {
        return new PresetOrders.Preset(preset.kind().wireName(), preset.options());
    }

    private void bindHttp(CamelContext context, Settings settings, Contract contract, CdnFiles files,
            StreamedOperations streamed) throws Exception {
        var configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(settings.required("dromedary.host"));
        configuration.setBindPort(settings.number("dromedary.port", 0, Settings.MAX_PORT));
        configuration.setMaxBodySize(settings.number("dromedary.http.max-body-bytes", 1));
        configuration.getBodyHandler().setHandleFileUploads(false);
        tls.map(Tls::parameters).ifPresent(configuration::setSslContextParameters);
        context.getRegistry().bind("httpServerConfiguration", configuration);
        boolean api = settings.roles().contains("api");
        var gate = new Gate(contract, new Callers(keys, new Rates(System::nanoTime), new Guesses(System::nanoTime)), api,
                settings.flag("dromedary.metrics.public") ? Set.of("/metrics") : Set.of());
        stopping.tell(streamed::close);
        stopping.await(gate::close);
        http = new ApiServer(configuration, gate, files, streamed, new ClientLimits(
                settings.number("dromedary.http.max-connections", 1, MAX_CONNECTIONS),
                settings.seconds("dromedary.http.request-seconds"), settings.seconds("dromedary.http.idle-seconds")));
        context.addService(http);
    }

    private static boolean isInstalled(String program) {
        return Launch.find(program, Guests.searchPath()).isPresent();
    }

    private String publicUrl(Settings settings) {
        return settings.text("dromedary.public.url").map(url -> url.replaceFirst("/+$", "")).orElseGet(() ->
                scheme() + "://localhost:" + settings.required("dromedary.port"));
    }

    private String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    private static String version() {
        return Optional.ofNullable(Wiring.class.getPackage().getImplementationVersion()).orElse("development");
    }

    /** All routes stand: callers are let in. */
    void ready() throws Exception {
        http.listen();
        LOG.info("Dromedary {} listens on {}://{}:{}", version(), scheme(), http.getHost(), http.getPort());
        Guests.tell(sandbox);
        keys.createFirst().ifPresent(key -> System.out.println("""
                Your API key (it is shown only this once):

                    export ITTYBIT_API_KEY=%s
                """.formatted(key)));
    }

    /** Nobody is let in any more, no more jobs are begun, and those at work go back to the queue. */
    void windUp(CamelContext context) throws Exception {
        stopping.run(context);
    }

    void close() {
        closing.close();
    }
}
