package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Operation;
import io.dromedary.r2.QueueDouble;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Buckets that process themselves, by listing and by events, on one server with a watch for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Tag("engines")
class WatchTest {

    private static final String TOKEN = "canary-token-of-the-queue-4711";
    private static final List<String> BUCKETS = List.of(
            "plain", "named", "readable", "moving", "emptying", "late", "my-r2-bucket", "uploads");

    private R2Double r2;
    private QueueDouble queue;
    private HereNode node;
    private Api api;
    private byte[] clip;
    private byte[] otherClip;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        r2 = R2Double.start(folder.resolve("r2"));
        BUCKETS.forEach(r2::createBucket);
        queue = QueueDouble.start("account1", "queue1", TOKEN);
        clip = Files.readAllBytes(Samples.video(folder, "clip.mp4", 64, 36, 1));
        otherClip = Files.readAllBytes(Samples.video(folder, "other.mp4", 64, 64, 1));
        node = new HereNode(folder.resolve("node")).with("CLOUDFLARE_API_TOKEN", TOKEN)
                .with("DROMEDARY_TRANSFER_RETRIES", "1")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1");
        Files.writeString(node.ownHome().resolve("config/watches.properties"), entries());
        api = node.start().api();
        api.connect("reader", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "readable"));
        api.connect("writer", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "plain", "named", "moving", "emptying"));
        api.connect("my-r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "my-r2-bucket"));
    }

    private String entries() {
        return entry("plain", "watch-bucket", "writer", """
                        prefix=up/
                        suffixes=.mp4, .MOV
                        options={"width": 32}
                        output=s3://plain/up/results/
                        priority=7
                        """)
                + entry("named", "watch-bucket", "writer", """
                        prefix=in/
                        output=s3://named/out/{filename}/x.mp4
                        """)
                + entry("readable", "watch-bucket", "reader", "")
                + entry("moving", "watch-bucket", "writer", """
                        prefix=in/
                        source=move
                        move-to=done/
                        """)
                + entry("emptying", "watch-bucket", "writer", "source=delete\n")
                + entry("late", "watch-bucket", "made-later", "")
                + entry("disabled", "watch-bucket", "writer", "enabled=false\n")
                .replace("bucket=disabled", "bucket=plain")
                + docs();
    }

    /** The examples of the docs as they stand, but for what is the reader's own, and how long they wait. */
    private String docs() {
        try {
            return Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(Path.of("docs/watches.md"))).results().map(block -> block.group(1))
                    .reduce("", String::concat)
                    .replace("<account-id>", "account1").replace("<queue-id>", "queue1").replace("=30\n", "=1\n")
                    .replace("[events].account", "[events].api=" + queue.api() + "\n"
                            + "camel.route-template[events].interval=1\ncamel.route-template[events].account");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String entry(String name, String template, String connection, String more) {
        return ("template-id=" + template + "\nbucket=" + name + "\nconnection=" + connection
                + "\ninterval=1\nkind=video\n" + more).lines()
                .map(line -> "camel.route-template[" + name + "]." + line + "\n").reduce("", String::concat);
    }

    @AfterAll
    void stop() {
        node.close();
        queue.close();
        r2.close();
    }

    /** As the docs have it. */
    @Test
    void aStoreThatSendsItsEventsHereGetsAJobOfEachVersion() {
        api.connect("my-minio", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "uploads"));
        String etag = r2.put("uploads", "in/a b.mp4", clip, "video/mp4").etag();
        String event = """
                {"EventName": "s3:ObjectCreated:Put", "Key": "uploads/in/a b.mp4", "Records": [{"eventName": "s3:ObjectCreated:Put",
                 "s3": {"bucket": {"name": "uploads"}, "object": {"key": "in%2Fa+b.mp4", "size": 7, "eTag": "ETAG"}}}]}"""
                        .replace("ETAG", etag);
        Api.Answer taken = api.post("/events/minio", event);
        assertThat(taken.status()).as(taken.response().body()).isEqualTo(200);
        String job = taken.json().at("/jobs/0").asText();
        assertThat(api.finished(job).get("status").asText()).isEqualTo("succeeded");
        assertThat(api.job(job).get("input").asText()).isEqualTo("s3://uploads/in/a b.mp4");
        assertThat(api.post("/events/minio", event).json().get("jobs")).as("the same again").isEmpty();
        assertThat(api.post("/events/minio", event.replace("Created", "Removed")).json().get("jobs")).isEmpty();
        assertThat(api.post("/events/minio", event.replace("\"uploads\"", "\"plain\"")).status()).isEqualTo(400);
        for (String none : List.of("plain", "nothing")) {
            assertThat(api.post("/events/" + none, event).json().get("kind").asText()).isEqualTo("not_found");
        }
        var shown = api.get("/watches").json();
        assertThat(shown.findValuesAsText("id")).contains("minio", "plain", "disabled").isSorted();
        shown.forEach(watch -> {
            if (watch.get("id").asText().equals("minio")) {
                assertThat(watch.get("source").asText()).isEqualTo("events");
                assertThat(watch.get("found").asInt()).isEqualTo(1);
                assertThat(watch.get("succeeded").asInt()).isEqualTo(1);
                assertThat(watch.get("last_look_at").isNumber()).isTrue();
            }
        });
    }

    /** As the docs have it. */
    @Test
    void anObjectIsJoinedWithAnotherFileAndMadeIntoSeveralOutputs() {
        r2.put("my-r2-bucket", "end.mp4", otherClip, "video/mp4");
        r2.put("my-r2-bucket", "talks/one.mp4", clip, "video/mp4");
        String url = "s3://my-r2-bucket/talks/one.mp4";
        Awaitility.await().atMost(SOON).until(() -> !api.get("/jobs?input=" + URLEncoder.encode(url, StandardCharsets.UTF_8)).json().isEmpty());
        JsonNode job = api.finished(api.get("/jobs?input=" + URLEncoder.encode(url, StandardCharsets.UTF_8)).json().at("/0/id").asText());
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("inputs").findValuesAsText("url")).containsExactly(url, "s3://my-r2-bucket/end.mp4");
        assertThat(job.get("outputs").findValuesAsText("kind")).containsExactly("video", "audio");
        assertThat(job.at("/outputs/0/output").asText()).endsWith("/one.mp4");
        assertThat(job.at("/tasks/3/output/duration").asDouble()).isCloseTo(2, within(0.1));
    }

    @Test
    void aNewObjectIsProcessedAndAChangedOneAgain() {
        r2.put("plain", "up/a.mp4", clip, "video/mp4");
        JsonNode job = onlyJob("s3://plain/up/a.mp4");
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("output").asText()).isEqualTo("s3://plain/up/results/a.mp4");
        assertThat(job.get("priority").asInt()).isEqualTo(7);
        assertThat(r2.object("plain", "up/results/a.mp4")).isPresent();

        r2.put("plain", "up/a.mp4", otherClip, "video/mp4");
        soon(() -> jobs("s3://plain/up/a.mp4").size() == 2);
        jobs("s3://plain/up/a.mp4").forEach(one -> api.finished(one.get("id").asText()));
    }

    @Test
    void whatIsNotWantedIsPassedOverAndSoAreTheServersOwnResults() {
        r2.put("plain", "up/b.txt", clip, "text/plain");
        r2.put("plain", "elsewhere/b.mp4", clip, "video/mp4");
        r2.put("plain", "up/empty.mp4", new byte[0], "video/mp4");
        r2.put("plain", "up/directory.mp4/", clip, "video/mp4");
        r2.put("plain", "up/B.MP4", clip, "video/mp4");
        onlyJob("s3://plain/up/B.MP4");
        soon(() -> r2.object("plain", "up/results/B.mp4").isPresent());
        twoMoreTurns("plain");
        assertThat(jobs("s3://plain/up/results/B.mp4")).isEmpty();
        for (String key : List.of("up/b.txt", "elsewhere/b.mp4", "up/empty.mp4", "up/directory.mp4/")) {
            assertThat(jobs("s3://plain/" + key)).as(key).isEmpty();
        }
    }

    @Test
    void anObjectWhoseNameNoResultCanHaveStopsNoOther() {
        r2.put("named", "in/...mp4", clip, "video/mp4");
        r2.put("named", "in/{ext}.mp4", clip, "video/mp4");
        assertThat(onlyJob("s3://named/in/{ext}.mp4").get("output").asText()).isEqualTo("s3://named/out/{ext}/x.mp4");
        assertThat(jobs("s3://named/in/...mp4")).isEmpty();
        assertThat(node.logText()).contains("no job for in/...mp4: 'output' has '.' or '..'");
    }

    @Test
    void aTokenThatCanOnlyReadIsEnoughAndNothingIsOpenedToFindWhatIsNew() {
        r2.put("readable", "ümläut & more/1.mp4", clip, "video/mp4");
        JsonNode job = onlyJob("s3://readable/ümläut & more/1.mp4");
        assertThat(job.get("output").asText()).as("%s", job).contains("/cdn/");
        long reads = r2.counters().requests("readable", "ümläut & more/1.mp4");
        twoMoreTurns("readable");
        assertThat(r2.counters().requests("readable", "ümläut & more/1.mp4")).isEqualTo(reads);
        assertThat(r2.object("readable", "ümläut & more/1.mp4")).isPresent();
        assertThat(r2.counters().requests(Operation.HEAD_BUCKET)).isZero();
    }

    @Test
    void aRestartMakesNoJobTwice() {
        r2.put("readable", "before.mp4", clip, "video/mp4");
        onlyJob("s3://readable/before.mp4");
        node.stop();
        r2.put("readable", "meanwhile.mp4", clip, "video/mp4");
        node.start();
        onlyJob("s3://readable/meanwhile.mp4");
        twoMoreTurns("readable");
        assertThat(jobs("s3://readable/before.mp4")).hasSize(1);
        assertThat(jobs("s3://readable/meanwhile.mp4")).hasSize(1);
    }

    @Test
    void aSourceIsMovedAfterSuccessAndOnlyThen() {
        r2.put("moving", "in/sub/good.mp4", clip, "video/mp4");
        r2.put("moving", "in/bad.mp4", "no media at all, only some text\n".repeat(50).getBytes(), "video/mp4");
        assertThat(onlyJob("s3://moving/in/sub/good.mp4").get("status").asText()).isEqualTo("succeeded");
        soon(() -> r2.object("moving", "in/sub/good.mp4").isEmpty());
        assertThat(r2.object("moving", "done/sub/good.mp4").orElseThrow().path()).hasBinaryContent(clip);
        assertThat(r2.object("moving", "done/sub/good.mp4").orElseThrow().contentType()).isEqualTo("video/mp4");
        assertThat(onlyJob("s3://moving/in/bad.mp4").get("status").asText()).isEqualTo("failed");
        twoMoreTurns("moving");
        assertThat(r2.keys("moving")).contains("in/bad.mp4").doesNotContain("done/bad.mp4");
    }

    @Test
    void aConnectionMayBeMadeLaterAndItsAbsenceIsLoggedOnce() {
        r2.put("late", "early.mp4", clip, "video/mp4");
        soon(() -> node.logText().contains("Watch late: There is no connection 'made-later'"));
        twoMoreTurns("plain");
        api.connect("made-later", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "late"));
        onlyJob("s3://late/early.mp4");
        soon(() -> node.logText().contains("Watch late: works again"));
        String sinceTheStart = node.logText().substring(node.logText().lastIndexOf(" listens on " + node.url()));
        assertThat(sinceTheStart.split("There is no connection 'made-later'", -1)).as(sinceTheStart).hasSize(2);
    }

    @Test
    void theExampleOfTheDocsDoesWhatItSays() {
        r2.put("my-r2-bucket", "uploads/example.mov", clip, "video/quicktime");
        JsonNode job = onlyJob("s3://my-r2-bucket/uploads/example.mov");
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.at("/options/width").asInt()).isEqualTo(1280);
        assertThat(r2.object("my-r2-bucket", "results/example.mp4")).isPresent();
        assertThat(r2.object("my-r2-bucket", "uploads/example.mov")).isPresent();
    }

    @Test
    void eventsBecomeJobsOnceHoweverOftenTheyAreDelivered() {
        r2.put("my-r2-bucket", "e/1.mp4", clip, "video/mp4");
        String etag = r2.object("my-r2-bucket", "e/1.mp4").orElseThrow().etag();
        queue.send("this is no JSON");
        queue.sendRaw("%%% no base64 either");
        queue.send("{\"action\": \"PutObject\", \"bucket\": \"my-r2-bucket\"}");
        queue.sendEvent("DeleteObject", "my-r2-bucket", "e/0.mp4", 0, "");
        queue.sendEvent("PutObject", "my-r2-bucket", "e/1.txt", 5, "abc");
        queue.sendEvent("PutObject", "my-r2-bucket", "e/1.mp4", clip.length, etag);
        queue.sendEvent("CompleteMultipartUpload", "my-r2-bucket", "e/1.mp4", clip.length, etag);
        assertThat(onlyJob("s3://my-r2-bucket/e/1.mp4").get("status").asText()).isEqualTo("succeeded");
        soon(() -> queue.backlog() == 0);
        queue.sendEvent("PutObject", "my-r2-bucket", "e/1.mp4", clip.length, etag);
        soon(() -> queue.backlog() == 0);
        assertThat(jobs("s3://my-r2-bucket/e/1.mp4")).hasSize(1);
        assertThat(jobs("s3://my-r2-bucket/e/1.txt")).isEmpty();
        assertThat(queue.refused()).isZero();
        assertThat(node.logText()).contains("is no event of R2").doesNotContain(TOKEN);
    }

    @Test
    void anEventThatCouldNotBeAcknowledgedBeforeARestartComesAgainAndGivesNoSecondJob() {
        r2.put("my-r2-bucket", "crash.mp4", clip, "video/mp4");
        queue.failAcknowledgements(true);
        int before = queue.deliveries();
        queue.sendEvent("PutObject", "my-r2-bucket", "crash.mp4", clip.length,
                r2.object("my-r2-bucket", "crash.mp4").orElseThrow().etag());
        onlyJob("s3://my-r2-bucket/crash.mp4");
        node.stop();
        queue.failAcknowledgements(false);
        queue.clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
        node.start();
        soon(() -> queue.backlog() == 0);
        assertThat(queue.deliveries() - before).isGreaterThanOrEqualTo(2);
        assertThat(jobs("s3://my-r2-bucket/crash.mp4")).hasSize(1);
    }

    /** Waits for the job of an input and its end, and sees that it is the only one. */
    private JsonNode onlyJob(String input) {
        soon(() -> !jobs(input).isEmpty());
        JsonNode job = api.finished(jobs(input).get(0).get("id").asText());
        assertThat(jobs(input)).hasSize(1);
        return job;
    }

    private List<JsonNode> jobs(String input) {
        var found = new ArrayList<JsonNode>();
        String path = "/jobs?limit=100&input=" + URLEncoder.encode(input, StandardCharsets.UTF_8);
        api.get(path).json().forEach(found::add);
        return found;
    }

    /** Waits until the bucket was listed twice more: once it may have been under way. */
    private void twoMoreTurns(String bucket) {
        long before = r2.counters().requests(Operation.LIST_OBJECTS, bucket, "");
        soon(() -> r2.counters().requests(Operation.LIST_OBJECTS, bucket, "") >= before + 2);
    }

    private static void soon(Callable<Boolean> condition) {
        Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(condition);
    }
}
