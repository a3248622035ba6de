package io.dromedary.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.database.Database;
import io.dromedary.database.DatabaseAddress;
import io.dromedary.database.FilledTables;
import io.dromedary.machine.Folders;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * How long a job waits for a worker that has nothing else to do, for {@code bench/pickup}: in one process, and where one
 * takes it that another does: told by PostgreSQL, or by nobody, as a file of SQLite does not tell. In turns.
 */
final class Pickup implements AutoCloseable {

    private static final int WARM_UP = 20;
    private static final String JOB = """
            {"kind": "image", "input": "s3://media/in.mp4", "connection_id": "r2", "options": {"width": 32}}""";

    private static final int LOOK_MS = 1_000;

    private final Random random = new Random(1);
    private final Path folder;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Api> ways = new LinkedHashMap<>();
    private final List<DatabaseAddress> databases;

    private Pickup(Path folder, SharedDatabase database) {
        this.folder = folder;
        Node one = node("one").alone();
        way("one process", one);
        way("PostgreSQL, apart", node("api").with(database).with("DROMEDARY_ROLES", "api"));
        start(node("worker").with(database).with("DROMEDARY_ROLES", "worker"));
        // The first of the two makes the tables.
        way("a file, apart", ofFile("api of a file").with("DROMEDARY_ROLES", "api"));
        start(ofFile("worker of a file").with("DROMEDARY_ROLES", "worker"));
        databases = List.of(DatabaseAddress.ofFile(one.data().resolve("dromedary.db")),
                DatabaseAddress.ofFile(folder.resolve("shared.db")),
                new DatabaseAddress(database.url(), Optional.of(PostgresServer.USER), Optional.of("")));
    }

    private Node node(String name) {
        return new Node(folder.resolve(name)).with("DROMEDARY_QUEUE_MAX_JOBS", "10000000");
    }

    private Node ofFile(String name) {
        return node(name).with("DROMEDARY_DATABASE_URL", "jdbc:sqlite:" + folder.resolve("shared.db"))
                .with("DROMEDARY_KEY_FILE", folder.resolve("secret of the file.key").toString());
    }

    /** Jobs are sent to this node. */
    private void way(String name, Node node) {
        ways.put(name, start(node).api());
    }

    private Node start(Node node) {
        nodes.add(node);
        return node.start();
    }

    /**
     * Prints the times from the acceptance of a job to the beginning of its first attempt, as the servers note them.
     *
     * @param arguments number of jobs, and of those that are not yet due in each database beside them
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("dromedary-pickup");
        Map<String, List<Long>> waits;
        try (var r2 = R2Double.start(folder.resolve("r2")); var postgres = new PostgresServer().start();
                var pickup = new Pickup(folder, new SharedDatabase(folder, postgres))) {
            r2.createBucket("media");
            r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
            pickup.fill(Integer.parseInt(arguments[1]));
            waits = pickup.run(r2, Integer.parseInt(arguments[0]));
        }
        Folders.delete(folder);
        System.out.printf("%-17s  %5s  %9s  %7s  %7s%n", "api and worker", "jobs", "median ms", "99 % ms", "most ms");
        waits.forEach((way, times) -> {
            times.sort(null);
            System.out.printf(Locale.ROOT, "%-17s  %5d  %9d  %7d  %7d%n", way, times.size(),
                    times.get(times.size() / 2), times.get(times.size() * 99 / 100), times.get(times.size() - 1));
        });
        System.exit(0);
    }

    private Map<String, List<Long>> run(R2Double r2, int jobs) {
        Credentials key = r2.newKey(Tier.OBJECT_READ, "media");
        ways.values().forEach(api -> api.connect("r2", r2.endpoint(), key));
        var waits = new LinkedHashMap<String, List<Long>>();
        for (int i = 0; i < WARM_UP + jobs; i++) {
            boolean counts = i >= WARM_UP;
            ways.forEach((way, api) -> {
                pause();
                long wait = waitOfOne(api);
                if (counts) {
                    waits.computeIfAbsent(way, any -> new ArrayList<>()).add(wait);
                }
            });
        }
        return waits;
    }

    /** Jobs come when they like: one that came right behind another would always find the next look a second away. */
    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LOOK_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void fill(int jobs) {
        databases.forEach(address -> {
            try (var database = Database.open(address)) {
                FilledTables.fillQueueWithJobsNotDue(database.jdbi(), jobs);
            }
        });
    }

    private static long waitOfOne(Api api) {
        JsonNode job = api.finished(api.accepted(JOB));
        if (!job.get("status").asText().equals("succeeded")) {
            throw new IllegalStateException(job.toString());
        }
        return job.get("started_at").asLong() - job.get("created_at").asLong();
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
