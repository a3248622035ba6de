package io.dromedary.server;

import io.dromedary.access.Usage;
import io.dromedary.delivery.AttemptDelays;
import io.dromedary.ffmpeg.FfmpegBinding;
import io.dromedary.ffmpeg.FfmpegExecutor;
import io.dromedary.job.AttemptStore;
import io.dromedary.job.OutageRetry;
import io.dromedary.storage.MultipartUpload;
import io.dromedary.storage.PartThreads;
import io.dromedary.storage.Pauses;
import io.dromedary.storage.PublishedFiles;
import io.dromedary.storage.RetryAfter;
import io.dromedary.storage.Workspace;
import io.dromedary.upload.UploadedFiles;
import io.dromedary.work.Attempt;
import io.dromedary.work.Attempts;
import io.dromedary.work.Clips;
import io.dromedary.work.Copies;
import io.dromedary.work.DryRuns;
import io.dromedary.work.EarlyEncodes;
import io.dromedary.work.Encodes;
import io.dromedary.work.Exports;
import io.dromedary.work.UsualHeaders;
import io.dromedary.work.Imports;
import io.dromedary.work.Ladders;
import io.dromedary.work.MadeResults;
import io.dromedary.work.Outputs;
import io.dromedary.work.Probes;
import io.dromedary.work.Results;
import io.dromedary.work.Reuse;
import io.dromedary.work.SegmentKeys;
import io.dromedary.work.Stages;
import io.dromedary.work.UnfinishedUploads;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.apache.camel.spi.Registry;

/** Creates the beans that process an attempt: they import, probe, encode and export. */
final class WorkWiring {

    private static final int MAX_ATTEMPTS = 1_000;
    /** How often to try a database again that is away. */
    private static final Duration DATABASE_RECOVERY = Duration.ofSeconds(1);

    private final Foundation base;
    private final StoreWiring stores;
    private final MediaWiring media;
    private final JobWiring jobs;
    private final UploadedFiles uploads;
    private final Workspace workspace;
    private final Stages stages;
    private final OutageRetry outages;
    private final AttemptStore store;

    WorkWiring(Foundation base, StoreWiring stores, MediaWiring media, JobWiring jobs, UploadedFiles uploads,
            Workspace workspace) {
        this.base = base;
        this.stores = stores;
        this.media = media;
        this.jobs = jobs;
        this.uploads = uploads;
        this.workspace = workspace;
        this.stages = new Stages(System::nanoTime, base.metrics().jobs());
        this.outages = new OutageRetry(base.running().shutDownTold(), DATABASE_RECOVERY);
        this.store = new AttemptStore(base.database(), base.clock(), base.settings().nodeName(), outages, jobs.transitions());
    }

    /**
     * Registers them.
     *
     * @param localFiles whether inputs may be files of this machine
     */
    void bind(Imports.Limits limits, FfmpegExecutor executor, boolean localFiles) {
        Imports imports = imports(limits, localFiles);
        encodes(executor, imports);
        Exports exports = exports();
        Settings settings = base.settings();
        base.registry().bind("outputs", new Outputs(store, exports));
        base.registry().bind("attempts", new Attempts(store,
                new AttemptDelays(settings.number("dromedary.job.max-attempts", 1, MAX_ATTEMPTS),
                        settings.seconds("dromedary.job.first-delay"), base.random()::nextDouble),
                base.running(), workspace, exports, base.metrics().observer(settings.nodeName())));
    }

    private Imports imports(Imports.Limits limits, boolean localFiles) {
        var retryAfter = new RetryAfter(System::nanoTime);
        Registry registry = base.registry();
        registry.bind("stops", base.requests());
        registry.bind("retryAfter", retryAfter);
        registry.bind("pauses", new Pauses(retryAfter,
                exchange -> exchange.getVariable("attempt", Attempt.class).stopped()));
        var imports = new Imports(stores.clients(), stores.cdn(), stores.bucket(), jobs.jobs()::isPublished, uploads, stages,
                media.plans(), limits, localFiles);
        registry.bind("imports", imports);
        registry.bind("clips", new Clips(imports, media.plans(), limits.maxBytes()));
        return imports;
    }

    private void encodes(FfmpegExecutor executor, Imports imports) {
        Settings settings = base.settings();
        Registry registry = base.registry();
        var probes = new Probes(stages, media.plans(), new Usage(base.database(), base.clock()));
        registry.bind("probes", probes);
        var reuse = new Reuse(settings.flag("dromedary.reuse"), media.plans(), new ToolVersions(settings)::text,
                new MadeResults(base.database(), base.clock(), outages), new PublishedFiles(stores.cdn()), stages, base.metrics().jobs());
        registry.bind("reuse", reuse);
        registry.bind("results", new Results(media.plans()));
        registry.bind("encodes", new Encodes(stages, media.plans(), new Encodes.Deadline(
                settings.seconds("dromedary.ffmpeg.deadline-base"),
                settings.number("dromedary.ffmpeg.deadline-per-second", 1)), media.fonts()));
        registry.bind("earlyEncodes", new EarlyEncodes(settings.flag("dromedary.transfer.stream"), media.plans(), base.metrics().jobs()));
        registry.bind("branches", PartThreads.branches(
                branch -> base.context().getExecutorServiceManager().newThread("branch", branch)));
        registry.bind("ladders", new Ladders(media.plans()));
        registry.bind("segmentKeys", new SegmentKeys(media.plans(), base.requests()));
        registry.bind("copies", new Copies());
        registry.bind("dryRuns", new DryRuns(workspace, base.running(), media.plans(), probes, imports, reuse, base.clock(),
                () -> SandboxSettings.find(settings.required("dromedary.ffprobe.path")).isPresent()));
        registry.bind("ffmpegBinding", new FfmpegBinding());
        registry.bind("ffmpegExecutor", executor);
    }

    private Exports exports() {
        Settings settings = base.settings();
        int parallel = settings.transfersOfJob();
        var uploads = new UnfinishedUploads(base.database(), base.clock(), stores.clients());
        var exports = new Exports(stores.clients(), stores.cdn(), stores.bucket(),
                // Uses separate threads: an upload waits for its parts, and must not occupy the threads of the routes.
                new MultipartUpload(parts("upload", parallel), base.requests(),
                        settings.number("dromedary.output.part-bytes", 5 << 20)),
                store, stages, jobs.published(), uploads,
                settings.number("dromedary.output.multipart-above-bytes", 5 << 20),
                new UsualHeaders(settings.objectHeaders("dromedary.cdn"), settings.objectHeaders("dromedary.output")));
        base.registry().bind("transfers", parts("transfer", parallel));
        base.registry().bind("uploads", uploads);
        base.registry().bind("exports", exports);
        return exports;
    }

    private ExecutorService parts(String name, int ofJob) {
        return new PartThreads(base.context().getExecutorServiceManager().newCachedThreadPool(this, name), ofJob);
    }
}
