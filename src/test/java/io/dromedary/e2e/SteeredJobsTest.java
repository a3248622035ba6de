package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that are retried, watched, sent ahead of others and named by templates, on a worker with one slot. */
@Tag("encode")
@Tag("engines")
class SteeredJobsTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final String SMALL = "{\"width\": 32}";

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;
    private static Api api;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", "1")
                .with("DROMEDARY_TRANSFER_RETRIES", "0")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").with("DROMEDARY_EVENTS_MAX_STREAMS", "2").start();
        api = node.api();
        String id = api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        assertThat(api.patch("/connections/" + id, "{\"is_default\": true}").status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        node.close();
        r2.close();
    }

    @AfterEach
    void clear() {
        r2.faults().clear();
        r2.limitWritesPerKey(false);
    }

    // ------------------------------------------------------------ retry

    @Test
    void aFailedJobIsDoneAgainAsIfItWereNew() {
        String id = api.video("s3://media/later.mp4", null, SMALL, null);
        assertThat(api.finished(id).at("/error/kind").asText()).isEqualTo("input_not_found");
        r2.put("media", "later.mp4", r2.object("media", "in.mp4").orElseThrow().path(), "video/mp4");
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "media", "later.mp4").next(1).stall()) {
            JsonNode queued = retry(id, 200).json();
            assertThat(queued.get("status").asText()).isEqualTo("queued");
            for (String name : List.of("error", "output", "started_at", "finished_at")) {
                assertThat(queued.get(name).isNull()).as(name).isTrue();
            }
            assertThat(queued.get("attempts").asInt()).isEqualTo(1);
            assertThat(queued.get("tasks").findValuesAsText("status")).containsOnly("waiting");
            assertThat(queued.get("tasks")).allMatch(task -> task.get("error").isNull() && task.get("progress").asInt() == 0);
            stall.awaitStruck(1, SOON);
            JsonNode working = retry(id, 200).json();
            assertThat(working.get("status").asText()).isEqualTo("processing");
            assertThat(working.get("attempts").asInt()).isEqualTo(2);
        }
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).isEqualTo(2);
        assertThat(job.get("error").isNull()).isTrue();
        assertThat(retry(id, 409).json().get("kind").asText()).isEqualTo("job_finished");
        assertThat(retry("job_01ARZ3NDEKTSV4RRFFQ69G5FAV", 404).json().get("kind").asText()).isEqualTo("job_not_found");
    }

    @Test
    void aCancelledJobThatIsRetriedIsNotDisturbedByTheAttemptThatStillEnds() {
        String id;
        try (Fault stall = r2.faults().on(Operation.PUT_OBJECT, "media", "out/fenced.mp4").next(1).stall()) {
            id = api.video("s3://media/in.mp4", null, SMALL, "s3://media/out/fenced.mp4");
            stall.awaitStruck(1, SOON);
            assertThat(api.post("/jobs/" + id + "/cancel", "").status()).isEqualTo(200);
            assertThat(retry(id, 200).json().get("status").asText()).isIn("queued", "processing");
        }
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).isEqualTo(2);
        Awaitility.await().until(() -> node.workFolders().isEmpty());
        assertThat(r2.object("media", "out/fenced.mp4")).isPresent();
    }

    // ------------------------------------------------------------ events

    @Test
    void whoWatchesAJobIsToldOfItsStateAtOnceAndOfEveryChangeUntilItEnds() {
        String id;
        List<JsonNode> seen;
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stall();
                EventStream events = watchStalled(stall)) {
            id = events.job();
            assertThat(events.next().get("status").asText()).isEqualTo("processing");
            stall.close();
            seen = events.rest();
        }
        assertThat(seen).isNotEmpty().allMatch(job -> job.get("id").asText().equals(id));
        JsonNode last = seen.get(seen.size() - 1);
        assertThat(last).isEqualTo(api.job(id));
        assertThat(last.get("status").asText()).isEqualTo("succeeded");
        assertThat(last.get("tasks")).hasSize(4);
        assertThat(seen).extracting(job -> job.get("progress").asInt()).isSorted();
    }

    private static EventStream watchStalled(Fault stall) {
        String id = api.video("s3://media/in.mp4", null, SMALL, null);
        stall.awaitStruck(1, SOON);
        return EventStream.open(node, id);
    }

    @Test
    void theStreamOfAJobThatHasEndedIsOneEventAndNothingForWhoKnowsIt() {
        String id = api.video("s3://media/nothing.mp4", null, SMALL, null);
        api.finished(id);
        String lastId;
        try (EventStream events = EventStream.open(node, id)) {
            assertThat(events.rest()).hasSize(1);
            lastId = events.lastId();
        }
        assertThat(events(id, "Last-Event-ID", lastId).status()).isEqualTo(204);
        Api.Answer other = events(id, "Last-Event-ID", "of another server");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.response().headers().firstValue("Content-Type")).contains("text/event-stream");
    }

    @Test
    void streamsAreCountedAndEachEndMakesRoomAgain() {
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stall()) {
            String id = api.video("s3://media/in.mp4", null, SMALL, null);
            try (EventStream one = EventStream.open(node, id); EventStream two = EventStream.open(node, id)) {
                assertThat(List.of(one.next(), two.next())).allMatch(job -> job.get("id").asText().equals(id));
                Api.Answer refused = CONTRACT.keeps("GET", "/jobs/x/events", api.get("/jobs/" + id + "/events"));
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
            }
            stall.close();
            api.finished(id);
            Awaitility.await().until(() -> api.get("/jobs/" + id + "/events").status() == 200);
        }
    }

    @Test
    void whatCannotBeWatchedIsAnsweredAsEverywhere() {
        Api.Answer unknown = CONTRACT.keeps("GET", "/jobs/x/events", api.get("/jobs/nothing/events"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().get("kind").asText()).isEqualTo("job_not_found");
        assertThat(CONTRACT.keeps("GET", "/jobs/x/events", api.get("/jobs/nothing/events?from=1")).status()).isEqualTo(400);
        var withoutKey = HttpRequest.newBuilder(node.url().resolve("/jobs/nothing/events"));
        assertThat(CONTRACT.keeps("GET", "/jobs/x/events", api.send(withoutKey)).status()).isEqualTo(401);
        assertThat(api.post("/jobs/nothing/events", "").status()).isEqualTo(405);
    }

    // ------------------------------------------------------------ order, names, the default connection

    @Test
    void ofJobsThatWaitTheMostUrgentIsDoneFirst() {
        var ids = new ArrayList<String>();
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stall()) {
            api.video("s3://media/in.mp4", null, SMALL, null);
            stall.awaitStruck(1, SOON);
            for (String priority : List.of("0", "4", "9")) {
                ids.add(post("{\"input\": \"s3://media/in.mp4\", \"kind\": \"video\", \"options\": " + SMALL
                        + ", \"priority\": " + priority + "}").json().get("id").asText());
            }
        }
        List<Long> starts = ids.stream().map(id -> api.finished(id).get("started_at").asLong()).toList();
        assertThat(starts.get(2)).isLessThan(starts.get(1));
        assertThat(starts.get(1)).isLessThan(starts.get(0));
    }

    @Test
    void variablesInAnOutputBecomeTheNameOfTheResult() {
        LocalDate before = LocalDate.now(ZoneOffset.UTC);
        JsonNode job = api.finished(api.video("s3://media/in.mp4", null, "{\"width\": 32, \"format\": \"mov\"}",
                "s3://media/{date}/{job_id}/{filename}"));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        String key = job.get("output").asText().substring("s3://media/".length());
        assertThat(key).endsWith("/" + job.get("id").asText() + "/in.mov");
        assertThat(LocalDate.parse(key.substring(0, 10))).isBetween(before, LocalDate.now(ZoneOffset.UTC));
        assertThat(r2.object("media", key)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "s3://media/{stem}.mp4|{filename}", "s3://media/{date|not closed", "s3://media/../x|another place"})
    void anOutputThatCannotBeIsRefusedByName(String output, String hint) {
        Api.Answer answer = post("{\"input\": \"s3://media/in.mp4\", \"kind\": \"video\", \"output\": \"" + output + "\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("field").asText()).isEqualTo("output");
        assertThat(answer.json().get("message").asText()).contains(hint);
    }

    @Test
    void aKeyThatIsTooLongForAStoreIsRefused() {
        Api.Answer answer = post("{\"input\": \"s3://media/in.mp4\", \"kind\": \"video\", \"output\": \"s3://media/"
                + "x".repeat(1025) + "\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("message").asText()).contains("at most 1024");
    }

    // ------------------------------------------------------------ what a connection may do

    @Test
    void aConnectionIsTriedOutAndTheAnswerSaysWhatItMayDo() {
        r2.limitWritesPerKey(true);
        api.connect("reader", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
        JsonNode check = check("reader", "{\"bucket\": \"media\", \"write\": true}", 200);
        assertThat(check.at("/list/message").asText()).isEqualTo("ok");
        assertThat(check.at("/read/message").asText()).isEqualTo("ok");
        assertThat(check.at("/write/message").asText()).contains("may not write");
        assertThat(check.get("ok").asBoolean()).isFalse();
        assertThat(check("store", "{\"bucket\": \"media\", \"prefix\": \"tried/\", \"write\": true}", 200)
                .at("/write/message").asText()).isEqualTo("ok");
        assertThat(r2.keys("media")).noneMatch(key -> key.startsWith("tried/"));
        JsonNode read = check("reader", "{\"bucket\": \"media\"}", 200);
        assertThat(read.get("ok").asBoolean()).isTrue();
        assertThat(read.get("write").isNull()).isTrue();
        assertThat(r2.counters().requests(Operation.HEAD_BUCKET)).isZero();
        assertThat(check("nothing", "{\"bucket\": \"media\"}", 404).get("kind").asText()).isEqualTo("connection_not_found");
        assertThat(check("reader", "{}", 400).get("field").asText()).isEqualTo("bucket");
        assertThat(check("reader", "{\"bucket\": \"a/b\"}", 400).get("field").asText()).isEqualTo("bucket");
    }

    private static JsonNode check(String connection, String body, int status) {
        Api.Answer answer = CONTRACT.keeps(
                "POST", "/connections/x/check", api.post("/connections/" + connection + "/check", body));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        return answer.json();
    }

    private static Api.Answer post(String body) {
        return CONTRACT.keeps("POST", "/jobs", api.post("/jobs", body));
    }

    private static Api.Answer retry(String id, int status) {
        Api.Answer answer = CONTRACT.keeps("POST", "/jobs/x/retry", api.post("/jobs/" + id + "/retry", ""));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        return answer;
    }

    private static Api.Answer events(String id, String header, String value) {
        return api.send(api.request("/jobs/" + id + "/events").header(header, value));
    }
}
