package io.dromedary.server;

import io.dromedary.access.ApiKeys;
import io.dromedary.access.WrongKeyDelays;
import io.dromedary.access.Rates;
import io.dromedary.api.Authenticator;
import io.dromedary.api.CdnFiles;
import io.dromedary.api.Contract;
import io.dromedary.api.Health;
import io.dromedary.api.StreamedOperations;
import io.dromedary.api.UploadRequests;
import io.dromedary.database.Database;
import io.dromedary.database.DatabaseAddress;
import io.dromedary.delivery.NodeRequirements;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.ffmpeg.Capabilities;
import io.dromedary.ffmpeg.FfmpegExecutor;
import io.dromedary.ffmpeg.LeftoverGuests;
import io.dromedary.ffmpeg.Sandbox;
import io.dromedary.ffmpeg.StartTrial;
import io.dromedary.ffmpeg.UserIds;
import io.dromedary.net.AllowedHosts;
import io.dromedary.storage.FolderRemoval;
import io.dromedary.storage.OpenRequests;
import io.dromedary.storage.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the beans of the routes from the settings, room by room, and closes them. Dependencies are passed to
 * constructors; each room knows those that it needs.
 */
final class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int MAX_HOST_SECONDS = 3_600;
    private static final int MAX_RETRIES = 1_000;

    private final Resources resources = new Resources();
    private final GracefulShutdown shutdown = new GracefulShutdown();
    private final boolean localFiles;
    private final Path home;
    private final Optional<Path> tables;
    private final CompletableFuture<Contract> contractRead;
    private Foundation base;
    private HttpWiring http;
    private StoreWiring stores;
    private DeliveryWiring delivery;
    private TemporaryFiles temporary;
    private CompletableFuture<Void> begun;
    private ApiKeys keys;
    private Sandbox sandbox;
    private Set<String> watches;
    private Map<String, NodeRequirements.Need> needs;

    /**
     * Creates nothing yet, but begins to read the contract while Camel starts.
     *
     * @param home       the folder with {@code routes/} and {@code config/}
     * @param localFiles whether inputs may be files of this machine; no setting says this, as a server that others
     *     reach must never read them
     * @param tables     a file that has the tables, for a database inside that is new
     */
    Wiring(Path home, boolean localFiles, Optional<Path> tables) {
        this.home = home;
        this.tables = tables;
        this.localFiles = localFiles;
        this.contractRead = BackgroundTask.call(() -> Contract.read(home.resolve("config/openapi.yaml"), localFiles));
    }

    /** Creates everything that the routes name, before they are read. Meanwhile the database is being opened. */
    void bind(CamelContext context, Settings settings) throws Exception {
        settings.refuseGone();
        checkWhatRoutesRead(settings);
        http = new HttpWiring(settings);
        DataFolder data = resources.add(DataFolder.open(settings.path("dromedary.data")));
        temporary = TemporaryFiles.in(data.resolve("tmp"));
        Optional<UserIds> userIds = SandboxSettings.userIds(settings);
        base = foundation(context, settings, data);
        CompletableFuture<Sandbox> sandboxStart =
                BackgroundTask.call(() -> SandboxSettings.sandbox(settings, data.resolve(""), home, userIds));
        // A start that fails meanwhile leaves nothing that still writes into the data folder.
        resources.add(() -> sandboxStart.handle((made, failure) -> null).join());
        endLeftovers(new LeftoverGuests(data.resolve("work"), userIds));
        var workspace = new Workspace(data.resolve("work"));
        workspace.sweep();

        var inputs = new InputWiring(settings);
        AllowedHosts allowed = inputs.allowed(resources);
        AllowedHosts beforehand = inputs.beforehand(allowed, resources);
        stores = new StoreWiring(base, http.publicUrl(), allowed);
        var media = new MediaWiring(base);
        var uploads = new UploadWiring(base, stores);
        var jobs = new JobWiring(base, stores, media, uploads, beforehand);
        keys = new ApiKeys(base.database(), CLOCK, base.random(), settings.secret("dromedary.api.key"));
        watches = new WatchWiring(base, jobs, allowed).bind(stores);
        new WebhookWiring(base).bind(stores, allowed, CLOCK);
        inputs.bind(context, allowed, base.requests());

        sandbox = sandboxStart.join();
        sandbox.hideServer();
        FfmpegExecutor executor = SandboxSettings.executor(settings, sandbox, base.metrics().jobs()::guestRefused);
        new WorkWiring(base, stores, media, jobs, uploads.files(), workspace).bind(inputs.limits(), executor, localFiles);
        HealthChecks checks = checks(jobs, media, executor);
        needs = checks.needs();
        delivery = new DeliveryWiring(base, jobs, needs);
        shutdown.await(base.running()::shutDown);
        serve(checks, new ApiWiring(base, jobs, stores).bind(keys, beforehand), uploads.bind(http.publicUrl()));
        base.lanes().bind(base.registry(), base.clock());
        begun = BackgroundTask.run(this::begin);
    }

    private void endLeftovers(LeftoverGuests leftovers) {
        // The folder of one command is new.
        if (!localFiles) {
            leftovers.end();
        }
        base.registry().bind("leftoverGuests", leftovers);
    }

    private void serve(HealthChecks checks, StreamedOperations streamed, UploadRequests uploads) throws Exception {
        var health = new Health(checks.all(), base.settings().roles(), Version.text());
        base.registry().bind("health", health);
        health.register(HealthCheckRegistry.get(base.context()));
        shutdown.tell(health::stop);
        var authenticator = new Authenticator(keys, new Rates(System::nanoTime), new WrongKeyDelays(System::nanoTime),
                http.addresses());
        http.bind(base.context(), base.contract(), authenticator, new CdnFiles(stores.cdn(), stores.links().signer()), streamed,
                uploads, shutdown);
    }

    private HealthChecks checks(JobWiring jobs, MediaWiring media, FfmpegExecutor executor) {
        var checks = new HealthChecks(base.database(), jobs.jobs(), base.data());
        Path work = base.data().resolve("work");
        return !base.isWorker() ? checks
                : checks.withWorker(base.settings(), new Capabilities(executor, work), media.media(), media.fonts(), sandbox)
                        .withTrial(new StartTrial(executor, work, System::nanoTime))
                        .withFolders(base.data(), work, stores.ownFolder());
    }

    private Foundation foundation(CamelContext context, Settings settings, DataFolder data) {
        DatabaseAddress address = settings.database(data.resolve("dromedary.db"));
        DatabaseAddress direct = settings.direct(address);
        Database database = resources.add(Database.begin(address, direct, tables));
        var metrics = new MetricsWiring(resources);
        metrics.bind(context.getRegistry(), database);
        return new Foundation(context, settings, home, contractRead, data, database, metrics,
                new LaneWiring(settings, database, direct), new RunningJobs(), new OpenRequests(), new SecureRandom(), resources);
    }

    /** Waits until what needs the database has begun. */
    void awaitBegun() {
        begun.join();
    }

    private void begin() throws IOException {
        base.database().awaitOpen();
        temporary.close();
        // The journal of version 0.1, which is of no use once the database is of this version.
        FolderRemoval.remove(base.data().resolve("broker"));
        stores.begin();
        delivery.begin();
        base.lanes().begin(resources);
    }

    /** Checks the settings that only routes read: Camel would report a mistake in its own words, and accept -1. */
    static void checkWhatRoutesRead(Settings settings) {
        settings.number("dromedary.transfer.retries", 0, MAX_RETRIES);
        settings.number("dromedary.input.host-seconds", 0, MAX_HOST_SECONDS);
        settings.seconds("dromedary.keep.look-every");
    }

    /** All routes stand: callers are let in. */
    void ready() throws Exception {
        LOG.info("Dromedary {} listens on {}", Version.text(), http.listen());
        StartLines.log(base, watches, needs, sandbox);
        var operators = keys.madeOperators();
        operators.forEach(key -> LOG.warn("The key {} '{}' was an admin of the project {}, and is an operator now: it makes and"
                + " revokes keys of every project. Admins end at their own project", key.id(), key.name(), key.project()));
        keys.told(operators);
        keys.createFirst().ifPresent(key -> System.out.println("""
                Your API key (it is shown only this once):

                    export ITTYBIT_API_KEY=%s
                """.formatted(key)));
    }

    /** What this node lacks for jobs, if anything. */
    Optional<String> lack() {
        return needs.values().stream().flatMap(need -> need.lack().stream()).findFirst();
    }

    /** Nobody is let in any more, no more jobs are begun, and those at work go back to the queue. */
    void windUp(CamelContext context) throws Exception {
        shutdown.run(context);
    }

    void close() {
        resources.close();
    }
}
