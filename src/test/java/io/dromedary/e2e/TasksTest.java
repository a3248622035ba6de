package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single steps: what each kind does, and that what works for one shows as this task alone. */
@Tag("encode")
@Tag("engines")
class TasksTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");
    private static final String S3_INPUT = "s3://media/in.mp4";

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;
    private static Api api;
    private static Path video;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        video = Samples.video(folder, "in.mp4", 128, 72, 1);
        r2.put("media", "in.mp4", video, "video/mp4");
        r2.put("media", "notes.html", write("notes.html", "<script>alert(1)</script>"), "text/html");
        r2.put("media", "page.html", video, "text/html");
        r2.put("media", "photo.heic", write("photo.heic", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic"), "image/heic");
        r2.put("media", "drawing.svg", write("drawing.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect/></svg>"), "image/svg+xml");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_INPUT_PART_BYTES", "65536").start();
        api = node.api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        r2.createBucket("my-r2-bucket");
        r2.put("my-r2-bucket", "uploads/video.mov", Samples.video(folder, "video.mov", 640, 360, 1), "video/quicktime");
        api.connect("my-r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "my-r2-bucket"));
    }

    @AfterAll
    static void stop() {
        node.close();
        r2.close();
    }

    @AfterEach
    void nothingStaysBehind() {
        Awaitility.await().until(() -> node.workFolders().isEmpty());
    }

    @Test
    void aTaskJoinsSeveralInputsAndShowsThem() {
        String clips = "[{\"url\": \"%s\", \"end\": 0.5}, {\"url\": \"%s\"}]".formatted(S3_INPUT, S3_INPUT);
        Api.Answer made = CONTRACT.keeps("POST", "/tasks", api.post("/tasks",
                "{\"kind\": \"video\", \"inputs\": %s, \"options\": {\"connection_id\": \"r2\", \"width\": 64}}".formatted(clips)));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        JsonNode done = succeeded(made.json());
        assertThat(done.get("inputs").toString()).isEqualTo(clips.replace(" ", ""));
        assertThat(done.at("/input/url").asText()).isEqualTo(S3_INPUT);
        assertThat(done.at("/output/duration").asDouble()).isCloseTo(1.5, within(0.1));
        for (String[] wrong : new String[][] {
            {"{\"kind\": \"image\", \"inputs\": %s}".formatted(clips), "inputs"},
            {"{\"kind\": \"video\", \"input\": \"%s\", \"inputs\": %s}".formatted(S3_INPUT, clips), "inputs"},
            {"{\"kind\": \"video\"}", "input"},
            {"{\"kind\": \"video\", \"inputs\": []}", "inputs"},
            {"{\"kind\": \"video\", \"input\": \"%s\", \"outputs\": [{\"kind\": \"video\"}]}".formatted(S3_INPUT), "outputs"}}) {
            Api.Answer refused = api.post("/tasks", wrong[0]);
            assertThat(refused.status()).as(wrong[0]).isEqualTo(400);
            assertThat(refused.json().path("field").asText()).as("%s: %s", wrong[0], refused.response().body()).isEqualTo(wrong[1]);
        }
    }

    @Test
    void aProbeTellsWhatAFileIsAndPublishesNothing() throws IOException {
        JsonNode made = create("probe", "{\"url\": \"%s\"}".formatted(S3_INPUT), "{\"connection_id\": \"r2\"}");
        assertThat(made.get("status").asText()).isEqualTo("waiting");
        assertThat(made.get("input").toString())
                .isEqualTo("{\"object\":\"external_file\",\"url\":\"%s\"}".formatted(S3_INPUT));
        JsonNode done = succeeded(made);
        assertThat(done.get("input")).isEqualTo(made.get("input"));
        assertThat(done.at("/output/object").asText()).isEqualTo("file");
        assertThat(done.at("/output/width").asInt()).isEqualTo(128);
        assertThat(done.at("/output/filesize").asLong()).isEqualTo(Files.size(video));
        assertThat(done.get("progress").asInt()).isEqualTo(100);
        assertThat(published(done)).doesNotExist();
    }

    private static Api.Answer waited(String path, int seconds, String key, String body) {
        var request = api.request(path).header("Content-Type", "application/json").header("Prefer", "wait=" + seconds)
                .POST(HttpRequest.BodyPublishers.ofString(body.formatted(S3_INPUT)));
        return api.send(key.isEmpty() ? request : request.header("Idempotency-Key", key));
    }

    private static void assertWaited(Api.Answer answer, int seconds) {
        assertThat(answer.response().headers().firstValue("Preference-Applied")).contains("wait=" + seconds);
    }

    @Test
    void whoPrefersToWaitIsAnsweredWithWhatHasEnded() {
        String image = "{\"kind\": \"image\", \"input\": \"%s\", \"connection_id\": \"r2\", \"width\": 32}";
        Api.Answer job = waited("/jobs", 50, "", image);
        assertWaited(job, 50);
        assertThat(kept("POST", "/jobs", job, 201).get("status").asText()).isEqualTo("succeeded");
        Api.Answer task = waited("/tasks", 60, "waited", "{\"kind\": \"probe\", \"input\": \"%s\", \"connection_id\": \"r2\"}");
        assertThat(kept("POST", "/tasks", task, 201).at("/output/width").asInt()).isEqualTo(128);
        Api.Answer again = waited("/tasks", 60, "waited", "{\"kind\": \"probe\", \"input\": \"%s\", \"connection_id\": \"r2\"}");
        assertThat(kept("POST", "/tasks", again, 200)).as("the answer to a repeated request waits, too").isEqualTo(task.json());
        Api.Answer file = waited("/files", 50, "", "{\"url\": \"%s\", \"connection_id\": \"r2\"}");
        assertThat(kept("POST", "/files", file, 201).get("url").asText()).endsWith("/in.mp4");
        Api.Answer failed = waited("/jobs", 50, "", image.replace("%s", "s3://media/nothing.mp4"));
        assertThat(kept("POST", "/jobs", failed, 201).at("/error/kind").asText()).isEqualTo("input_not_found");
    }

    @Test
    void whatIsNotDoneInTimeIsAnsweredAsItIsAndWhatIsWrongAtOnce() {
        String image = "{\"kind\": \"image\", \"input\": \"%s\", \"connection_id\": \"r2\", \"width\": 34}";
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT).stall()) {
            Api.Answer late = waited("/jobs", 1, "", image);
            assertWaited(late, 1);
            assertThat(kept("POST", "/jobs", late, 201).get("status").asText()).isIn("queued", "processing");
            api.post("/jobs/" + late.json().get("id").asText() + "/cancel", "");
        }
        kept("POST", "/jobs", waited("/jobs", 60, "", image.replace("34", "3")), 400);
        kept("POST", "/jobs", waited("/jobs", 60, "", "{"), 400);
        Api.Answer dry = waited("/jobs?dry_run=true", 60, "", image);
        assertThat(kept("POST", "/jobs", dry, 200).at("/tasks/2/commands").isArray()).isTrue();
        assertThat(dry.response().headers().firstValue("Preference-Applied")).isEmpty();
    }

    @Test
    void aFileIsBroughtInUnderTheNameThatWasAskedForAndRemovedAgain() throws IOException {
        JsonNode made = kept("POST", "/files", api.post("/files", """
                {"url": "%s", "connection_id": "r2", "folder": "a b/../c", "filename": "mine.mp4", "metadata": {"n": 1}}"""
                        .formatted(S3_INPUT)), 201);
        String id = made.get("id").asText();
        assertThat(made.get("status").asText()).isEqualTo("waiting");
        assertThat(made.get("url").isNull()).isTrue();
        JsonNode file = Awaitility.await().atMost(SOON).until(() -> kept("GET", "/files/{file}", api.get("/files/" + id), 200),
                now -> FINAL.contains(now.get("status").asText()));
        String task = id.replace("file_", "task_");
        assertThat(file.get("url").asText()).isEqualTo(node.publicUrl() + "/cdn/" + task + "/a%20b/_/c/mine.mp4");
        assertThat(file.get("width").asInt()).isEqualTo(128);
        assertThat(file.at("/metadata/n").asInt()).isEqualTo(1);
        assertThat(node.data().resolve("cdn/" + task + "/a b/_/c/mine.mp4")).hasSameBinaryContentAs(video);
        assertThat(kept("GET", "/files", api.get("/files?limit=1"), 200).get(0)).isEqualTo(file);
        assertThat(api.get("/files?after=" + id).json().findValuesAsText("id")).doesNotContain(id);
        assertThat(kept("DELETE", "/files/{file}", api.delete("/files/" + id), 200)).isEqualTo(file);
        assertThat(node.data().resolve("cdn/" + task)).doesNotExist();
        assertThat(api.get("/tasks/" + task).status()).isEqualTo(404);
        for (String gone : List.of(id, task, "nothing")) {
            kept("GET", "/files/{file}", api.get("/files/" + gone), 404);
            kept("DELETE", "/files/{file}", api.delete("/files/" + gone), 404);
        }
    }

    @ParameterizedTest
    @CsvSource({"folder, /a", "folder, a/", "folder, a//b", "filename, a/b", "filename, ''", "url, ftp://example.com/a"})
    void aWrongNameOfAFileIsRefused(String field, String value) {
        JsonNode body = new ObjectMapper().createObjectNode().put("url", S3_INPUT).put("connection_id", "r2").put(field, value);
        assertThat(kept("POST", "/files", api.post("/files", body.toString()), 400).get("field").asText()).isEqualTo(field);
    }

    @Test
    void thumbnailsAreASheetAndItsTable() throws IOException {
        JsonNode made = api.post("/tasks", """
                {"kind": "thumbnails", "url": "%s", "options": {"connection_id": "r2", "width": 64, "height": 64, "format": "jpeg"},
                 "interval": 1}""".formatted(S3_INPUT)).json();
        JsonNode done = succeeded(made);
        assertThat(done.at("/output/files/thumbnails").asText()).endsWith(".thumbnails.jpg");
        assertThat(Files.readString(published(done).resolve("in.thumbnails.vtt"))).contains("#xywh=0,0,64,64");
        for (String wrong : List.of("\"format\": \"png\"", "\"height\": 64")) {
            assertThat(api.post("/tasks", "{\"kind\": \"thumbnails\", \"url\": \"%s\", %s}".formatted(S3_INPUT, wrong)).json()
                    .get("field").asText()).startsWith("options.");
        }
    }

    private static JsonNode kept(String method, String path, Api.Answer answer, int status) {
        assertThat(CONTRACT.keeps(method, path, answer).status()).as(answer.response().body()).isEqualTo(status);
        return answer.json();
    }

    @Test
    void whatWasImportedCanBeEncodedAndWhatCameOfItExported() throws IOException {
        JsonNode imported = succeeded(create("import", "\"%s\"".formatted(S3_INPUT), "{\"connection_id\": \"r2\"}"));
        assertThat(imported.at("/output/url").asText()).isEqualTo(node.publicUrl() + "/cdn/" + id(imported) + "/in.mp4");
        assertThat(download(imported)).hasSameBinaryContentAs(video);

        JsonNode encoded = succeeded(create("video", imported.get("output").toString(), "{\"width\": 64}"));
        assertThat(encoded.get("input")).isEqualTo(imported.get("output"));
        assertThat(encoded.at("/output/width").asInt()).isEqualTo(64);
        assertThat(Samples.picture(download(encoded))).containsExactly("h264", "64", "36");

        JsonNode exported = succeeded(create("export", encoded.get("output").toString(),
                "{\"url\": \"s3://media/out/small.mp4\", \"connection_id\": \"r2\"}"));
        assertThat(exported.at("/output/url").asText()).isEqualTo("s3://media/out/small.mp4");
        assertThat(exported.at("/output/width").asInt()).isEqualTo(64);
        assertThat(r2.object("media", "out/small.mp4").orElseThrow().path())
                .hasSameBinaryContentAs(download(encoded));
        assertThat(published(exported)).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "audio          | \"format\": \"wav\"            | in.wav",
        "image          | \"width\": 64                  | in.jpeg",
        "animation      | \"end\": 0.5, \"width\": 32    | in.gif",
        "adaptive_video | \"audio\": false               | master.m3u8"})
    void everyKindCanBeMadeByATask(String kind, String options, String name) {
        JsonNode done = succeeded(create(kind, "{\"url\": \"%s\"}".formatted(S3_INPUT),
                "{\"connection_id\": \"r2\", %s}".formatted(options)));
        assertThat(done.at("/output/url").asText()).isEqualTo(node.publicUrl() + "/cdn/" + id(done) + "/" + name);
        assertThat(published(done).resolve(name)).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource({"photo.heic, HEIC", "drawing.svg, SVG"})
    void whatCannotBeDecodedHereIsCalledByItsName(String key, String format) {
        JsonNode failed = finished(id(create("image", "\"s3://media/%s\"".formatted(key), "{\"connection_id\": \"r2\"}")));
        assertThat(failed.at("/error/kind").asText()).as("%s", failed).isEqualTo("input_unsupported");
        assertThat(failed.at("/error/message").asText()).contains(format).contains("Send it as");
    }

    @Test
    void anExportIntoADirectoryKeepsTheName() {
        JsonNode done = succeeded(create("export", "{\"url\": \"%s\"}".formatted(S3_INPUT),
                "{\"url\": \"s3://media/copies/\", \"connection_id\": \"r2\"}"));
        assertThat(done.at("/output/url").asText()).isEqualTo("s3://media/copies/in.mp4");
        assertThat(r2.object("media", "copies/in.mp4").orElseThrow().path()).hasSameBinaryContentAs(video);
    }

    @Test
    void whatIsNoMediaIsNotPublishedAndMediaOnlyUnderAMediaName() {
        JsonNode failed = finished(id(create("import", "\"s3://media/notes.html\"", "{\"connection_id\": \"r2\"}")));
        assertThat(failed.get("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/kind").asText()).isEqualTo("input_unsupported");
        assertThat(failed.get("output").isNull()).isTrue();
        assertThat(published(failed)).doesNotExist();

        JsonNode renamed = succeeded(create("import", "\"s3://media/page.html\"", "{\"connection_id\": \"r2\"}"));
        assertThat(renamed.at("/output/url").asText()).endsWith("/page.mp4");
    }

    @Test
    void aTaskThatCannotBeDoneSaysWhy() {
        JsonNode failed = finished(id(create("probe", "\"s3://media/none.mp4\"", "{\"connection_id\": \"r2\"}")));
        assertThat(failed.get("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/kind").asText()).isEqualTo("input_not_found");
        assertThat(failed.get("finished_at").isNull()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'kind': 'probe'}                                                            | input",
        "{'input': 'https://a.example/x.mp4'}                                         | kind",
        "{'kind': 'prob', 'input': 'https://a.example/x.mp4'}                         | kind",
        "{'kind': 'probe', 'input': {}}                                               | input.url",
        "{'kind': 'probe', 'input': 7}                                                | input",
        "{'kind': 'probe', 'input': 'ftp://a.example/x.mp4'}                          | input",
        "{'kind': 'probe', 'input': {'url': 'x.mp4'}}                                 | input.url",
        "{'kind': 'probe', 'input': 'https://a.example/x.mp4', 'options': {'width': 64}} | options.width",
        "{'kind': 'video', 'input': 'https://a.example/x.mp4', 'options': {'width': 1}}  | options.width",
        "{'kind': 'video', 'input': 'https://a.example/x.mp4', 'output': 's3://b/x.mp4'} | options.connection_id",
        "{'kind': 'video', 'input': 'https://a.example/x.mp4', 'output': 's3://b/x.gif'} | output",
        "{'kind': 'probe', 'input': 'https://a.example/x.mp4', 'output': 's3://b/x.mp4'} | output",
        "{'kind': 'video', 'input': 'https://a.example/x.mp4', 'options': {'output_connection_id': 'r2'}} | options.output_connection_id",
        "{'kind': 'export', 'input': 'https://a.example/x.mp4'}                       | options",
        "{'kind': 'export', 'input': 'https://a.example/x.mp4', 'options': {}}        | options.url",
        "{'kind': 'export', 'input': 'https://a.example/x.mp4', 'options': {'url': 'https://b.example/'}} | options.url",
        "{'kind': 'import', 'input': 's3://media/in.mp4'}                             | options.connection_id",
        "{'kind': 'import', 'input': 's3://media/in.mp4', 'options': {'connection_id': 'none'}} | options.connection_id",
        "{'kind': 'import', 'input': 'http://localhost:1/cdn/x.mp4'}                  | input"})
    void whatIsWrongIsNamed(String body, String field) {
        Api.Answer answer = CONTRACT.keeps("POST", "/tasks", api.post("/tasks", body.replace('\'', '"')));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("kind").asText()).isEqualTo("invalid_input");
        assertThat(answer.json().get("field").asText()).as("%s", answer.json()).isEqualTo(field);
    }

    @Test
    void nothingBesideThePublishedFilesIsReadByAUrlOfTheCdn() throws IOException {
        Files.copy(video, node.data().resolve("secret.mp4"));
        for (String path : List.of("none.mp4", "../secret.mp4", "%2e%2e/secret.mp4", "..%2fsecret.mp4")) {
            JsonNode failed = finished(id(create("probe", "\"%s/cdn/%s\"".formatted(node.publicUrl(), path), "{}")));
            assertThat(failed.at("/error/kind").asText()).as(path).isEqualTo("input_not_found");
        }
    }

    @Test
    void anUnknownIdIsNotFound() {
        Api.Answer answer = CONTRACT.keeps("GET", "/tasks/x", api.get("/tasks/task_unknown"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("kind").asText()).isEqualTo("task_not_found");
    }

    @Test
    void theListHasTheStepsOfJobsTooAndTheListOfJobsHasNoTasks() {
        String job = api.video(S3_INPUT, "r2", "{\"width\": 64}", null);
        List<String> steps = ids(api.finished(job).get("tasks"));
        JsonNode task = succeeded(create("probe", "\"%s\"".formatted(S3_INPUT), "{\"connection_id\": \"r2\"}"));

        JsonNode first = CONTRACT.keeps("GET", "/tasks", api.get("/tasks?limit=3")).json();
        assertThat(ids(first)).containsExactly(id(task), steps.get(3), steps.get(2));
        Api.Answer second = api.get("/tasks?limit=2&after=" + steps.get(2));
        assertThat(ids(second.json())).containsExactly(steps.get(1), steps.get(0));
        assertThat(ids(api.get("/tasks?limit=2&page=2").json())).containsExactly(steps.get(2), steps.get(1));
        assertThat(CONTRACT.keeps("GET", "/tasks/x", api.get("/tasks/" + steps.get(2))).json().get("kind").asText())
                .isEqualTo("video");

        assertThat(ids(api.get("/jobs?limit=100").json())).contains(job).allMatch(id -> id.startsWith("job_"));
        assertThat(api.get("/jobs?limit=1").json().get(0).get("id").asText()).isEqualTo(job);
    }

    @Test
    void theJobBehindATaskCannotBeSeenOrCancelled() throws IOException {
        JsonNode task = create("probe", "\"%s\"".formatted(S3_INPUT), "{\"connection_id\": \"r2\"}");
        succeeded(task);
        String hidden = jdbi().withHandle(handle -> handle.createQuery("select id from jobs where task_id = :id")
                .bind("id", id(task)).mapTo(String.class).one());
        assertThat(api.get("/jobs/" + hidden).json().get("kind").asText()).isEqualTo("job_not_found");
        assertThat(api.post("/jobs/" + hidden + "/cancel", "").json().get("kind").asText()).isEqualTo("job_not_found");
    }

    @Test
    void aTaskThatIsSentTwiceWithOneKeyIsTakenOnce() {
        String body = "{\"kind\": \"probe\", \"input\": \"%s\", \"options\": {\"connection_id\": \"r2\"}}".formatted(S3_INPUT);
        Api.Answer first = sendWithKey(body);
        Api.Answer second = CONTRACT.keeps("POST", "/tasks", sendWithKey(body));
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
        succeeded(first.json());
    }

    private static Api.Answer sendWithKey(String body) {
        return api.send(api.request("/tasks").header("Content-Type", "application/json")
                .header("Idempotency-Key", "once").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void aConnectionThatATaskUsesStays() {
        api.connect("used", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
        String task;
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT).next(1).stall()) {
            task = id(create("probe", "\"%s\"".formatted(S3_INPUT), "{\"connection_id\": \"used\"}"));
            stall.awaitStruck(1, SOON);
            Api.Answer answer = api.delete("/connections/used");
            assertThat(answer.json().get("kind").asText()).isEqualTo("connection_in_use");
            assertThat(answer.json().get("message").asText()).contains(task);
        }
        finished(task);
        assertThat(api.delete("/connections/used").status()).isEqualTo(200);
    }

    @Test
    void theGeneratedPythonClientOfTheServiceWorks() throws IOException {
        create("probe", "\"%s\"".formatted(S3_INPUT), "{\"connection_id\": \"r2\"}");
        JsonNode imported = succeeded(create("import", "\"%s\"".formatted(S3_INPUT), "{\"connection_id\": \"r2\"}"));
        JsonNode seen = JSON.readTree(run("python3", "src/test/resources/clients/tasks.py", node.url().toString(),
                Node.KEY, imported.at("/output/url").asText()));
        assertThat(seen.at("/created/status").asText()).isEqualTo("waiting");
        assertThat(seen.at("/done/status").asText()).isEqualTo("succeeded");
        assertThat(seen.at("/done/output/width").asInt()).isEqualTo(64);
        assertThat(seen.at("/listed/0/id")).isEqualTo(seen.at("/created/id"));
        assertThat(seen.at("/older/0/id").asText()).isEqualTo(id(imported));
        assertThat(seen.at("/refused").asText()).contains("404", "task_not_found");
    }

    @Test
    void theExamplesOfTheGuideDoWhatItSays() throws IOException {
        Doc guide = Doc.of("docs/tasks.md");
        JsonNode probe = JSON.readTree(run("bash", "-c", here(guide.block("sh", "## One step on its own"))));
        assertThat(succeeded(probe).at("/output/format").asText()).isEqualTo("mov");

        assertThat(run("python3", "-c", here(guide.block("python", "Import a file")))).startsWith(
                "s3://my-r2-bucket/small/video.mp4 320 1");
        assertThat(Samples.picture(r2.object("my-r2-bucket", "small/video.mp4").orElseThrow().path()))
                .containsExactly("h264", "320", "180");

        JsonNode job = JSON.readTree(run("bash", "-c", here(guide.block("sh", "## What a job would run"))));
        assertThat(job.at("/tasks/2/commands/0").toString()).contains("file:input", "file:out/video.mp4");
    }

    /** The same example, for the server of this test. */
    private static String here(String example) {
        return example.replace("http://localhost:8080", node.url().toString());
    }

    /** What a client prints. */
    private static String run(String... command) throws IOException {
        Path output = Files.createTempFile(folder, "client", ".out");
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile());
        builder.environment().put("ITTYBIT_API_KEY", Node.KEY);
        Process client = builder.start();
        assertThat(client.onExit().orTimeout(5, TimeUnit.MINUTES).join().exitValue()).isZero();
        return Files.readString(output);
    }

    private static JsonNode create(String kind, String input, String options) {
        String body = "{\"kind\": \"%s\", \"input\": %s, \"options\": %s}".formatted(kind, input, options);
        Api.Answer answer = CONTRACT.keeps("POST", "/tasks", api.post("/tasks", body));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.json();
    }

    private static JsonNode succeeded(JsonNode task) {
        JsonNode done = finished(id(task));
        assertThat(done.get("status").asText()).as("%s", done).isEqualTo("succeeded");
        return done;
    }

    private static JsonNode finished(String id) {
        return Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(
                () -> CONTRACT.keeps("GET", "/tasks/x", api.get("/tasks/" + id)).json(),
                task -> FINAL.contains(task.path("status").asText()));
    }

    private static Path download(JsonNode task) {
        // The public URL names localhost; the tests' server listens on 127.0.0.1.
        Path file = folder.resolve(id(task) + ".mp4");
        api.download(task.at("/output/url").asText().replace(node.publicUrl(), node.url().toString()), file);
        return file;
    }

    private static Path published(JsonNode task) {
        return node.data().resolve("cdn").resolve(id(task));
    }

    private static Jdbi jdbi() {
        return node.tables();
    }

    private static String id(JsonNode task) {
        return task.get("id").asText();
    }

    private static List<String> ids(JsonNode list) {
        var ids = new ArrayList<String>();
        list.forEach(item -> ids.add(id(item)));
        return ids;
    }

    private static Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
