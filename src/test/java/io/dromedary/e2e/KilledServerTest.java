package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a server had in its hands beside jobs when it was killed, once with all of it: a task, an upload in parts, a webhook. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
@Tag("engines")
class KilledServerTest {

    private final AtomicBoolean isUpAgain = new AtomicBoolean();
    private Path folder;
    private R2Double r2;
    private Receiver receiver;
    private Node node;
    private Api api;
    private Path video;
    private byte[] padded;
    private String task;
    private String inParts;
    private String several;
    private JsonNode severalBefore;
    private Receiver.Inbox hooks;
    private String told;
    private String upload;

    @BeforeAll
    void start(@TempDir Path kept) throws IOException {
        folder = kept;
        r2 = R2Double.start(folder.resolve("r2"));
        receiver = new Receiver();
        r2.createBucket("media");
        video = Samples.video(folder, "in.mp4", 64, 36, 1);
        r2.put("media", "in.mp4", video, "video/mp4");
        node = new Node(folder.resolve("node")).with("DROMEDARY_OUTPUT_MULTIPART_ABOVE_BYTES", "5242880")
                .with("DROMEDARY_WORKER_SLOTS", "4")
                .with("DROMEDARY_OUTPUT_PART_BYTES", "5242880").with("DROMEDARY_WEBHOOK_FIRST_DELAY", "1").start();
        api = node.api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        beginAllAndKill();
        isUpAgain.set(true);
        node.start();
    }

    @AfterAll
    void stop() {
        node.close();
        receiver.close();
        r2.close();
    }

    private void beginAllAndKill() throws IOException {
        try (Fault input = r2.faults().on(Operation.GET_OBJECT).next(1).stall();
                Fault part = r2.faults().on(Operation.UPLOAD_PART).next(1).stall();
                Fault late = r2.faults().on(Operation.PUT_OBJECT, "media", "several/late.mp4").next(1).stall()) {
            beginTask(input);
            beginUploadInParts(part);
            beginSeveralOutputs(late);
            beginWebhook();
            beginUploadAndKill();
        }
    }

    private void beginTask(Fault stall) {
        Api.Answer sent = api.post("/tasks",
                "{\"kind\": \"import\", \"input\": \"s3://media/in.mp4\", \"options\": {\"connection_id\": \"r2\"}}");
        task = sent.json().get("id").asText();
        stall.awaitStruck(1, SOON);
        assertThat(api.get("/tasks/" + task).json().get("status").asText()).isEqualTo("processing");
    }

    @Test
    void aTaskWhoseServerIsKilledIsDoneAfterTheNextStart() {
        JsonNode done = Awaitility.await().atMost(SOON).until(() -> api.get("/tasks/" + task).json(),
                shown -> shown.get("status").asText().equals("succeeded"));
        assertThat(done.at("/input/url").asText()).isEqualTo("s3://media/in.mp4");
        assertThat(node.data().resolve("cdn").resolve(task).resolve("in.mp4")).hasSameBinaryContentAs(video);
    }

    private void beginUploadInParts(Fault stall) {
        r2.put("media", "long.flac", Samples.sound(folder, "long.flac", 600), "audio/flac");
        inParts = api.large("s3://media/long.flac", "r2", "s3://media/out.wav");
        stall.awaitStruck(1, SOON);
        assertThat(r2.counters().requests(Operation.ABORT_MULTIPART_UPLOAD)).isZero();
    }

    @Test
    void theUploadThatADeadWorkerBeganIsGivenUp() {
        JsonNode job = api.finished(inParts);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        Awaitility.await().atMost(SOON).until(() -> r2.counters().requests(Operation.ABORT_MULTIPART_UPLOAD) == 1);
        Awaitility.await().atMost(SOON).until(() -> node.tables().withHandle(handle ->
                handle.createQuery("select count(*) from uploads").mapTo(int.class).one()) == 0);
    }

    private void beginSeveralOutputs(Fault stall) {
        several = api.accepted("""
                {"input": "s3://media/in.mp4", "connection_id": "r2", "outputs": [{"kind": "image", "output": "s3://media/several/a.png"},
                 {"kind": "audio", "options": {"format": "wav"}}, {"kind": "video", "output": "s3://media/several/late.mp4"},
                 {"kind": "image", "options": {"width": 32}}]}""");
        stall.awaitStruck(1, SOON);
        severalBefore = api.job(several);
    }

    @Test
    void ofSeveralOutputsThoseThatWerePublishedAreNotMadeAgain() throws IOException {
        JsonNode job = api.finished(several);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        for (int published : new int[] {2, 3, 4, 5}) {
            assertThat(job.at("/tasks/" + published)).as("not done again").isEqualTo(severalBefore.at("/tasks/" + published));
        }
        assertThat(r2.object("media", "several/a.png")).isPresent();
        assertThat(r2.object("media", "several/late.mp4")).isPresent();
        try (Stream<Path> published = Files.list(node.data().resolve("cdn").resolve(several))) {
            assertThat(published.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("in.wav", "in.jpeg");
        }
    }

    private void beginUploadAndKill() throws IOException {
        byte[] film = Files.readAllBytes(video);
        padded = new byte[4 << 20];
        new Random(1).nextBytes(padded);
        System.arraycopy(film, 0, padded, 0, film.length);
        upload = api.post("/uploads", "{\"filename\": \"in.mp4\", \"size\": " + padded.length + "}").json().get("id").asText();
        try (var client = new Socket("127.0.0.1", node.url().getPort())) {
            client.getOutputStream().write(("PATCH /uploads/" + upload + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Node.KEY
                    + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
                    + "Content-Length: " + padded.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(padded, 0, 3 << 20);
            client.getOutputStream().flush();
            Awaitility.await().atMost(SOON).until(() -> api.get("/uploads/" + upload).json().get("offset").asLong() > 1 << 20);
            node.kill();
        }
    }

    @Test
    void anUploadGoesOnAfterItsServerIsKilledInTheMiddleOfABody() {
        assertThat(api.post("/jobs", "{\"kind\": \"video\", \"input\": \"" + upload + "\"}").status()).isEqualTo(409);
        HttpRequest.Builder head = api.request("/uploads/" + upload).header("Tus-Resumable", "1.0.0")
                .method("HEAD", HttpRequest.BodyPublishers.noBody());
        int there = Integer.parseInt(api.send(head).response().headers().firstValue("Upload-Offset").orElseThrow());
        assertThat(there).isBetween(1 << 20, 3 << 20);
        assertThat(api.send(api.request("/uploads/" + upload).header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", Integer.toString(there)).header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(padded, there, padded.length - there))).status()).isEqualTo(204);
        assertThat(node.data().resolve("uploads").resolve(upload)).hasBinaryContent(padded);
        JsonNode job = api.finished(api.accepted("{\"kind\": \"image\", \"input\": \"" + upload + "\"}"));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
    }

    /** Whoever is to be told does not listen until the server is up again. */
    private void beginWebhook() {
        hooks = receiver.at("/late", (exchange, number) -> Receiver.status(exchange, isUpAgain.get() ? 200 : 503));
        told = api.accepted("""
                {"kind": "image", "input": "s3://media/in.mp4", "options": {"connection_id": "r2", "width": 32},
                 "webhook_url": "%s"}""".formatted(hooks.url()));
        hooks.await(1);
    }

    @Test
    void aWebhookThatWasNotDeliveredIsSentAfterTheNextStart() {
        Awaitility.await().atMost(SOON).until(() -> api.job(told).at("/webhook/status").asText(), "delivered"::equals);
        assertThat(hooks.hooks()).hasSizeGreaterThan(1).extracting(hook -> hook.header("webhook-id"))
                .containsOnly(hooks.hooks().get(0).header("webhook-id"));
    }
}
