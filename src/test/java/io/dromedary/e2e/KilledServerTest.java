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
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a server had in its hands beside jobs when it was killed: a task, an upload in parts, a webhook. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
@Tag("engines")
class KilledServerTest {

    private Path folder;
    private R2Double r2;
    private Node node;
    private Api api;
    private Path video;

    @BeforeAll
    void start(@TempDir Path kept) {
        folder = kept;
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        video = Samples.video(folder, "in.mp4", 64, 36, 1);
        r2.put("media", "in.mp4", video, "video/mp4");
        node = new Node(folder.resolve("node")).with("DROMEDARY_OUTPUT_MULTIPART_ABOVE_BYTES", "5242880")
                .with("DROMEDARY_OUTPUT_PART_BYTES", "5242880").with("DROMEDARY_WEBHOOK_FIRST_DELAY", "1").start();
        api = node.api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void aTaskWhoseServerIsKilledIsDoneAfterTheNextStart() {
        String task;
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT).next(1).stall()) {
            Api.Answer sent = api.post("/tasks",
                    "{\"kind\": \"import\", \"input\": \"s3://media/in.mp4\", \"options\": {\"connection_id\": \"r2\"}}");
            task = sent.json().get("id").asText();
            stall.awaitStruck(1, SOON);
            assertThat(api.get("/tasks/" + task).json().get("status").asText()).isEqualTo("processing");
            node.kill();
        }
        node.start();
        JsonNode done = Awaitility.await().atMost(SOON).until(() -> api.get("/tasks/" + task).json(),
                shown -> shown.get("status").asText().equals("succeeded"));
        assertThat(done.at("/input/url").asText()).isEqualTo("s3://media/in.mp4");
        assertThat(node.data().resolve("cdn").resolve(task).resolve("in.mp4")).hasSameBinaryContentAs(video);
    }

    @Test
    void theUploadThatADeadWorkerBeganIsGivenUp() {
        r2.put("media", "long.flac", Samples.sound(folder, "long.flac", 600), "audio/flac");
        try (Fault stall = r2.faults().on(Operation.UPLOAD_PART).next(1).stall()) {
            String id = api.large("s3://media/long.flac", "r2", "s3://media/out.wav");
            stall.awaitStruck(1, SOON);
            node.kill();
            assertThat(r2.counters().requests(Operation.ABORT_MULTIPART_UPLOAD)).isZero();
            node.start();
            JsonNode job = api.finished(id);
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            Awaitility.await().atMost(SOON)
                    .until(() -> r2.counters().requests(Operation.ABORT_MULTIPART_UPLOAD) == 1);
            Awaitility.await().atMost(SOON).until(() -> node.tables().withHandle(handle ->
                    handle.createQuery("select count(*) from uploads").mapTo(int.class).one()) == 0);
        }
    }

    @Test
    void ofSeveralOutputsThoseThatWerePublishedAreNotMadeAgain() throws IOException {
        JsonNode before;
        String id;
        try (Fault stall = r2.faults().on(Operation.PUT_OBJECT, "media", "several/late.mp4").next(1).stall()) {
            id = api.accepted("""
                    {"input": "s3://media/in.mp4", "connection_id": "r2", "outputs": [{"kind": "image", "output": "s3://media/several/a.png"},
                     {"kind": "audio", "options": {"format": "wav"}}, {"kind": "video", "output": "s3://media/several/late.mp4"},
                     {"kind": "image", "options": {"width": 32}}]}""");
            stall.awaitStruck(1, SOON);
            before = api.job(id);
            node.kill();
        }
        node.start();
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        for (int published : new int[] {2, 3, 4, 5}) {
            assertThat(job.at("/tasks/" + published)).as("not done again").isEqualTo(before.at("/tasks/" + published));
        }
        assertThat(r2.object("media", "several/a.png")).isPresent();
        assertThat(r2.object("media", "several/late.mp4")).isPresent();
        try (Stream<Path> published = Files.list(node.data().resolve("cdn").resolve(id))) {
            assertThat(published.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("in.wav", "in.jpeg");
        }
    }

    @Test
    void anUploadGoesOnAfterItsServerIsKilledInTheMiddleOfABody() throws IOException {
        byte[] film = Files.readAllBytes(video);
        byte[] padded = new byte[4 << 20];
        new Random(1).nextBytes(padded);
        System.arraycopy(film, 0, padded, 0, film.length);
        String id = api.post("/uploads", "{\"filename\": \"in.mp4\", \"size\": " + padded.length + "}").json().get("id").asText();
        try (var client = new Socket("127.0.0.1", node.url().getPort())) {
            client.getOutputStream().write(("PATCH /uploads/" + id + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Node.KEY
                    + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
                    + "Content-Length: " + padded.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write(padded, 0, 3 << 20);
            client.getOutputStream().flush();
            Awaitility.await().atMost(SOON).until(() -> api.get("/uploads/" + id).json().get("offset").asLong() > 1 << 20);
            node.kill();
        }
        node.start();
        assertThat(api.post("/jobs", "{\"kind\": \"video\", \"input\": \"" + id + "\"}").status()).isEqualTo(409);
        HttpRequest.Builder head = api.request("/uploads/" + id).header("Tus-Resumable", "1.0.0")
                .method("HEAD", HttpRequest.BodyPublishers.noBody());
        int there = Integer.parseInt(api.send(head).response().headers().firstValue("Upload-Offset").orElseThrow());
        assertThat(there).isBetween(1 << 20, 3 << 20);
        assertThat(api.send(api.request("/uploads/" + id).header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", Integer.toString(there)).header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(padded, there, padded.length - there))).status()).isEqualTo(204);
        assertThat(node.data().resolve("uploads").resolve(id)).hasBinaryContent(padded);
        JsonNode job = api.finished(api.accepted("{\"kind\": \"image\", \"input\": \"" + id + "\"}"));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
    }

    @Test
    void aWebhookThatWasNotDeliveredIsSentAfterTheNextStart() throws IOException {
        try (var receiver = new Receiver()) {
            var hooks = receiver.at("/late", (exchange, number) -> Receiver.status(exchange, number == 1 ? 503 : 200));
            String id = api.accepted("""
                    {"kind": "image", "input": "s3://media/in.mp4", "options": {"connection_id": "r2", "width": 32},
                     "webhook_url": "%s"}""".formatted(hooks.url()));
            hooks.await(1);
            node.kill();
            node.start();
            assertThat(hooks.await(2)).extracting(hook -> hook.header("webhook-id"))
                    .containsOnly(hooks.hooks().get(0).header("webhook-id"));
            Awaitility.await().atMost(SOON).until(() -> api.job(id).at("/webhook/status").asText(), "delivered"::equals);
        }
    }
}
