package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that callers send, by tus, by one PUT, and straight to a bucket, become inputs of jobs. */
@Tag("encode")
class UploadsTest {

    private static final int LARGEST = 80 << 20;
    private static final int MOST_OPEN = 60;

    @TempDir
    static Path folder;
    private static R2Double store;
    private static HereNode node;
    private static Api api;
    private static byte[] video;

    @BeforeAll
    static void start() throws IOException {
        store = R2Double.start(folder.resolve("store"));
        store.createBucket("media");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_HTTP_REQUEST_SECONDS", "5")
                .with("DROMEDARY_UPLOADS_MAX_BYTES", Integer.toString(LARGEST))
                .with("DROMEDARY_UPLOADS_MAX_OPEN_PER_KEY", Integer.toString(MOST_OPEN)).start();
        api = node.api();
        api.connect("store", store.endpoint(), store.newKey(Tier.OBJECT_READ_WRITE, "media"));
        video = Files.readAllBytes(Samples.video(folder, "film.mp4", 320, 180, 1));
    }

    @AfterAll
    static void stop() {
        node.close();
        store.close();
    }

    private static JsonNode announce(String name, long size) {
        Api.Answer answer = api.post("/uploads", "{\"filename\": \"%s\", \"size\": %d}".formatted(name, size));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.json();
    }

    private static HttpRequest.Builder tus(String path) {
        return api.request(path).header("Tus-Resumable", "1.0.0");
    }

    private static HttpRequest.Builder append(String id, long offset, byte[] bytes) {
        return tus("/uploads/" + id).header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(offset)).method("PATCH", HttpRequest.BodyPublishers.ofByteArray(bytes));
    }

    private static String header(Api.Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElse("none");
    }

    private static long offset(String id) {
        Api.Answer answer = api.send(tus("/uploads/" + id).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(200);
        return Long.parseLong(header(answer, "Upload-Offset"));
    }

    private static JsonNode done(String input, String more) {
        return api.finished(api.accepted("{\"kind\": \"video\", \"input\": \"" + input + "\"" + more + "}"));
    }

    private static String create(String metadata) {
        Api.Answer created = api.send(tus("/uploads").header("Upload-Length", Integer.toString(video.length))
                .header("Upload-Metadata", metadata).POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(created.status()).as(created.response().body()).isEqualTo(201);
        assertThat(header(created, "Upload-Expires")).endsWith("GMT");
        return header(created, "Location").replaceFirst("^/uploads/", "");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anUploadByTusIsAnInputWhoseNameNamesTheResult() {
        String metadata = "filename " + base64("My Film.mp4") + ",filetype " + base64("video/mp4") + ",empty";
        String id = create(metadata);
        int half = video.length / 2;
        Api.Answer first = api.send(append(id, 0, Arrays.copyOf(video, half)));
        assertThat(first.status()).isEqualTo(204);
        assertThat(header(first, "Upload-Offset")).isEqualTo(Integer.toString(half));
        assertThat(header(first, "Tus-Resumable")).isEqualTo("1.0.0");
        Api.Answer asked = api.send(tus("/uploads/" + id).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(header(asked, "Upload-Offset")).isEqualTo(Integer.toString(half));
        assertThat(header(asked, "Upload-Length")).isEqualTo(Integer.toString(video.length));
        assertThat(header(asked, "Upload-Metadata")).isEqualTo(metadata);
        assertThat(header(asked, "Cache-Control")).isEqualTo("no-store");
        Api.Answer second = api.send(append(id, half, Arrays.copyOfRange(video, half, video.length)));
        assertThat(second.status()).isEqualTo(204);
        JsonNode upload = api.get("/uploads/" + id).json();
        assertThat(upload.get("status").asText()).isEqualTo("complete");
        assertThat(upload.get("content_type").asText()).isEqualTo("video/mp4");
        JsonNode job = done(id, "");
        assertThat(job.get("status").asText()).as(job.toString()).isEqualTo("succeeded");
        assertThat(job.get("input").asText()).isEqualTo(id);
        assertThat(job.get("output").asText()).endsWith("/My%20Film.mp4");
        JsonNode copied = done(id, ", \"output\": \"s3://media/out/{filename}.webm\"");
        assertThat(copied.get("output").asText()).isEqualTo("s3://media/out/My Film.webm");
    }

    @Test
    void aFileIsSentInOneRequestAndProbedByATask() {
        JsonNode upload = announce("a/b\\\\c/clip.mp4", video.length);
        assertThat(upload.get("filename").asText()).isEqualTo("clip.mp4");
        assertThat(upload.get("method").asText()).isEqualTo("tus");
        assertThat(upload.get("url").asText()).isEqualTo(node.publicUrl() + "/uploads/" + upload.get("id").asText());
        String id = upload.get("id").asText();
        Api.Answer put = api.send(api.request("/uploads/" + id).PUT(HttpRequest.BodyPublishers.ofByteArray(video)));
        assertThat(put.status()).as(put.response().body()).isEqualTo(200);
        assertThat(put.json().get("status").asText()).isEqualTo("complete");
        String task = api.post("/tasks", "{\"kind\": \"probe\", \"input\": {\"url\": \"" + id + "\"}}").json().get("id").asText();
        JsonNode probed = Awaitility.await().until(() -> api.get("/tasks/" + task).json(),
                now -> now.get("status").asText().matches("succeeded|failed"));
        assertThat(probed.at("/output/width").asInt()).as(probed.toString()).isEqualTo(320);
        assertThat(api.send(api.request("/uploads/" + id).PUT(HttpRequest.BodyPublishers.ofByteArray(video))).status()).isEqualTo(409);
        assertThat(api.post("/jobs?dry_run=true", "{\"kind\": \"video\", \"input\": \"" + id + "\"}").status()).isEqualTo(200);
    }

    @Test
    void uploadsAreJoined() {
        String id = create("filename " + base64("First Part.mp4"));
        String other = create("filename " + base64("other.mp4"));
        api.send(append(id, 0, video));
        String clips = "{\"kind\": \"video\", \"inputs\": [{\"url\": \"" + id + "\"}, {\"url\": \"" + other + "\"}]}";
        Api.Answer early = api.post("/jobs", clips);
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.json().get("field").asText()).isEqualTo("inputs[1].url");
        api.send(append(other, 0, video));
        JsonNode job = api.finished(api.accepted(clips));
        assertThat(job.get("status").asText()).as(job.toString()).isEqualTo("succeeded");
        assertThat(job.get("output").asText()).endsWith("/First%20Part.mp4");
        assertThat(job.at("/tasks/3/output/duration").asDouble()).isCloseTo(2, within(0.1));
        JsonNode named = api.finished(api.accepted(clips.replaceFirst("}$", ", \"output\": \"s3://media/joined/{filename}.mp4\"}")));
        assertThat(named.get("output").asText()).isEqualTo("s3://media/joined/First Part.mp4");
    }

    @Test
    void anUploadThatIsNotCompleteIsNoInput() {
        String id = announce("half.mp4", video.length).get("id").asText();
        api.send(append(id, 0, Arrays.copyOf(video, video.length - 1)));
        Api.Answer refused = api.post("/jobs", "{\"kind\": \"video\", \"input\": \"" + id + "\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("kind").asText()).isEqualTo("upload_unfinished");
        assertThat(refused.json().get("field").asText()).isEqualTo("input");
        assertThat(api.post("/uploads/" + id + "/complete", "").status()).isEqualTo(409);
        String never = "upload_01ARZ3NDEKTSV4RRFFQ69G5FAV";
        Api.Answer unknown = api.post("/jobs", "{\"kind\": \"image\", \"input\": \"" + id.substring(0, 7) + never.substring(7)
                + "\"}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().get("field").asText()).isEqualTo("input");
    }

    @Test
    void aWrongOffsetIsRefusedAndWhatIsTooLongLeavesNothing() throws IOException {
        String id = announce("x.mp4", 10).get("id").asText();
        assertThat(api.send(append(id, 5, new byte[2])).status()).isEqualTo(409);
        assertThat(api.send(append(id, 999_999_999_999_999_999L, new byte[2])).status()).isEqualTo(409);
        assertThat(api.send(append(id, 0, new byte[11])).status()).isEqualTo(413);
        assertThat(offset(id)).isZero();
        // Without a length, only the body itself tells.
        String chunked = "PATCH /uploads/" + id + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + HereNode.KEY
                + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
                + "Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n1\r\nx\r\n0\r\n\r\n";
        assertThat(raw(chunked)).startsWith("HTTP/1.1 413");
        assertThat(offset(id)).isZero();
        assertThat(api.send(append(id, 0, new byte[10])).status()).isEqualTo(204);
        assertThat(api.send(append(id, 10, new byte[0])).status()).isEqualTo(204);
        assertThat(api.send(append(id, 10, new byte[1])).status()).isEqualTo(413);
        assertThat(api.send(append(id, 0, new byte[1])).status()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Upload-Offset: 0|415|unsupported_media_type",
        "Upload-Offset: -1\\r\\nContent-Type: application/offset+octet-stream|400|Upload-Offset",
        "Upload-Offset: 9223372036854775808\\r\\nContent-Type: application/offset+octet-stream|400|Upload-Offset",
        "Upload-Offset: 0x5\\r\\nContent-Type: application/offset+octet-stream|400|Upload-Offset",
        "Content-Type: application/offset+octet-stream|400|Upload-Offset"})
    void wrongHeadersOfAPatchAreNamed(String headers, int status, String said) throws IOException {
        String id = announce("x.mp4", 10).get("id").asText();
        assertThat(raw("PATCH /uploads/" + id + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + HereNode.KEY
                + "\r\nTus-Resumable: 1.0.0\r\nContent-Length: 2\r\n" + headers.replace("\\r\\n", "\r\n") + "\r\n\r\nab"))
                .startsWith("HTTP/1.1 " + status).contains(said);
        assertThat(offset(id)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Upload-Length: 5|filename not*base64|Upload-Metadata",
        "Upload-Length: 5|filename AA==,filename AA==|Upload-Metadata",
        "Upload-Length: 5|filename gIA=|Upload-Metadata",
        "Upload-Length: 5|, ,|Upload-Metadata",
        "Upload-Length: 0|filename YQ==|Upload-Length",
        "Upload-Length: -5|filename YQ==|Upload-Length",
        "Upload-Length: 99999999999999999999|filename YQ==|Upload-Length",
        "Upload-Defer-Length: 1|filename YQ==|Upload-Defer-Length"})
    void wrongHeadersOfACreationAreNamed(String length, String metadata, String said) throws IOException {
        assertThat(raw("POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + HereNode.KEY
                + "\r\nTus-Resumable: 1.0.0\r\nContent-Length: 0\r\n" + length + "\r\nUpload-Metadata: " + metadata + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400").contains("\"field\":\"" + said);
    }

    @Test
    void aNameIsNeverAPath() {
        String id = create("filename " + base64("../../../etc/passwd\0"));
        assertThat(api.get("/uploads/" + id).json().get("filename").asText()).isEqualTo("passwd_");
        assertThat(api.get("/uploads/" + create("name " + base64("..\\..\\"))).json().get("filename").asText()).isEqualTo("output");
        assertThat(api.get("/uploads/" + create("filename " + base64("..\\.."))).json().get("filename").asText()).isEqualTo("_");
        assertThat(api.get("/uploads/..%2f..%2fnode.id").status()).isEqualTo(404);
        assertThat(api.post("/uploads", "{\"filename\": \"a\\u0000b\", \"size\": 1}").status()).isEqualTo(400);
        assertThat(raw4k()).contains("400 ");
    }

    private static String raw4k() {
        try {
            return raw("POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + HereNode.KEY
                    + "\r\nTus-Resumable: 1.0.0\r\nUpload-Length: 5\r\nUpload-Metadata: a " + "A".repeat(9000) + "\r\n\r\n")
                    .replace("431", "400");
        } catch (IOException e) {
            return "400 closed";
        }
    }

    @Test
    void versionsAndExtensionsAreToldToEverybody() throws IOException {
        String options = raw("OPTIONS /uploads/ HTTP/1.1\r\nHost: x\r\n\r\n") + raw("OPTIONS /uploads HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(options).contains("Tus-Version: 1.0.0").contains("Tus-Extension: creation,expiration,termination")
                .contains("Tus-Max-Size: " + LARGEST);
        String id = announce("x.mp4", 10).get("id").asText();
        Api.Answer other = api.send(api.request("/uploads/" + id).header("Tus-Resumable", "0.2.2")
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(other.status()).isEqualTo(412);
        assertThat(header(other, "Tus-Version")).isEqualTo("1.0.0");
    }

    @Test
    void aBrokenConnectionLeavesWhatHasArrivedAndANewOneGoesOnAtOnce() throws IOException {
        byte[] film = new byte[2 << 20];
        new Random(1).nextBytes(film);
        String id = announce("large.mp4", film.length).get("id").asText();
        String head = "PATCH /uploads/" + id + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + HereNode.KEY
                + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: "
                + film.length + "\r\n\r\n";
        try (var stalled = new Socket("127.0.0.1", node.url().getPort())) {
            stalled.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            stalled.getOutputStream().write(film, 0, 1 << 20);
            stalled.getOutputStream().flush();
            Awaitility.await().until(() -> api.get("/uploads/" + id).json().get("offset").asLong() > 500_000);
            // The first connection is still open, and its client silent.
            long there = offset(id);
            assertThat(there).isBetween(500_000L, 1L << 20);
            assertThat(stalled.getInputStream().read()).isNotEqualTo(0);
            assertThat(api.send(append(id, there, Arrays.copyOfRange(film, (int) there, film.length))).status()).isEqualTo(204);
        }
        assertThat(Files.readAllBytes(node.data().resolve("uploads").resolve(id))).isEqualTo(film);
    }

    /** It takes twice as long as a body may take that brings nothing. */
    @Test
    void aSlowBodyGoesOnAsLongAsItArrives() throws IOException {
        int block = 300 << 10;
        int blocks = 8;
        String id = announce("slow.mp4", (long) blocks * block).get("id").asText();
        try (var slow = new Socket("127.0.0.1", node.url().getPort())) {
            slow.getOutputStream().write(("PUT /uploads/" + id + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + HereNode.KEY
                    + "\r\nContent-Length: " + blocks * block + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var sent = new AtomicInteger();
            Awaitility.await().pollInterval(Duration.ofMillis(1300)).until(() -> {
                slow.getOutputStream().write(new byte[block]);
                slow.getOutputStream().flush();
                return sent.incrementAndGet() == blocks;
            });
            assertThat(new String(slow.getInputStream().readNBytes(15), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private static Api.Answer repeated(String key, String body) {
        return api.send(api.request("/uploads").header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void anAnnouncementThatIsRepeatedWithItsKeyIsTheSameUploadAsItIsNow() {
        String body = "{\"filename\": \"k.mp4\", \"size\": " + video.length + "}";
        Api.Answer first = repeated("key 1", body);
        assertThat(first.status()).as(first.response().body()).isEqualTo(201);
        String id = first.json().get("id").asText();
        api.send(append(id, 0, Arrays.copyOf(video, 7)));
        Api.Answer second = repeated("key 1", body);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().get("id").asText()).isEqualTo(id);
        assertThat(second.json().get("offset").asInt()).isEqualTo(7);
        assertThat(repeated("key 1", body.replace("k.mp4", "l.mp4")).status()).isEqualTo(422);
        api.send(append(id, 7, Arrays.copyOfRange(video, 7, video.length)));
        assertThat(repeated("key 1", body).json().get("status").asText()).isEqualTo("complete");
        assertThat(api.delete("/uploads/" + id).status()).isEqualTo(200);
        Api.Answer anew = repeated("key 1", body);
        assertThat(anew.status()).as("the first is gone").isEqualTo(201);
        assertThat(anew.json().get("id").asText()).isNotEqualTo(id);
        assertThat(repeated("key 1", body).json().get("id")).isEqualTo(anew.json().get("id"));
        assertThat(repeated("k".repeat(256), body).status()).isEqualTo(400);
    }

    /** Its URLs are rights to write: they are signed anew, and nowhere kept. */
    @Test
    void theUrlsOfARepeatedAnnouncementAreKeptNowhere() {
        String body = "{\"filename\": \"parts.bin\", \"size\": %d, \"output\": \"s3://media/parts.bin\"}".formatted(65 << 20);
        JsonNode first = repeated("key 2", body).json();
        JsonNode second = repeated("key 2", body).json();
        assertThat(second.get("id")).isEqualTo(first.get("id"));
        assertThat(second.get("parts")).hasSameSizeAs(first.get("parts"));
        assertThat(second.at("/parts/0/url").asText().replaceFirst("\\?.*", "")).isEqualTo(first.at("/parts/0/url").asText().replaceFirst("\\?.*", ""));
        assertThat(node.tables().<List<String>, RuntimeException>withHandle(handle -> handle.createQuery("select response from idempotency_keys")
                .mapTo(String.class).list())).isNotEmpty().noneMatch(kept -> kept.contains("://"));
    }

    @Test
    void limitsHold() {
        assertThat(api.post("/uploads", "{\"filename\": \"a\", \"size\": " + (LARGEST + 1L) + "}").status()).isEqualTo(413);
        assertThat(api.send(tus("/uploads").header("Upload-Length", Long.toString(LARGEST + 1L))
                .POST(HttpRequest.BodyPublishers.noBody())).status()).isEqualTo(413);
        Api other = new Api(node.url(), api.post("/keys", "{\"name\": \"many\", \"project\": \"many\"}").json().get("key").asText());
        for (int i = 0; i < MOST_OPEN; i++) {
            assertThat(other.post("/uploads", "{\"filename\": \"a\", \"size\": 5}").status()).isEqualTo(201);
        }
        Api.Answer over = other.post("/uploads", "{\"filename\": \"a\", \"size\": 5}");
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.json().get("message").asText()).contains("max-open-per-key");
    }

    @Test
    void aStrangersUploadDoesNotExist() {
        String id = announce("mine.mp4", video.length).get("id").asText();
        Api stranger = new Api(node.url(), api.post("/keys", "{\"name\": \"s\", \"project\": \"strangers\"}").json().get("key").asText());
        assertThat(stranger.get("/uploads/" + id).status()).isEqualTo(404);
        assertThat(stranger.get("/uploads/" + id).json().get("kind").asText()).isEqualTo("upload_not_found");
        assertThat(stranger.delete("/uploads/" + id).status()).isEqualTo(404);
        assertThat(stranger.send(stranger.request("/uploads/" + id).header("Tus-Resumable", "1.0.0")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())).status()).isEqualTo(404);
        assertThat(stranger.send(stranger.request("/uploads/" + id).header("Tus-Resumable", "1.0.0").header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(video))).status()).isEqualTo(404);
        api.send(append(id, 0, video));
        Api.Answer job = stranger.post("/jobs", "{\"kind\": \"video\", \"input\": \"" + id + "\"}");
        assertThat(job.status()).isEqualTo(400);
        assertThat(job.json().get("field").asText()).isEqualTo("input");
        Api reader = new Api(node.url(), api.post("/keys", "{\"name\": \"r\", \"scope\": \"read\"}").json().get("key").asText());
        assertThat(reader.get("/uploads/" + id).status()).isEqualTo(200);
        assertThat(reader.post("/uploads", "{\"filename\": \"a\", \"size\": 5}").status()).isEqualTo(403);
        assertThat(reader.delete("/uploads/" + id).status()).isEqualTo(403);
    }

    @Test
    void anUploadThatWasRemovedIsGone() {
        String id = announce("x.mp4", 10).get("id").asText();
        api.send(append(id, 0, new byte[3]));
        assertThat(node.data().resolve("uploads").resolve(id)).exists();
        assertThat(api.send(tus("/uploads/" + id).DELETE()).status()).isEqualTo(204);
        assertThat(node.data().resolve("uploads").resolve(id)).doesNotExist();
        assertThat(api.send(append(id, 3, new byte[3])).status()).isEqualTo(410);
        assertThat(api.get("/uploads/" + id).json().get("kind").asText()).isEqualTo("upload_gone");
        assertThat(api.delete("/uploads/" + announce("y.mp4", 10).get("id").asText()).json().get("status").asText()).isEqualTo("waiting");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aFileGoesStraightToABucket(int announced) throws Exception {
        String body = "{\"filename\": \"direct.mp4\", \"size\": %d, \"connection_id\": \"store\", \"output\": \"s3://media/in/\"%s}"
                .formatted(video.length, announced == 1 ? ", \"content_type\": \"video/mp4\"" : "");
        JsonNode upload = api.post("/uploads", body).json();
        assertThat(upload.path("method").asText()).as(upload.toString()).isEqualTo("put");
        String id = upload.get("id").asText();
        assertThat(api.post("/jobs", "{\"kind\": \"video\", \"input\": \"" + id + "\"}").status()).isEqualTo(409);
        HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(upload.get("url").asText()))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(video));
        upload.get("headers").properties().forEach(header -> put.header(header.getKey(), header.getValue().asText()));
        HttpResponse<String> sent = HttpClient.newHttpClient().send(put.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        JsonNode job = done(id, "");
        assertThat(job.get("status").asText()).as(job.toString()).isEqualTo("succeeded");
        assertThat(job.get("output").asText()).endsWith("/direct.mp4");
        assertThat(api.get("/uploads/" + id).json().get("output").asText()).isEqualTo("s3://media/in/direct.mp4");
    }

    /** A store takes no bytes at an offset: a client of tus is told what to do instead, before it sends anything. */
    @Test
    void whereUploadsGoToABucketOfTheSettingsClientsOfTusAreToldSo() throws Exception {
        try (HereNode shared = new HereNode(folder.resolve("shared")).with("DROMEDARY_UPLOADS", "s3://media/kept/")
                .with("DROMEDARY_UPLOADS_CONNECTION", "store").start()) {
            Api there = shared.api();
            there.connect("store", store.endpoint(), store.newKey(Tier.OBJECT_READ_WRITE, "media"));
            Api.Answer refused = there.send(there.request("/uploads").header("Tus-Resumable", "1.0.0")
                    .header("Upload-Length", Integer.toString(video.length)).POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().get("message").asText()).contains("presigned URLs instead of tus", "POST /uploads");
            JsonNode upload = there.post("/uploads", "{\"filename\": \"in.mp4\", \"size\": " + video.length + "}").json();
            assertThat(upload.path("method").asText()).as(upload.toString()).isEqualTo("put");
            String id = upload.get("id").asText();
            Api.Answer asked = there.send(there.request("/uploads/" + id).header("Tus-Resumable", "1.0.0").header("Upload-Offset", "0")
                    .header("Content-Type", "application/offset+octet-stream").method("PATCH", HttpRequest.BodyPublishers.ofByteArray(video)));
            assertThat(asked.status()).isEqualTo(400);
            assertThat(asked.json().get("message").asText()).contains("go to a bucket", "GET /uploads/" + id);
            HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(upload.get("url").asText()))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(video));
            upload.get("headers").properties().forEach(header -> put.header(header.getKey(), header.getValue().asText()));
            assertThat(HttpClient.newHttpClient().send(put.build(), HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            JsonNode job = there.finished(there.accepted("{\"kind\": \"image\", \"input\": \"" + id + "\"}"));
            assertThat(job.get("status").asText()).as(job.toString()).isEqualTo("succeeded");
            assertThat(store.object("media", "kept/" + id)).isPresent();
        }
    }

    @Test
    void aLargeFileGoesToABucketInParts() throws Exception {
        int size = 65 << 20;
        JsonNode upload = api.post("/uploads", ("{\"filename\": \"large.bin\", \"size\": %d, \"output\": \"s3://media/large.bin\"}")
                .formatted(size)).json();
        assertThat(upload.path("method").asText()).as(upload.toString()).isEqualTo("multipart");
        String id = upload.get("id").asText();
        HttpClient http = HttpClient.newHttpClient();
        for (JsonNode part : upload.get("parts")) {
            if (part.get("number").asInt() != 2) {
                put(http, part);
            }
        }
        Api.Answer early = api.post("/uploads/" + id + "/complete", "");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.json().get("message").asText()).contains("such as 2");
        put(http, api.get("/uploads/" + id).json().get("parts").get(1));
        assertThat(api.post("/uploads/" + id + "/complete", "").json().get("status").asText()).isEqualTo("complete");
        assertThat(api.post("/uploads/" + id + "/complete", "").status()).isEqualTo(200);
    }

    private static void put(HttpClient http, JsonNode part) throws Exception {
        HttpResponse<String> sent = http.send(HttpRequest.newBuilder(URI.create(part.get("url").asText()))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[part.get("size").asInt()])).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", node.url().getPort())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            var text = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
                if (in.available() == 0 && text.indexOf("\r\n\r\n") > 0 && (text.indexOf("\n{") < 0 || text.toString().endsWith("}\n"))) {
                    break;
                }
            }
            return text.toString();
        }
    }
}
