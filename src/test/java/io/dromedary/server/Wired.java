package io.dromedary.server;

import io.dromedary.access.ApiKeys;
import io.dromedary.api.Contract;
import io.dromedary.database.Database;
import io.dromedary.database.DatabaseAddress;
import io.dromedary.database.Engine;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.ffmpeg.Sandbox;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.HostNames;
import io.dromedary.storage.OpenRequests;
import io.dromedary.storage.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** What wirings work with, so that each can be tried alone: no port, no route. */
final class Wired implements AutoCloseable {

    private static final Clock CLOCK = Clock.systemUTC();

    private final Resources resources = new Resources();
    private final CamelContext context = new DefaultCamelContext();
    private final AllowedHosts allowed = new AllowedHosts("", Set.of(), HostNames.SYSTEM);
    private final Path folder;
    private final Database database;
    private final DataFolder data;
    private final MetricsWiring metrics;
    private final CompletableFuture<Contract> contract =
            CompletableFuture.completedFuture(Contract.read(Path.of("config/openapi.yaml")));
    private final Sandbox sandbox;
    private final Foundation right;
    private final StoreWiring stores;
    private final UploadWiring uploads;
    private final JobWiring jobs;

    /** Everything is made in this folder; these settings are right. */
    Wired(Path folder, Settings settings) throws IOException {
        this.folder = folder;
        database = resources.add(Engine.openNewFile(folder.resolve("wired.db")));
        data = resources.add(DataFolder.open(folder.resolve("wired")));
        metrics = new MetricsWiring(resources);
        Files.createDirectories(folder.resolve("tmp"));
        sandbox = SandboxSettings.sandbox(settings, folder, Path.of("").toAbsolutePath(), Optional.empty());
        right = base(settings);
        stores = new StoreWiring(right, "http://localhost", allowed);
        uploads = new UploadWiring(right, stores);
        jobs = new JobWiring(right, stores, new MediaWiring(right), uploads, allowed);
    }

    private Foundation base(Settings settings) {
        return new Foundation(context, settings, Path.of("").toAbsolutePath(), contract, data, database, metrics,
                new LaneWiring(settings, database, DatabaseAddress.ofFile(folder.resolve("wired.db"))), new RunningJobs(),
                new OpenRequests(), new SecureRandom(), resources);
    }

    /** Where everything is made. */
    Path folder() {
        return folder;
    }

    void work(Settings settings) throws IOException {
        Foundation base = base(settings);
        new WorkWiring(base, stores, new MediaWiring(right), jobs, uploads.files(), new Workspace(folder.resolve("work"))).bind(new InputWiring(settings).limits(),
                SandboxSettings.executor(settings, sandbox, () -> { }), false);
        new DeliveryWiring(base, jobs, Map.of());
    }

    void inputs(Settings settings) throws IOException {
        var inputs = new InputWiring(settings);
        try (var own = new DefaultCamelContext()) {
            inputs.bind(own, inputs.allowed(resources), new OpenRequests());
        }
    }

    void api(Settings settings) {
        Foundation base = base(settings);
        new ApiWiring(base, new JobWiring(base, stores, new MediaWiring(right), uploads, allowed), stores)
                .bind(new ApiKeys(database, CLOCK, new SecureRandom(), Optional.empty()), allowed);
    }

    void uploads(Settings settings) throws IOException {
        new UploadWiring(base(settings), stores);
    }

    void webhooks(Settings settings) throws IOException {
        new WebhookWiring(base(settings)).bind(stores, allowed, CLOCK);
    }

    @Override
    public void close() {
        context.stop();
        resources.close();
    }
}
