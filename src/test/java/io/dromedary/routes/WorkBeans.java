package io.dromedary.routes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Usage;
import io.dromedary.connection.ClientCache;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.connection.SecretBox;
import io.dromedary.database.Database;
import io.dromedary.database.Engine;
import io.dromedary.delivery.AttemptDelays;
import io.dromedary.delivery.LaneComponent;
import io.dromedary.delivery.LaneSignals;
import io.dromedary.delivery.LaneSlots;
import io.dromedary.delivery.Queue;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.delivery.WorkItem;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.ffmpeg.FfmpegBinding;
import io.dromedary.ffmpeg.Fonts;
import io.dromedary.ffmpeg.ScriptedPrograms;
import io.dromedary.job.AttemptStore;
import io.dromedary.job.Job;
import io.dromedary.job.JobMeters;
import io.dromedary.job.JobOrder;
import io.dromedary.job.JobStore;
import io.dromedary.job.JobTransitions;
import io.dromedary.job.Lanes;
import io.dromedary.job.Observer;
import io.dromedary.job.OutageRetry;
import io.dromedary.job.Owner;
import io.dromedary.job.StageLog;
import io.dromedary.media.Media;
import io.dromedary.media.ShippedMedia;
import io.dromedary.r2.Credentials;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.MultipartUpload;
import io.dromedary.storage.Pace;
import io.dromedary.storage.PublishedFiles;
import io.dromedary.storage.ObjectHeaders;
import io.dromedary.storage.OpenRequests;
import io.dromedary.storage.Workspace;
import io.dromedary.watch.WatchedObjects;
import io.dromedary.webhook.WebhookTable;
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
import io.dromedary.work.Plans;
import io.dromedary.work.MadeResults;
import io.dromedary.work.Outputs;
import io.dromedary.work.Probes;
import io.dromedary.work.Results;
import io.dromedary.work.Reuse;
import io.dromedary.work.PublishedObjects;
import io.dromedary.work.SegmentKeys;
import io.dromedary.work.Stages;
import io.dromedary.work.UnfinishedUploads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * What carries jobs from their claims to their ends, made as the server makes it, over a database and folders of its
 * own. Of all of it only ffmpeg and ffprobe are not the real ones.
 */
final class WorkBeans implements AutoCloseable {

    /** Of parts of inputs; what is not larger is fetched whole before it is probed. */
    static final int PART = 64 << 10;
    static final long MOST_BYTES = 1L << 30;
    /** Of inputs that are joined, together. */
    static final long MOST_JOINED_BYTES = 3_500;
    /** Results above this go in parts, of which this is the least that stores take. */
    static final int RESULT_PART = 5 << 20;
    static final int MAX_ATTEMPTS = 2;

    private final Clock clock = Clock.systemUTC();
    private final JobMeters meters = new JobMeters(new SimpleMeterRegistry());
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService transfers = Executors.newCachedThreadPool();
    private final Path folder;
    private final Database database;
    private final JobTransitions transitions;
    private final JobStore jobs;
    private final RunningJobs running = new RunningJobs();
    private final WorkingNode node;
    private final LaneSignals signals = new LaneSignals();
    /** The lanes of which other nodes were told. */
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ConnectionStore connections;
    private final ScriptedPrograms programs = new ScriptedPrograms();
    private Optional<ClientCache> clients = Optional.empty();

    WorkBeans(Path folder) {
        this.folder = folder;
        this.database = Engine.openNewFile(folder.resolve("test.db"));
        this.transitions = new JobTransitions(List.of(new WebhookTable(), new WatchedObjects(database, clock)));
        this.jobs = new JobStore(database, new Lanes(Set.of("image")), clock, transitions, meters);
        this.node = new WorkingNode(database, clock);
        List<SecretBox.Key> keys = SecretBox.keys(List.of(SecretBox.freshKey(random)), "The test");
        this.connections = new ConnectionStore(database, new SecretBox(() -> keys, random), clock);
    }

    /** Gives the routes what they name. */
    WorkBeans bind(RoutesHere routes) throws IOException {
        var stops = new OpenRequests();
        var cache = new ClientCache(connections, routes::bind, SystemDefaultDnsResolver.INSTANCE, stops::onStop);
        clients = Optional.of(cache);
        var outages = new OutageRetry(running.shutDownTold(), Duration.ofMillis(50));
        var store = new AttemptStore(database, clock, "node", outages, transitions);
        var stages = new Stages(System::nanoTime, meters);
        Media media = ShippedMedia.media();
        var plans = new Plans(() -> media);
        var workspace = new Workspace(workFolder());
        var cdn = new CdnFolder(folder.resolve("cdn"), "http://localhost/cdn");
        var probes = new Probes(stages, plans, new Usage(database, clock));
        var uploads = new UnfinishedUploads(database, clock, cache);
        var exports = new Exports(cache, cdn, Optional.empty(), new MultipartUpload(transfers, stops, RESULT_PART), store,
                stages, new PublishedObjects(database, clock), uploads, RESULT_PART,
                new UsualHeaders(ObjectHeaders.NONE, ObjectHeaders.NONE.or(new ObjectHeaders(Optional.of("no-cache"), Optional.empty(),
                        Optional.empty(), Map.of()))));
        var reuse = new Reuse(true, plans, () -> "tools", new MadeResults(database, clock, outages), new PublishedFiles(cdn), stages, meters);
        var imports = new Imports(cache, cdn, Optional.empty(), (project, owner) -> false, null, stages, plans, new Imports.Limits(PART,
                PART, MOST_BYTES, OptionalLong.of(PART), new Pace(0, Duration.ofMinutes(1), Duration.ofMinutes(1), System::nanoTime)), true);
        routes.bind("lane", new LaneComponent(Map.of("heavy", nothing(), "light", nothing(), "webhooks", nothing(), "sources",
                        nothing()), signals, told::add, 0)).bind("laneSlots", new LaneSlots()).bind("stops", stops).bind("transfers", transfers).bind("exports", exports)
                .bind("uploads", uploads)
                .bind("attempts", new Attempts(store,
                        new AttemptDelays(MAX_ATTEMPTS, Duration.ofSeconds(10), random::nextDouble), running, workspace, exports,
                        new Observer(meters, new StageLog("node"), System::nanoTime)))
                .bind("imports", imports).bind("outputs", new Outputs(store, exports)).bind("clips", new Clips(imports, plans, MOST_JOINED_BYTES))
                .bind("probes", probes).bind("results", new Results(plans))
                .bind("encodes", new Encodes(stages, plans, new Encodes.Deadline(Duration.ofMinutes(1), 1),
                        new Fonts(Fonts.USUAL_FOLDERS)))
                .bind("earlyEncodes", new EarlyEncodes(true, plans, meters)).bind("branches", transfers).bind("ladders", new Ladders(plans)).bind("copies", new Copies()).bind("reuse", reuse).bind("segmentKeys", new SegmentKeys(plans, stops))
                .bind("dryRuns", new DryRuns(workspace, running, plans, probes, imports, reuse, clock, () -> true))
                .bind("ffmpegBinding", new FfmpegBinding()).bind("ffmpegExecutor", programs);
        return this;
    }

    Database database() {
        return database;
    }

    Clock clock() {
        return clock;
    }

    JobMeters meters() {
        return meters;
    }

    JobTransitions transitions() {
        return transitions;
    }

    JobStore jobs() {
        return jobs;
    }

    RunningJobs running() {
        return running;
    }

    /** The lanes of which other nodes were told that something has come, in this order. */
    List<String> told() {
        return told;
    }

    /** Nobody takes anything here but a test. */
    private static Queue nothing() {
        return new Queue() {
            @Override
            public Optional<WorkItem> claim(Set<String> without) {
                return Optional.empty();
            }

            @Override
            public void giveBackAllBut(Set<String> held, Set<String> thrown) {
                // Nothing was claimed.
            }
        };
    }

    ConnectionStore connections() {
        return connections;
    }

    ScriptedPrograms programs() {
        return programs;
    }

    /** The clients of stores, once the routes know them. */
    ClientCache clients() {
        return clients.orElseThrow();
    }

    /** Does a job that waits, as a worker would. */
    void succeed(String jobId) {
        var outages = new OutageRetry(running.shutDownTold(), Duration.ofMillis(50));
        Job begun = node.begin(jobId).orElseThrow();
        new AttemptStore(database, clock, "node", outages, transitions)
                .succeed(jobId, begun.attempts(), Optional.of("s3://out/result.mp4"), Optional.empty());
    }

    Path workFolder() {
        return folder.resolve("work");
    }

    /** The folders of attempts that are there now. */
    List<Path> workFolders() {
        try (Stream<Path> found = Files.list(workFolder())) {
            return found.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A job that waits. */
    Job job(String kind, String input, ObjectNode options) {
        return jobs.create(order(kind, input, options));
    }

    Job job(String kind, String input) {
        return job(kind, input, JsonNodeFactory.instance.objectNode());
    }

    static JobOrder order(String kind, String input, ObjectNode options) {
        return order(kind, input, Optional.empty(), Optional.empty(), options);
    }

    /** A job whose input is in a store, with what goes with it. */
    static JobOrder order(String kind, String input, String connection, ObjectNode options) {
        return order(kind, input, Optional.of(connection), Optional.empty(), options);
    }

    /** A job whose output goes to a store, where one is named. */
    static JobOrder order(String kind, String input, Optional<String> connection, Optional<String> output,
            ObjectNode options) {
        return new JobOrder(new Owner("default", Optional.empty()), kind, Optional.empty(), input,
                connection, output, output.flatMap(target -> connection), options, Optional.empty(), 4, Optional.empty());
    }

    /** The id of the default connection, which is to this store from now on. */
    String connection(URI endpoint, Credentials key) {
        return connection("store", endpoint, key);
    }

    String connection(String name, URI endpoint, Credentials key) {
        return connections.create("default", new ConnectionStore.Draft(Optional.of(name),
                Optional.of(endpoint.toString()), Optional.of("auto"), Optional.of(key.accessKeyId()),
                Optional.of(key.secretAccessKey()), Optional.of(name.equals("store")))).id();
    }

    /** Gives a job that waits to the route of jobs, as its lane does; one that waits for its time, when that has come. */
    Exchange deliver(RoutesHere routes, String jobId) {
        database.jdbi().useHandle(handle -> handle.createUpdate("update jobs set due_at = null where id = :id")
                .bind("id", jobId).execute());
        return routes.send("job", node.begin(jobId).orElseThrow());
    }

    @Override
    public void close() {
        clients.ifPresent(ClientCache::close);
        transfers.shutdownNow();
        database.close();
    }
}
