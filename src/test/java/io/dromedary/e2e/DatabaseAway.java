package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * The database is away for a while: what callers hear meanwhile, and what becomes of the jobs that are at work then, and
 * of those that wait.
 */
final class DatabaseAway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Of each node: its heavy jobs that are at work then, as many as it has slots, and how many wait behind them. */
    private static final int WORKING = 2;
    private static final int WAITING = 18;
    /** Callers at a time, half of them with work. */
    private static final int CALLERS = 8;
    private static final long PAUSE_MS = 200;
    private static final String SMALL = "{\"width\": 32}";
    private static final String PROBE = """
            {"kind": "probe", "input": {"url": "s3://media/in.mp4"}, "options": {"connection_id": "r2"}}""";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final R2Double r2;
    private final PostgresServer postgres;
    private final List<Node> nodes;

    /** An answer, and the milliseconds that it took. */
    private record Answer(int status, String body, long millis) {
        boolean isRefusal() {
            return status == 503 && body.contains("\"unavailable\"");
        }
    }

    /**
     * What came of it.
     *
     * @param working   how many jobs were at work
     * @param answers   to callers while it was away
     * @param healthyMs milliseconds from its return to the first healthy answer
     * @param doneMs    milliseconds from its return to the end of the last job
     * @param jobs      as they ended
     * @param written   how often a result was put into the bucket
     */
    record Outcome(Duration away, int working, List<Answer> answers, long healthyMs, long doneMs, List<JsonNode> jobs,
            long written) implements LongRun.Outcome {

        private long refused() {
            return answers.stream().filter(Answer::isRefusal).count();
        }

        private long succeeded() {
            return jobs.stream().filter(Outcome::isSucceeded).count();
        }

        private long mostAttempts() {
            return jobs.stream().mapToInt(job -> job.get("attempts").asInt()).max().orElse(0);
        }

        /** Did callers hear the truth, and was each job done once? */
        @Override
        public boolean isRight() {
            return !answers.isEmpty() && refused() == answers.size() && succeeded() == jobs.size()
                    && mostAttempts() == 1 && written == jobs.size();
        }

        @Override
        public String table() {
            List<String> lines = new ArrayList<>(List.of(
                    line("seconds without the database", away.toSeconds()),
                    line("calls meanwhile", answers.size()),
                    line("of them answered with 503 unavailable", refused()),
                    line("slowest answer, ms", answers.stream().mapToLong(Answer::millis).max().orElse(0)),
                    line("from its return to the first healthy answer, ms", healthyMs),
                    line("from its return to the end of the last job, ms", doneMs),
                    line("jobs that had been accepted, " + working + " of them at work", jobs.size()),
                    line("of them succeeded", succeeded()),
                    line("most attempts at one job", mostAttempts()),
                    line("results written", written)));
            jobs.stream().filter(job -> !isSucceeded(job)).forEach(job -> lines.add("  " + job));
            return String.join("\n", lines);
        }

        private static boolean isSucceeded(JsonNode job) {
            return job.get("status").asText().equals("succeeded");
        }

        private static String line(String what, long number) {
            return String.format(Locale.ROOT, "%-52s %7d", what, number);
        }
    }

    /**
     * Starts everything.
     *
     * @param lostAfter seconds without a sign of life after which a node is taken for dead
     */
    DatabaseAway(Path folder, int number, int lostAfter) {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        postgres = new PostgresServer().start();
        var database = new SharedDatabase(folder, postgres);
        // A failure or a death that is counted would end its job.
        nodes = IntStream.range(0, number).mapToObj(i -> new Node(folder.resolve("node " + i)).with(database)
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").with("DROMEDARY_QUEUE_MAX_DELIVERIES", "1")
                .with("DROMEDARY_QUEUE_LOST_AFTER", Integer.toString(lostAfter))
                .with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", Integer.toString(WORKING))).toList();
        nodes.forEach(Node::launch);
        nodes.forEach(Node::awaitUp);
        api().connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    private Api api() {
        return nodes.get(0).api();
    }

    /** Takes it away for so long. */
    Outcome run(Duration away) {
        int working = WORKING * nodes.size();
        int number = working + WAITING * nodes.size();
        var ids = new ArrayList<String>();
        var answers = new ArrayList<Answer>();
        try (var stall = r2.faults().on(Operation.PUT_OBJECT).next(working).stall()) {
            for (int i = 0; i < number; i++) {
                ids.add(api().video("s3://media/in.mp4", "r2", SMALL, "s3://media/" + i + ".mp4"));
            }
            stall.awaitStruck(working, SOON);
            postgres.kill();
        }
        for (long began = System.nanoTime(); System.nanoTime() - began < away.toNanos(); ) {
            nodes.forEach(node -> answers.addAll(callAtOnce(node)));
            CompletableFuture.runAsync(() -> { },
                    CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS)).join();
        }
        postgres.start();
        long returned = System.nanoTime();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(
                () -> nodes.stream().allMatch(node -> node.healthStatus() == 200));
        long healthy = millisSince(returned);
        List<JsonNode> jobs = ids.stream().map(id -> api().finished(id, PATIENCE)).toList();
        long done = millisSince(returned);
        long written = IntStream.range(0, number)
                .mapToLong(i -> r2.counters().requests(Operation.PUT_OBJECT, "media", i + ".mp4")).sum();
        return new Outcome(away, working, answers, healthy, done, jobs, written);
    }

    private List<Answer> callAtOnce(Node node) {
        return IntStream.range(0, CALLERS).mapToObj(number -> {
            var request = HttpRequest.newBuilder(node.url().resolve("/tasks")).timeout(SOON)
                    .header("Authorization", "Bearer " + Node.KEY).header("Content-Type", "application/json");
            long asked = System.nanoTime();
            return http.sendAsync((number % 2 == 0 ? request.POST(HttpRequest.BodyPublishers.ofString(PROBE))
                    : request.GET()).build(), HttpResponse.BodyHandlers.ofString())
                    .thenApply(answer -> new Answer(answer.statusCode(), answer.body(), millisSince(asked)));
        }).toList().stream().map(CompletableFuture::join).toList();
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        postgres.close();
        r2.close();
    }

    /**
     * The long form with one node, for {@code bench/outage}.
     *
     * @param arguments seconds
     */
    public static void main(String[] arguments) throws Exception {
        LongRun.run("outage", folder -> {
            try (var away = new DatabaseAway(folder, 1, 10)) {
                return away.run(Duration.ofSeconds(Integer.parseInt(arguments[0])));
            }
        });
    }
}
