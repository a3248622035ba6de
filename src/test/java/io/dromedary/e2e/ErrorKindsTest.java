package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.database.Engine;
import io.dromedary.machine.Ports;
import io.dromedary.machine.Programs;
import io.dromedary.machine.Wire;
import io.dromedary.media.Ffmpeg;
import io.dromedary.problem.ProblemKind;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of error that callers may see, brought about for real. A kind without a way to it fails here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
@Tag("engines")
class ErrorKindsTest {

    private static final String VIDEO = "{\"width\": 64}";

    private final Map<ProblemKind, Callable<String>> ways = new EnumMap<>(ProblemKind.class);
    private Path folder;
    private R2Double r2;
    private Credentials reader;
    private Credentials writer;
    private HereNode node;
    private HereNode narrow;
    private HereNode full;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("inbox");
        r2.createBucket("outbox");
        reader = r2.newKey(Tier.OBJECT_READ, "inbox");
        writer = r2.newKey(Tier.OBJECT_READ_WRITE, "inbox", "outbox");
        r2.put("inbox", "video.mp4", Samples.video(folder, "video.mp4", 128, 72, 1), "video/mp4");
        r2.put("inbox", "text.mp4", "no media".repeat(99).getBytes(), "video/mp4");
        r2.put("inbox", "empty.mp4", new byte[0], "video/mp4");
        node = connected(new HereNode(folder.resolve("node")).with("DROMEDARY_TRANSFER_RETRIES", "1")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1"));
        narrow = connected(narrow());
        full = connected(new HereNode(folder.resolve("full")).with("DROMEDARY_ROLES", "api")
                .with("DROMEDARY_QUEUE_MAX_JOBS", "1").with("DROMEDARY_DATABASE_URL", fullDatabase()));
        refusals();
        uploads();
        failures();
    }

    @AfterAll
    void stop() {
        node.close();
        narrow.close();
        full.close();
        r2.close();
    }

    private <N extends BaseNode<N>> N connected(N started) {
        started.start();
        started.api().connect("reader", r2.endpoint(), reader);
        started.api().connect("writer", r2.endpoint(), writer);
        return started;
    }

    /** A node that allows little, with an ffmpeg that fails, ends early, or never ends, as the result's name asks for it. */
    private HereNode narrow() throws IOException {
        Path program = Programs.write(folder.resolve("ffmpeg-stand-in"), """
                #!/bin/sh
                case "$*" in
                    *forever*) exec tail -f /dev/null ;;
                    *early*) exec ffmpeg -t 0.2 "$@" ;;
                esac
                exit 1
                """);
        var made = new HereNode(folder.resolve("narrow")).with("DROMEDARY_FFMPEG_PATH", program.toString())
                .with("DROMEDARY_FFMPEG_DEADLINE_BASE", "1").with("DROMEDARY_FFMPEG_DEADLINE_PER_SECOND", "1")
                .with("DROMEDARY_INPUT_MAX_BYTES", "200000");
        Path home = made.ownHome();
        Path table = home.resolve("config/encoding.yaml");
        Files.writeString(table, Files.readString(table).replaceFirst("max_pixels: \\d+", "max_pixels: 20000"));
        Path routes = home.resolve("routes/jobs.camel.yaml");
        Files.writeString(routes, Files.readString(routes).replace("- bean: { ref: jobApi, method: list }",
                "- throwException: { exceptionType: java.lang.IllegalStateException, message: secret }"));
        r2.put("inbox", "large.mp4", new byte[300_000], "video/mp4");
        r2.put("inbox", "wide.mp4", Samples.video(folder, "wide.mp4", 320, 180, 1), "video/mp4");
        return made;
    }

    @ParameterizedTest
    @EnumSource(ProblemKind.class)
    void everyKindCanBeBroughtAbout(ProblemKind kind) throws Exception {
        assertThat(ways).containsKey(kind);
        assertThat(ways.get(kind).call()).isEqualTo(kind.wireName());
    }

    private void refusals() {
        Api api = node.api();
        ways.put(ProblemKind.INVALID_INPUT, () -> refused(400, api.post("/jobs", "{}")));
        ways.put(ProblemKind.TOKEN_MISSING, () -> refused(401,
                api.send(HttpRequest.newBuilder(node.url().resolve("/jobs")))));
        ways.put(ProblemKind.TOKEN_INVALID, () -> refused(401, new Api(node.url(), "nobody's").get("/jobs")));
        ways.put(ProblemKind.FORBIDDEN, () -> {
            String key = api.post("/keys", "{\"name\": \"r\", \"scope\": \"read\"}").json().get("key").asText();
            return refused(403, new Api(node.url(), key).post("/jobs", job("s3://inbox/video.mp4", "reader", "")));
        });
        ways.put(ProblemKind.JOB_NOT_FOUND, () -> refused(404, api.get("/jobs/job_x")));
        ways.put(ProblemKind.TASK_NOT_FOUND, () -> refused(404, api.get("/tasks/task_x")));
        ways.put(ProblemKind.CONNECTION_NOT_FOUND, () -> refused(404, api.get("/connections/nobody")));
        ways.put(ProblemKind.NOT_FOUND, () -> refused(404, api.get("/nothing")));
        ways.put(ProblemKind.METHOD_NOT_ALLOWED, () -> refused(405, api.delete("/jobs")));
        ways.put(ProblemKind.NAME_TAKEN, () -> refused(409, api.post("/connections", connection("reader"))));
        ways.put(ProblemKind.JOB_FINISHED, () -> {
            String id = api.finished(api.video("s3://inbox/video.mp4", "reader", VIDEO, null)).get("id").asText();
            return refused(409, api.post("/jobs/" + id + "/cancel", ""));
        });
        ways.put(ProblemKind.JOB_UNFINISHED, () -> {
            full.api().post("/jobs", job("s3://inbox/video.mp4", "reader", ""));
            return refused(409, full.api().delete("/jobs/" + full.api().get("/jobs").json().get(0).get("id").asText()));
        });
        ways.put(ProblemKind.CONNECTION_IN_USE, () -> {
            assertThat(full.api().post("/jobs", job("s3://inbox/video.mp4", "reader", "")).status()).isIn(201, 429);
            return refused(409, full.api().delete("/connections/reader"));
        });
        ways.put(ProblemKind.BODY_TOO_LARGE, () -> refused(413,
                api.answered(() -> api.request("/jobs").header("Content-Type", "application/json").POST(
                        BodyPublishers.ofString("{\"a\": \"" + "x".repeat(2 << 20) + "\"}")))));
        ways.put(ProblemKind.UNSUPPORTED_MEDIA_TYPE, () -> refused(415,
                api.send(api.request("/jobs").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("x")))));
        ways.put(ProblemKind.IDEMPOTENCY_MISMATCH, () -> {
            assertThat(twice("{\"width\": 64}").status()).isEqualTo(201);
            return refused(422, twice("{\"width\": 66}"));
        });
        ways.put(ProblemKind.TOO_MANY_REQUESTS, () -> {
            full.api().post("/jobs", job("s3://inbox/video.mp4", "reader", ""));
            return refused(429, full.api().post("/jobs", job("s3://inbox/video.mp4", "reader", "")));
        });
        ways.put(ProblemKind.INTERNAL_ERROR, () -> refused(500, narrow.api().get("/jobs")));
        ways.put(ProblemKind.UNAVAILABLE, this::askWhileTheDatabaseIsTaken);
        ways.put(ProblemKind.OUTCOME_UNKNOWN, this::askWhereTheAnswerToACommitIsLost);
    }

    private void uploads() {
        Api api = node.api();
        ways.put(ProblemKind.UPLOAD_NOT_FOUND, () -> refused(404, api.get("/uploads/upload_x")));
        ways.put(ProblemKind.UPLOAD_GONE, () -> {
            String id = announced();
            api.delete("/uploads/" + id);
            return refused(410, api.get("/uploads/" + id));
        });
        ways.put(ProblemKind.UPLOAD_UNFINISHED, () -> refused(409,
                api.post("/jobs", "{\"kind\": \"video\", \"input\": \"" + announced() + "\"}")));
        ways.put(ProblemKind.UPLOAD_OFFSET, () -> refused(409, appended(announced(), "1.0.0", 1)));
        ways.put(ProblemKind.TUS_VERSION, () -> refused(412, appended(announced(), "0.2.2", 0)));
        ways.put(ProblemKind.UPLOAD_IN_USE, () -> {
            String id = announced();
            assertThat(appended(id, "1.0.0", 0).status()).isEqualTo(204);
            try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "inbox", "video.mp4").next(1).stallAfter(100)) {
                api.accepted(job("s3://inbox/video.mp4", "reader", ", \"options\": {\"watermark\": {\"url\": \"" + id + "\"}}"));
                return refused(409, api.delete("/uploads/" + id));
            }
        });
    }

    private String announced() {
        return node.api().post("/uploads", "{\"filename\": \"a.mp4\", \"size\": 4}").json().get("id").asText();
    }

    private Api.Answer appended(String id, String version, long offset) {
        return node.api().send(node.api().request("/uploads/" + id).header("Tus-Resumable", version)
                .header("Upload-Offset", Long.toString(offset)).header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofString("abcd".substring((int) offset))));
    }

    private Api.Answer twice(String options) {
        return node.api().send(node.api().request("/jobs").header("Content-Type", "application/json")
                .header("Idempotency-Key", "twice")
                .POST(BodyPublishers.ofString(job("s3://inbox/video.mp4", "reader", ", \"options\": " + options))));
    }

    private String fullDatabase() {
        return "jdbc:sqlite:" + folder.resolve("full.db");
    }

    /** SQLite lets one writer in at a time; here it is the test, until the server gives up. */
    private String askWhileTheDatabaseIsTaken() throws SQLException {
        try (Connection other = DriverManager.getConnection(fullDatabase())) {
            other.createStatement().execute("begin immediate");
            String kind = refused(503, full.api().post("/connections", connection("another")));
            other.createStatement().execute("rollback");
            return kind;
        }
    }

    /** What the node writes for itself may be what nobody hears of: then it is asked again. */
    private String askWhereTheAnswerToACommitIsLost() throws IOException {
        URI made = URI.create(Engine.POSTGRESQL.newDatabaseWithTables(folder).url().substring("jdbc:".length()));
        try (var wire = new Wire(made.getPort());
                var deaf = new HereNode(folder.resolve("deaf")).with("DROMEDARY_ROLES", "api").with(new SharedDatabase(folder,
                        "jdbc:postgresql://127.0.0.1:" + wire.port() + made.getPath())).start()) {
            var number = new AtomicInteger();
            Api.Answer answer = Awaitility.await().atMost(SOON).until(() -> {
                wire.loseNextAnswerToAChangeAndClose();
                try {
                    return deaf.api().post("/connections", connection("lost-" + number.incrementAndGet()));
                } finally {
                    wire.hearAll();
                }
            }, asked -> asked.status() == 500);
            return refused(500, answer);
        }
    }

    private void failures() {
        ways.put(ProblemKind.INPUT_NOT_FOUND, () -> failed(node, "s3://inbox/nothing.mp4", "reader", null));
        ways.put(ProblemKind.INPUT_FORBIDDEN, () -> failed(node, "s3://outbox/x.mp4", "reader", null));
        ways.put(ProblemKind.INPUT_UNREACHABLE, () -> failed(node,
                "http://127.0.0.1:" + Ports.free() + "/x.mp4", null, null));
        ways.put(ProblemKind.INPUT_TOO_LARGE, () -> failed(narrow, "s3://inbox/large.mp4", "reader", null));
        ways.put(ProblemKind.INPUT_UNSUPPORTED, () -> failed(node, "s3://inbox/text.mp4", "reader", null));
        ways.put(ProblemKind.INPUT_CORRUPT, () -> failed(node, "s3://inbox/empty.mp4", "reader", null));
        ways.put(ProblemKind.NO_VIDEO_STREAM, () -> failed(node, sound(), "reader", null));
        ways.put(ProblemKind.NO_AUDIO_STREAM, () -> error(node.api().finished(node.api().post("/jobs",
                "{\"input\": \"" + silent() + "\", \"kind\": \"audio\", \"connection_id\": \"reader\"}")
                .json().get("id").asText())));
        ways.put(ProblemKind.OPTION_CONFLICT, () -> error(node.api().finished(
                node.api().video("s3://inbox/video.mp4", "reader", "{\"start\": 50}", null))));
        ways.put(ProblemKind.OUTPUT_FORBIDDEN, () -> failed(node, "s3://inbox/video.mp4", "reader", "s3://inbox/x.mp4"));
        ways.put(ProblemKind.OUTPUT_UNREACHABLE, () -> {
            try (Fault down = r2.faults().on(Operation.PUT_OBJECT, "outbox", "down.mp4").fail(503, "ServiceUnavailable")) {
                return failed(node, "s3://inbox/video.mp4", "writer", "s3://outbox/down.mp4");
            }
        });
        ways.put(ProblemKind.ENCODE_FAILED, () -> failed(narrow, "s3://inbox/video.mp4", "writer", null));
        ways.put(ProblemKind.ENCODE_INCOMPLETE, () -> failed(narrow, "s3://inbox/video.mp4", "writer", "s3://outbox/early.mp4"));
        ways.put(ProblemKind.TIMED_OUT, () -> failed(narrow, "s3://inbox/video.mp4", "writer", "s3://outbox/forever.mp4"));
        ways.put(ProblemKind.RESOURCE_LIMIT, () -> failed(narrow, "s3://inbox/wide.mp4", "reader", null));
        ways.put(ProblemKind.CANCELLED, () -> {
            try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "inbox", "video.mp4").next(1).stallAfter(100)) {
                String id = node.api().video("s3://inbox/video.mp4", "reader", VIDEO, null);
                stall.awaitStruck(1, SOON);
                node.api().post("/jobs/" + id + "/cancel", "");
                return error(node.api().finished(id));
            }
        });
        ways.put(ProblemKind.POISON, this::killItsWorker);
    }

    /** One death is enough here; only a process can die. */
    private String killItsWorker() {
        try (var doomed = new Node(folder.resolve("doomed")).with("DROMEDARY_QUEUE_MAX_DELIVERIES", "1");
                Fault stall = r2.faults().on(Operation.GET_OBJECT, "inbox", "video.mp4").next(1).stallAfter(100)) {
            Api api = connected(doomed).api();
            String id = api.video("s3://inbox/video.mp4", "reader", VIDEO, null);
            stall.awaitStruck(1, SOON);
            doomed.kill();
            doomed.start();
            return error(api.finished(id));
        }
    }

    @Test
    void aFailureThatNobodyForesawTellsNothingOfItself() {
        assertThat(narrow.api().get("/jobs").response().body()).doesNotContain("secret", "IllegalState", "at io.");
    }

    private String sound() {
        Path file = folder.resolve("sound.wav");
        Ffmpeg.run(List.of("-v", "error", "-y", "-f", "lavfi", "-i", "sine=d=1",
                file.toString()));
        r2.put("inbox", "sound.wav", file, "audio/wav");
        return "s3://inbox/sound.wav";
    }

    private String silent() {
        Path file = folder.resolve("silent.mp4");
        Ffmpeg.run(List.of("-v", "error", "-y", "-i",
                folder.resolve("video.mp4").toString(), "-an", "-c", "copy", file.toString()));
        r2.put("inbox", "silent.mp4", file, "video/mp4");
        return "s3://inbox/silent.mp4";
    }

    private static String refused(int status, Api.Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        return answer.json().get("kind").asText();
    }

    private static String failed(HereNode at, String input, String connection, String output) {
        return error(at.api().finished(at.api().video(input, connection, VIDEO, output)));
    }

    private static String error(JsonNode job) {
        assertThat(job.at("/error/message").asText()).as("%s", job).isNotBlank();
        return job.at("/error/kind").asText();
    }

    private static String job(String input, String connection, String more) {
        return "{\"input\": \"" + input + "\", \"kind\": \"video\", \"connection_id\": \"" + connection + "\"" + more + "}";
    }

    private String connection(String name) {
        return """
                {"kind": "s3", "name": "%s", "endpoint": "%s", "region": "auto", "access_key_id": "%s",
                 "secret_access_key": "%s"}""".formatted(name, r2.endpoint(), reader.accessKeyId(),
                reader.secretAccessKey());
    }
}
