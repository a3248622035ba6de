package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Accepted jobs reach their end whatever becomes of the process meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
@Order(1)
@Tag("engines")
class RestartTest {

    private static final String BUCKET = "media";

    private final List<String> inStages = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    private Path folder;
    private R2Double r2;
    private Node node;
    private Api api;
    private String poison;

    @BeforeAll
    void start(@TempDir Path kept) throws IOException {
        folder = kept;
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket(BUCKET);
        node = new Node(folder.resolve("node")).jvm("-Djava.io.tmpdir=" + temporary)
                .with("DROMEDARY_WORKER_SLOTS", "4").with("DROMEDARY_INPUT_PART_BYTES", "65536")
                .with("DROMEDARY_OUTPUT_MULTIPART_ABOVE_BYTES", "5242880")
                .with("DROMEDARY_OUTPUT_PART_BYTES", "5242880")
                // What was at work when a node was killed goes on once it is up again, and waits for no silence to end.
                .with("DROMEDARY_QUEUE_MAX_DELIVERIES", "2").with("DROMEDARY_QUEUE_LOST_AFTER", "3600").start();
        api = node.api();
        api.connect(BUCKET, r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, BUCKET));
        r2.put(BUCKET, "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        r2.put(BUCKET, "poison.mp4", Samples.video(folder, "poison.mp4", 64, 36, 1), "video/mp4");
        r2.put(BUCKET, "encode.mp4", Samples.video(folder, "encode.mp4", 1280, 720, 8), "video/mp4");
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, BUCKET, "poison.mp4").stallAfter(100)) {
            poison = api.video(url("poison.mp4"), BUCKET, "{\"width\": 64}", null);
            stall.awaitStruck(1, SOON);
            killDuringEachStage();
            stall.awaitStruck(2, SOON);
            inStages.forEach(api::finished);
            for (int i = 0; i < 12; i++) {
                accepted.add(api.video(url("in.mp4"), BUCKET, "{\"width\": 32}", null));
            }
            killAndStart();
        }
    }

    @BeforeEach
    void prepare() {
        if (!node.process().isAlive()) {
            node.start();
        }
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
        assertThat(folder.resolve("temporary")).as("what killed servers leave on the machine").isEmptyDirectory();
        assertThat(node.data().resolve("tmp")).as("what the last of them has left").isDirectory();
    }

    /** One job in each stage, beside the one that is to be killed twice, as each start of a server takes longer than the jobs. */
    private void killDuringEachStage() {
        r2.put(BUCKET, "import.mp4", Samples.video(folder, "import.mp4", 320, 180, 4), "video/mp4");
        r2.put(BUCKET, "export.flac", Samples.sound(folder, "export.flac", 600), "audio/flac");
        try (Fault part = r2.faults().on(Operation.UPLOAD_PART).next(1).stall();
                Fault input = r2.faults().on(Operation.GET_OBJECT, BUCKET, "import.mp4").next(1).stallAfter(10_000)) {
            inStages.add(api.large(url("export.flac"), BUCKET, url("exported.wav")));
            part.awaitStruck(1, SOON);
            inStages.add(api.video(url("import.mp4"), BUCKET, "{\"width\": 64}", url("imported.mp4")));
            input.awaitStruck(1, SOON);
            String encoded = api.video(url("encode.mp4"), BUCKET, "{\"quality\": \"high\", \"copy\": false}", url("encoded.mp4"));
            inStages.add(encoded);
            List<ProcessHandle> encoders = encoders(encoded);
            killAndStart();
            awaitDeath(encoders);
        }
    }

    /** That ffmpeg dies is awaited when it is killed. */
    @Test
    void jobsWhoseServerIsKilledDuringImportEncodeAndExportAreDoneAfterTheNextStartAndFfmpegDiesWithIt() {
        inStages.forEach(id -> assertDone(id, 2));
        assertThat(r2.keys(BUCKET)).contains("imported.mp4", "encoded.mp4", "exported.wav").as("nothing that nobody asked for")
                .isSubsetOf("in.mp4", "poison.mp4", "import.mp4", "encode.mp4", "export.flac", "taken.mp4", "imported.mp4",
                        "encoded.mp4", "exported.wav", "out.mp4", "taken.jpg");
        assertThat(List.of("imported.mp4", "encoded.mp4")).allSatisfy(this::assertPlayable);
    }

    /** The processes of a job's encode, once they are there. */
    private List<ProcessHandle> encoders(String id) {
        api.reaches(id, "video");
        return Awaitility.await().atMost(SOON).until(() -> node.process().descendants().toList(), children -> !children.isEmpty());
    }

    /** Who collects the dead of another process is the system, which takes a moment. */
    private static void awaitDeath(List<ProcessHandle> encoders) {
        Awaitility.await("ffmpeg dies with its server").until(() -> encoders.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void everyAcceptedJobSurvivesAKillAtAnyMoment() {
        for (String id : accepted) {
            JsonNode job = api.finished(id);
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        }
        assertThat(published()).as("each is published once, and nothing else").containsExactlyInAnyOrderElementsOf(accepted);
        Awaitility.await().atMost(SOON).until(() -> node.workFolders().isEmpty());
    }

    @Test
    void aJobThatItsWorkersDieOverEndsAsPoison() {
        JsonNode job = api.finished(poison);
        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("poison");
        assertThat(job.get("attempts").asInt()).isEqualTo(2);
    }

    @Test
    void aServerThatIsToldToEndStopsItsEncodeAndDoesTheJobAfterTheNextStart() throws InterruptedException {
        String id = api.video(url("encode.mp4"), BUCKET, "{\"quality\": \"high\", \"copy\": false}", url("out.mp4"));
        List<ProcessHandle> encoders = encoders(id);
        int before = node.logText().length();
        node.process().destroy();
        assertThat(node.process().waitFor(5, TimeUnit.MINUTES)).as(node.logText()).isTrue();
        awaitDeath(encoders);
        assertThat(node.workFolders()).isEmpty();
        assertThat(node.logText().substring(before)).doesNotContain("Exception");
        node.start();
        assertDone(id, 1);
        assertPlayable("out.mp4");
    }

    @Test
    void whileAServerStopsARequestThatHadBegunIsTakenAndEveryOtherRefused() throws IOException, InterruptedException {
        r2.put(BUCKET, "taken.mp4", Samples.video(folder, "taken.mp4", 64, 36, 1), "video/mp4");
        byte[] body = "{\"input\": \"%s\", \"kind\": \"image\", \"connection_id\": \"%s\", \"output\": \"%s\"}"
                .formatted(url("taken.mp4"), BUCKET, url("taken.jpg")).getBytes();
        try (var client = new Socket("127.0.0.1", node.url().getPort())) {
            client.getOutputStream().write("""
                    POST /jobs HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    Expect: 100-continue\r
                    \r
                    """.formatted(Node.KEY, body.length).getBytes());
            var answer = new BufferedReader(new InputStreamReader(client.getInputStream()));
            assertThat(answer.readLine()).contains("100");
            assertThat(answer.readLine()).isEmpty();
            node.process().destroy();
            Awaitility.await().atMost(SOON).until(() -> api.get("/health/ready").status() == 503);
            Api.Answer refused = api.post("/jobs", new String(body));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().get("kind").asText()).isEqualTo("unavailable");
            assertThat(refused.response().headers().firstValue("Connection")).contains("close");
            client.getOutputStream().write(body);
            assertThat(answer.readLine()).contains("201");
        }
        assertThat(node.process().waitFor(5, TimeUnit.MINUTES)).as(node.logText()).isTrue();
        node.start();
        JsonNode jobs = api.get("/jobs?input=" + url("taken.mp4")).json();
        assertThat(jobs).hasSize(1);
        assertThat(api.finished(jobs.get(0).get("id").asText()).get("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void whoConnectedBeforeAServerEndedHearsThatNothingOfHisRequestWasTaken() throws IOException {
        try (var client = new Socket("127.0.0.1", node.url().getPort())) {
            api.get("/health");
            node.process().destroy();
            Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> !listens());
            client.getOutputStream().write("""
                    GET /jobs HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    \r
                    """.formatted(Node.KEY).getBytes());
            assertThat(new String(client.getInputStream().readAllBytes()))
                    .startsWith("HTTP/1.1 503 ").contains("being stopped");
        }
        node.stop();
    }

    private boolean listens() throws IOException {
        try (var socket = new Socket("127.0.0.1", node.url().getPort())) {
            return socket.isConnected();
        } catch (ConnectException refused) {
            return false;
        }
    }

    private String url(String key) {
        return "s3://" + BUCKET + "/" + key;
    }

    private void killAndStart() {
        node.kill();
        node.start();
    }

    private void assertPlayable(String key) {
        assertThat(Samples.picture(r2.object(BUCKET, key).orElseThrow().path())).contains("h264");
    }

    private void assertDone(String id, int attempts) {
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).isEqualTo(attempts);
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(node.workFolders()).isEmpty());
    }

    private List<String> published() {
        Path cdn = node.data().resolve("cdn");
        if (!Files.exists(cdn)) {
            return List.of();
        }
        try (var folders = Files.list(cdn)) {
            return folders.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
