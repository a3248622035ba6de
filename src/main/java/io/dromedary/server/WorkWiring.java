package io.dromedary.server;

import io.dromedary.access.Usage;
import io.dromedary.connection.ClientCache;
import io.dromedary.database.Database;
import io.dromedary.delivery.AttemptDelays;
import io.dromedary.delivery.CancelledWork;
import io.dromedary.delivery.Claims;
import io.dromedary.delivery.Heartbeats;
import io.dromedary.delivery.Holdings;
import io.dromedary.delivery.NodeRequirements;
import io.dromedary.delivery.Queue;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.delivery.Takeovers;
import io.dromedary.delivery.WorkItem;
import io.dromedary.ffmpeg.FfmpegBinding;
import io.dromedary.ffmpeg.FfmpegExecutor;
import io.dromedary.ffmpeg.Fonts;
import io.dromedary.ffmpeg.Executables;
import io.dromedary.job.AttemptStore;
import io.dromedary.job.JobStates;
import io.dromedary.job.JobTransitions;
import io.dromedary.job.Lane;
import io.dromedary.job.OutageRetry;
import io.dromedary.storage.CdnBucket;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.MultipartUpload;
import io.dromedary.storage.PartThreads;
import io.dromedary.storage.Pauses;
import io.dromedary.storage.RetryAfter;
import io.dromedary.storage.OpenRequests;
import io.dromedary.storage.Workspace;
import io.dromedary.work.Attempt;
import io.dromedary.work.Attempts;
import io.dromedary.work.Copies;
import io.dromedary.work.DryRuns;
import io.dromedary.work.Encodes;
import io.dromedary.work.Exports;
import io.dromedary.work.Imports;
import io.dromedary.work.Ladders;
import io.dromedary.work.Plans;
import io.dromedary.work.Probes;
import io.dromedary.work.PublishedObjects;
import io.dromedary.work.Stages;
import io.dromedary.work.UnfinishedUploads;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Creates the beans that process a job from its claim to its end. */
final class WorkWiring {

    private static final int MAX_DELIVERIES = 1_000;
    private static final int MAX_ATTEMPTS = 1_000;
    /** The period of the route that writes heartbeats and checks those of others. */
    private static final int LOOK_EVERY_S = 2;
    private static final int MAX_LOST_AFTER_S = 86_400;
    /** How often to try a database again that is away. */
    private static final Duration DATABASE_RECOVERY = Duration.ofSeconds(1);

    private final Registry registry;
    private final Settings settings;
    private final Database database;
    private final Clock clock;
    private final MetricsWiring metrics;
    private final RunningJobs running;
    private final Workspace workspace;
    private final JobTransitions transitions;
    private final Stages stages;
    private final OutageRetry outages;
    private final AttemptStore store;

    WorkWiring(Registry registry, Settings settings, Database database, Clock clock, MetricsWiring metrics,
            RunningJobs running, Workspace workspace, JobTransitions transitions) {
        this.registry = registry;
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        this.metrics = metrics;
        this.running = running;
        this.workspace = workspace;
        this.transitions = transitions;
        this.stages = new Stages(System::nanoTime, metrics.jobs());
        this.outages = new OutageRetry(running.shutDownTold(), DATABASE_RECOVERY);
        this.store = new AttemptStore(database, clock, settings.nodeName(), outages, transitions);
    }

    /** Creates the beans that claim, start, watch and end attempts. */
    void attempts(Exports exports, RandomGenerator random, Heartbeats.Node node, List<Holdings> others, LaneWiring lanes,
            NodeRequirements needs) {
        var takeovers = new Takeovers(database, clock,
                settings.number("dromedary.queue.max-deliveries", 1, MAX_DELIVERIES), transitions, metrics.jobs());
        var heartbeats = new Heartbeats(database, node, takeovers,
                settings.number("dromedary.queue.lost-after", 3 * LOOK_EVERY_S, MAX_LOST_AFTER_S) / LOOK_EVERY_S, others);
        heartbeats.begin();
        registry.bind("heartbeats", heartbeats);
        var claims = new Claims(database, clock, node.id(),
                settings.number("dromedary.queue.max-running-jobs", 0, Integer.MAX_VALUE), takeovers);
        for (Lane lane : Lane.values()) {
            lanes.add(lane.wireName(), Queue.of(
                    without -> !needs.areMet() ? Optional.empty() : claims.claim(lane, without)
                            .map(job -> new WorkItem(job.attemptName(), job.order().owner().project(), job)),
                    (held, thrown) -> claims.giveBackAllBut(lane, held, thrown)));
        }
        registry.bind("attempts", new Attempts(store,
                new AttemptDelays(settings.number("dromedary.job.max-attempts", 1, MAX_ATTEMPTS),
                        settings.seconds("dromedary.job.first-delay"), random::nextDouble),
                running, workspace, exports, metrics.observer(settings.nodeName())));
        registry.bind("cancelledWork", new CancelledWork(running, new JobStates(database)));
    }

    /** Creates the beans of imports. */
    void imports(Plans plans, ClientCache clients, CdnFolder cdn, Optional<CdnBucket> bucket, Imports.Results results,
            Imports.Limits limits, OpenRequests stops, boolean localFiles) {
        registry.bind("stops", stops);
        var retryAfter = new RetryAfter(System::nanoTime);
        registry.bind("retryAfter", retryAfter);
        registry.bind("pauses", new Pauses(retryAfter,
                exchange -> exchange.getVariable("attempt", Attempt.class).stopped()));
        registry.bind("imports", new Imports(clients, cdn, bucket, results, stages, plans, limits, localFiles));
    }

    /** Creates the beans that probe and encode inputs. */
    void encodes(Plans plans, Usage usage, Fonts fonts, FfmpegExecutor executor) {
        registry.bind("probes", new Probes(stages, plans, usage));
        registry.bind("encodes", new Encodes(stages, plans, new Encodes.Deadline(
                settings.seconds("dromedary.ffmpeg.deadline-base"),
                settings.number("dromedary.ffmpeg.deadline-per-second", 1)), fonts));
        registry.bind("ladders", new Ladders(plans));
        registry.bind("copies", new Copies());
        registry.bind("dryRuns", new DryRuns(workspace, running, plans, clock,
                () -> isInstalled(settings.required("dromedary.ffprobe.path"))));
        registry.bind("ffmpegBinding", new FfmpegBinding());
        registry.bind("ffmpegExecutor", executor);
    }

    private static boolean isInstalled(String program) {
        return Executables.find(program, SandboxSettings.searchPath()).isPresent();
    }

    /** Creates the beans of exports. */
    Exports exports(CamelContext context, ClientCache clients, CdnFolder cdn, Optional<CdnBucket> bucket, OpenRequests stops,
            PublishedObjects published) {
        int parallel = settings.transfersOfJob();
        ExecutorService transfers = parts(context, "transfer", parallel);
        var uploads = new UnfinishedUploads(database, clock, clients);
        var exports = new Exports(clients, cdn, bucket,
                // Uses separate threads: an upload waits for its parts, and must not occupy the threads of the routes.
                new MultipartUpload(parts(context, "upload", parallel), stops,
                        settings.number("dromedary.output.part-bytes", 5 << 20)),
                store, stages, published, uploads,
                settings.number("dromedary.output.multipart-above-bytes", 5 << 20));
        registry.bind("transfers", transfers);
        registry.bind("uploads", uploads);
        registry.bind("exports", exports);
        return exports;
    }

    private ExecutorService parts(CamelContext context, String name, int ofJob) {
        return new PartThreads(context.getExecutorServiceManager().newCachedThreadPool(this, name), ofJob);
    }
}
