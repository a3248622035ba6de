package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.machine.PostgresServer;
import io.dromedary.media.Ffmpeg;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.StoredObject;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Jobs of all kinds on one API node and three workers, as processes of their own beside a database; every few seconds one
 * of them all is killed, and the store fails a fifth of all requests. At the end every job must have ended as it should,
 * and nothing else may be left.
 */
final class Chaos implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Wish> WISHES = List.of(
            new Wish("video", "mp4", JSON.createObjectNode().put("width", 64)),
            new Wish("audio", "mp3", JSON.createObjectNode().put("format", "mp3")),
            new Wish("image", "jpg", JSON.createObjectNode().put("width", 64)),
            new Wish("animation", "gif", JSON.createObjectNode().put("end", 1).put("width", 64)),
            new Wish("video", "webm", JSON.createObjectNode().put("format", "webm").put("width", 64)));
    private static final int WORKERS = 3;
    private static final double FAULTS = 0.2;
    /** The slower the machine, the more would die in the time that the jobs take. */
    private static final int JOBS_A_KILL = 3;
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path folder;
    private final Random random;
    private final R2Double r2;
    private final PostgresServer postgres;
    private final SharedDatabase database;
    private final Node api;
    private final List<Node> workers = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CALL).build();
    private final Map<String, Integer> killed = new TreeMap<>();

    /** What is asked for. */
    private record Wish(String kind, String extension, ObjectNode options) {
    }

    /** A job that was sent, and how it must end. */
    private record Sent(String id, String kind, Optional<String> target, String mustBe) {
    }

    /** What came of it. */
    record Outcome(Map<String, Integer> ended, Map<String, Integer> killed, int faults, int mostAttempts,
            List<String> wrong) implements LongRun.Outcome {

        @Override
        public boolean isRight() {
            return wrong.isEmpty();
        }

        @Override
        public String table() {
            var lines = new ArrayList<String>();
            lines.add("%-53s %6s".formatted("what", "number"));
            ended.forEach((what, number) -> lines.add("%-53s %6d".formatted("jobs " + what, number)));
            killed.forEach((what, number) -> lines.add("%-53s %6d".formatted("kill -9 of " + what, number)));
            lines.add("%-53s %6d".formatted("requests that the store failed", faults));
            lines.add("%-53s %6d".formatted("most attempts at one job", mostAttempts));
            lines.add("%-53s %6d".formatted("wrong, lost, twice or left over", wrong.size()));
            wrong.forEach(text -> lines.add("  " + text));
            return String.join("\n", lines);
        }
    }

    /** Starts everything; the same seed kills in the same order. */
    Chaos(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("inbox");
        r2.createBucket("outbox");
        r2.put("inbox", "film.mp4", Samples.video(folder, "film.mp4", 128, 72, 2), "video/mp4");
        r2.put("inbox", "broken.mp4", "This is no film.".getBytes(StandardCharsets.UTF_8), "video/mp4");
        postgres = new PostgresServer().start();
        database = new SharedDatabase(folder, postgres);
        api = node("api", "api").start();
        for (int i = 1; i <= WORKERS; i++) {
            workers.add(node("worker " + i, "worker").launch());
        }
        workers.forEach(Node::awaitUp);
        Credentials key = r2.newKey(Tier.OBJECT_READ_WRITE, "inbox", "outbox");
        api.api().connect("r2", r2.endpoint(), key);
    }

    private Node node(String name, String role) {
        return new Node(folder.resolve(name)).with(database).with("DROMEDARY_ROLES", role)
                .with("DROMEDARY_CDN", "s3://outbox/cdn").with("DROMEDARY_CDN_CONNECTION", "r2")
                .with("DROMEDARY_CDN_URL", "https://cdn.example.com").with("DROMEDARY_WORKER_SLOTS", "1")
                .with("DROMEDARY_QUEUE_MAX_DELIVERIES", "1000").with("DROMEDARY_JOB_MAX_ATTEMPTS", "20")
                .with("DROMEDARY_JOB_FIRST_DELAY", "1").jvm("-Xmx256m");
    }

    /**
     * Sends the jobs while things die, and waits until all have ended.
     *
     * @param pause between two kills
     */
    Outcome run(int jobs, Duration pause) {
        var slow = r2.faults().on(head -> true).share(FAULTS / 2).fail(503, "SlowDown");
        var cut = r2.faults().on(head -> true).share(FAULTS / 2).reset();
        var calm = new CountDownLatch(1);
        var killer = CompletableFuture.runAsync(() -> kill(calm, pause, jobs / JOBS_A_KILL));
        var sent = new ArrayList<Sent>();
        for (int i = 0; i < jobs; i++) {
            sent.add(send(i));
        }
        Map<String, JsonNode> ended = new LinkedHashMap<>();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            look(sent, ended);
            // The last jobs are left in peace: it is their end that is waited for.
            if (ended.size() >= jobs * 3 / 4) {
                calm.countDown();
            }
            return ended.size() == jobs;
        });
        calm.countDown();
        killer.join();
        r2.faults().clear();
        return judge(sent, ended, slow.struck() + cut.struck());
    }

    private void kill(CountDownLatch calm, Duration pause, int most) {
        for (int kills = 0; kills < most
                && !isOver(calm, pause.multipliedBy(50 + random.nextInt(100)).dividedBy(100)); kills++) {
            // Where kills come faster than workers start, no work would ever be interrupted.
            Awaitility.await().atMost(PATIENCE).until(() ->
                    calm.getCount() == 0 || workers.stream().anyMatch(worker -> worker.healthStatus() > 0));
            switch (random.nextInt(6)) {
                case 0 -> restart("the database", postgres::kill, postgres::start);
                case 1 -> restart("the API node", api::kill, api::start);
                case 2 -> restart("the database, for a while", postgres::kill, () -> {
                    isOver(calm, pause);
                    postgres.start();
                });
                default -> {
                    Node worker = workers.get(random.nextInt(WORKERS));
                    restart("a worker", worker::kill, worker::launch);
                }
            }
        }
    }

    private static boolean isOver(CountDownLatch calm, Duration wait) {
        try {
            return calm.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void restart(String what, Runnable kill, Runnable start) {
        kill.run();
        start.run();
        killed.merge(what, 1, Integer::sum);
    }

    private Sent send(int number) {
        Wish wish = WISHES.get(number % WISHES.size());
        boolean broken = number % 20 == 19;
        Optional<String> target = number % 2 == 0 && !broken
                ? Optional.of("results/" + number + "." + wish.extension()) : Optional.empty();
        ObjectNode body = JSON.createObjectNode().put("connection_id", "r2").put("kind", wish.kind())
                .put("input", broken ? "s3://inbox/broken.mp4" : "s3://inbox/film.mp4");
        body.set("options", wish.options());
        target.ifPresent(key -> body.put("output", "s3://outbox/" + key));
        return new Sent(accepted(number, body.toString()), wish.kind(), target, broken ? "failed" : "succeeded");
    }

    /** As a careful client does it: asked again, with the same key, until there is an answer. */
    private String accepted(int number, String body) {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(
                () -> call("POST", "/jobs", body, "chaos-" + number), Optional::isPresent).orElseThrow()
                .get("id").asText();
    }

    private void look(List<Sent> sent, Map<String, JsonNode> ended) {
        for (Sent job : sent) {
            if (!ended.containsKey(job.id())) {
                call("GET", "/jobs/" + job.id(), "", "").filter(found -> !found.get("finished_at").isNull())
                        .ifPresent(found -> ended.put(job.id(), found));
            }
        }
    }

    private Optional<JsonNode> call(String method, String path, String body, String idempotencyKey) {
        var request = HttpRequest.newBuilder(URI.create(api.url() + path)).timeout(CALL)
                .header("Authorization", "Bearer " + Node.KEY).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!idempotencyKey.isEmpty()) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 2) {
                return Optional.of(JSON.readTree(answer.body()));
            }
            if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return Optional.empty();
        } catch (IOException nodeIsDown) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Outcome judge(List<Sent> sent, Map<String, JsonNode> ended, int faults) {
        var wrong = new ArrayList<String>();
        var results = new TreeMap<String, Integer>();
        var expected = new ArrayList<String>();
        int mostAttempts = 0;
        for (Sent job : sent) {
            JsonNode end = ended.get(job.id());
            String status = end.get("status").asText();
            results.merge(status + " (" + job.kind() + ")", 1, Integer::sum);
            mostAttempts = Math.max(mostAttempts, end.get("attempts").asInt());
            if (!status.equals(job.mustBe())) {
                wrong.add(job.id() + " must be " + job.mustBe() + ": " + end.get("error"));
            } else if (status.equals("succeeded")) {
                String key = job.target().orElseGet(() ->
                        end.get("output").asText().replace("https://cdn.example.com/", ""));
                expected.add(key);
                check(key, wrong);
            }
        }
        if (sent.stream().map(Sent::id).distinct().count() != sent.size()) {
            wrong.add("two requests were answered with one job");
        }
        Awaitility.await().atMost(SOON).until(() -> r2.openUploads().isEmpty());
        r2.keys("outbox").stream().filter(key -> !expected.contains(key))
                .forEach(key -> wrong.add("an object that belongs to no job: " + key));
        Awaitility.await().atMost(SOON).until(this::nothingIsAtWork);
        int stored = database.number("select count(*) from jobs");
        if (stored != sent.size()) {
            wrong.add(stored + " jobs are stored, of " + sent.size() + " that were sent");
        }
        return new Outcome(results, killed, faults, mostAttempts, wrong);
    }

    private void check(String key, List<String> wrong) {
        Optional<StoredObject> object = r2.object("outbox", key);
        if (object.isEmpty()) {
            wrong.add("missing: " + key);
        } else {
            try {
                Ffmpeg.run(List.of("-v", "error", "-xerror", "-i", object.get().path().toString(), "-f", "null", "-"));
            } catch (AssertionError e) {
                wrong.add("not whole: " + key + ": " + e.getMessage());
            }
        }
    }

    private boolean nothingIsAtWork() {
        return workers.stream().allMatch(worker -> worker.workFolders().isEmpty()
                && worker.process().descendants().findAny().isEmpty());
    }

    @Override
    public void close() {
        workers.forEach(Node::close);
        api.close();
        postgres.close();
        r2.close();
    }

    /**
     * The long form.
     *
     * @param arguments number of jobs, seconds between two kills, seed
     */
    public static void main(String[] arguments) throws Exception {
        LongRun.run("chaos", folder -> {
            try (var chaos = new Chaos(folder, Long.parseLong(arguments[2]))) {
                return chaos.run(Integer.parseInt(arguments[0]), Duration.ofSeconds(Integer.parseInt(arguments[1])));
            }
        });
    }
}
