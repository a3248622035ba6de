package io.dromedary.server;

import io.dromedary.access.ApiKeys;
import io.dromedary.access.Guesses;
import io.dromedary.access.Rates;
import io.dromedary.access.Usage;
import io.dromedary.api.Answers;
import io.dromedary.api.Callers;
import io.dromedary.api.CdnFiles;
import io.dromedary.api.Contract;
import io.dromedary.api.ContractStrategy;
import io.dromedary.api.Health;
import io.dromedary.api.JobJson;
import io.dromedary.api.JobOrders;
import io.dromedary.api.PresetOrders;
import io.dromedary.connection.ClientCache;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.connection.KeyCheck;
import io.dromedary.connection.SecretBox;
import io.dromedary.database.Database;
import io.dromedary.delivery.Heartbeats;
import io.dromedary.delivery.NodeRequirements;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.ffmpeg.Capabilities;
import io.dromedary.ffmpeg.FfmpegExecutor;
import io.dromedary.ffmpeg.Fonts;
import io.dromedary.ffmpeg.LeftoverGuests;
import io.dromedary.ffmpeg.Sandbox;
import io.dromedary.ffmpeg.StartTrial;
import io.dromedary.ffmpeg.UserIds;
import io.dromedary.job.JobStore;
import io.dromedary.job.JobTransitions;
import io.dromedary.job.Retention;
import io.dromedary.media.EncodingTable;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.CheckedDns;
import io.dromedary.problem.Problem;
import io.dromedary.storage.CdnBucket;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.CdnLinks;
import io.dromedary.storage.FolderRemoval;
import io.dromedary.storage.Stops;
import io.dromedary.storage.Workspace;
import io.dromedary.watch.WatchedObjects;
import io.dromedary.webhook.WebhookStore;
import io.dromedary.webhook.WebhookTable;
import io.dromedary.work.Exports;
import io.dromedary.work.Plans;
import io.dromedary.work.PublishedObjects;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the objects that the routes name, from the settings, and ends them again. Everything is passed in by
 * constructors; this is the one place that knows who needs whom.
 */
final class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int MAX_RETRIES = 1_000;

    private final Closing closing = new Closing();
    private final RunningJobs running = new RunningJobs();
    private final Stopping stopping = new Stopping();
    private final Stops stops = new Stops();
    private final boolean localFiles;
    private final Path home;
    private final CompletableFuture<Contract> contractRead;
    private HttpWiring http;
    private ApiKeys keys;
    private Sandbox sandbox;

    /**
     * Nothing is made yet; but the contract is being read, while Camel begins.
     *
     * @param home       the folder with {@code routes/} and {@code config/}
     * @param localFiles whether inputs may be files of this machine; no setting says this, as a server that others
     *     reach must never read them
     */
    Wiring(Path home, boolean localFiles) {
        this.home = home;
        this.localFiles = localFiles;
        this.contractRead = Background.call(() -> Contract.read(home.resolve("config/openapi.yaml"), localFiles));
    }

    /** Binds everything, before the routes are read. */
    void bind(CamelContext context, Settings settings) throws Exception {
        Registry registry = context.getRegistry();
        settings.refuseGone();
        http = new HttpWiring(settings);
        checkWhatRoutesRead(settings);
        Duration signedFor = signedFor(settings);
        Retention.Terms terms = retention(settings);
        var random = new SecureRandom();
        var data = closing.add(DataFolder.open(settings.path("dromedary.data")));
        var temporary = TemporaryFiles.in(data.resolve("tmp"));
        Optional<UserIds> userIds = Guests.userIds(settings);

        // The database takes most of the start.
        Database.Address address = settings.database(data.resolve("dromedary.db"));
        Database.Address direct = settings.direct(address);
        CompletableFuture<Database> databaseStart = Background.call(() -> Database.open(address, direct));
        CompletableFuture<Sandbox> sandboxStart =
                Background.call(() -> Guests.sandbox(settings, data.resolve(""), home, userIds));
        // Also when the start fails before it is known what becomes of them.
        closing.add(() -> databaseStart.handle((opened, failure) -> Optional.ofNullable(opened)).join()
                .ifPresent(Database::close));

        Contract contract = contractRead.join();
        var inputs = new InputWiring(settings);
        AllowedHosts allowed = inputs.allowed(closing);
        AllowedHosts beforehand = inputs.beforehand(allowed, closing);
        var workspace = new Workspace(data.resolve("work"));
        var leftovers = new LeftoverGuests(data.resolve("work"), userIds);
        leftovers.end();
        registry.bind("leftoverGuests", leftovers);
        workspace.sweep();
        Path cdnFolder = settings.cdnFolder().orElse(data.resolve("cdn"));
        var cdn = new CdnFolder(cdnFolder, http.publicUrl() + "/cdn");
        Optional<CdnBucket> cdnBucket = settings.cdnBucket();
        var fonts = new Fonts(Fonts.USUAL_FOLDERS);
        var table = new ReloadedFile<>(
                home.resolve("config/encoding.yaml"), new OwnersFile(),
                text -> checked(EncodingTable.parse(text), contract));
        var plans = new Plans(table);
        var presets = new PresetOrders(name -> Optional.ofNullable(table.get().presets().get(name)).map(Wiring::order),
                () -> table.get().presets().keySet(), contract);

        Database database = databaseStart.join();
        temporary.close();
        // The journal of version 0.1, of which nothing is needed once the database is of this one.
        FolderRemoval.remove(data.resolve("broker"));
        Clock time = database.clock();
        var node = new Heartbeats.Node(data.nodeId(), settings.nodeName());
        var lanes = new LaneWiring(settings, database);
        var secrets = new Secrets(settings, data.resolve(""), address.isShared(), random);
        var links = new CdnLinks(cdn, secrets.cdn(CLOCK), signedFor, CLOCK);
        SecretBox box = secrets.box(() -> KeyCheck.holdsSecrets(database));
        new KeyCheck(database, box).check();
        var connections = new ConnectionStore(database, box, CLOCK);
        var webhookSecrets = secrets.webhooks(database, box, time);
        var clients = closing.add(new ClientCache(connections, registry::bind,
                new CheckedDns(allowed, "The host of the connection's endpoint"), stops::onStop));
        var metrics = new MetricsWiring(closing);
        metrics.bind(registry, database);
        var webhooks = new WebhookTable();
        var watched = new WatchedObjects(database, time);
        var transitions = new JobTransitions(List.of(webhooks, watched));
        var jobs = new JobStore(database, settings.lanes(), time, transitions, metrics.jobs());
        var orders = new JobOrders(connections, beforehand,
                url -> links.opens(url) || cdnBucket.filter(bucket -> bucket.owns(url)).isPresent(),
                Plans::checkOptions, presets);
        var usage = new Usage(database, time);
        keys = new ApiKeys(database, CLOCK, random, settings.secret("dromedary.api.key"));

        var api = new ApiWiring(registry, settings, database, time, transitions);
        api.keys(keys, usage);
        api.connections(connections, clients, beforehand, random);
        api.webhookSecrets(webhookSecrets);
        api.jobs(jobs, orders, running, links, contract);
        registry.bind("answers", new Answers());
        registry.bind("contract", contract);
        registry.bind("contract-outline.json", contract.outline());
        registry.bind("contractStrategy", new ContractStrategy(contract));
        registry.bind("jobs", jobs);

        sandbox = sandboxStart.join();
        sandbox.hideServer();
        FfmpegExecutor executor = Guests.executor(settings, sandbox, metrics.jobs()::guestRefused);
        var published = new PublishedObjects(database, time);
        var work = new WorkWiring(registry, settings, database, time, metrics, running, workspace, transitions);
        work.imports(clients, cdn, cdnBucket, jobs::isPublished, inputs.limits(), stops, localFiles);
        work.encodes(plans, usage, fonts, executor);
        Exports exports = work.exports(context, clients, cdn, cdnBucket, stops, published);
        var checks = new Checks(database, jobs, data);
        if (settings.roles().contains("worker")) {
            checks.withWorker(settings, new Capabilities(executor, data.resolve("work")), table::get, fonts, sandbox)
                    .withTrial(new StartTrial(executor, data.resolve("work"), System::nanoTime))
                    .withFolders(data, data.resolve("work"), cdnBucket.isPresent() ? Optional.empty() : Optional.of(cdnFolder));
        }
        var needs = new NodeRequirements(checks.needs(), database, node.id(), System::nanoTime);
        registry.bind("nodeRequirements", needs);
        work.attempts(exports, random, node, List.of(webhooks), lanes, needs);
        stopping.await(running::shutDown);
        registry.bind("retention", new Retention(database, time, terms, cdn, cdnBucket, clients));

        var health = new Health(checks.all(), settings.roles(), version());
        registry.bind("health", health);
        health.register(HealthCheckRegistry.get(context));
        stopping.tell(health::stop);
        var callers = new Callers(keys, new Rates(System::nanoTime), new Guesses(System::nanoTime),
                http.addresses());
        http.bind(context, contract, callers, new CdnFiles(cdn, links.signer()), api.streams(jobs, contract, links, keys::good),
                stopping);
        inputs.bind(context, allowed, stops);
        new WatchWiring(context, home, contract, orders, allowed, settings.environment())
                .bind(connections, clients, jobs, watched, published, lanes, closing);
        new WebhookWiring(context, settings).bind(
                project -> Secrets.signer(webhookSecrets.signing(project)), new WebhookStore(database, time, node.id()),
                new JobJson(links), allowed, CLOCK, lanes, closing);
        lanes.bind(registry, direct, time, closing);
    }

    /** In a route, a mistake would be reported with Camel's words, and -1 would mean for ever. */
    static void checkWhatRoutesRead(Settings settings) {
        settings.number("dromedary.transfer.retries", 0, MAX_RETRIES);
        settings.seconds("dromedary.keep.look-every");
    }

    /** How long those URLs of published files are good that nobody asked for longer. */
    static Duration signedFor(Settings settings) {
        return settings.seconds("dromedary.cdn.signed-seconds");
    }

    /** How long what has ended is kept. */
    static Retention.Terms retention(Settings settings) {
        return new Retention.Terms(settings.days("dromedary.keep.jobs-days"), settings.days("dromedary.keep.files-days"));
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

    private static String version() {
        return Optional.ofNullable(Wiring.class.getPackage().getImplementationVersion()).orElse("development");
    }

    /** All routes stand: callers are let in. */
    void ready() throws Exception {
        LOG.info("Dromedary {} listens on {}", version(), http.listen());
        Guests.tell(sandbox);
        var operators = keys.madeOperators();
        operators.forEach(key -> LOG.warn("The key {} '{}' was an admin of the project {}, and is an operator now: it makes and"
                + " revokes keys of every project. Admins end at their own project", key.id(), key.name(), key.project()));
        keys.told(operators);
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
