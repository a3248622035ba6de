package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local files go to the server before the job that reads them. */
class FileUploadsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "upload_01JTEST0000000000000000001";
    private static final String TUS = "{\"id\": \"" + ID + "\", \"object\": \"upload\", \"method\": \"tus\"}";
    private static final String PART = "/uploads/" + ID;

    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path folder;

    @BeforeEach
    void script() throws IOException {
        Files.writeString(folder.resolve("clip.mov"), "0123456789");
        Files.writeString(folder.resolve("logo.png"), "a picture");
        server.on("POST /uploads", 201, TUS).on("POST /jobs", 201, Jobs.succeeded("s3://b/k")).on("DELETE " + PART, 200, TUS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ScriptedServer.Answer at(int status, long offset) {
        return new ScriptedServer.Answer(status, "", Optional.empty(), Map.of("Upload-Offset", Long.toString(offset)));
    }

    private CliRun.Result run(String... args) {
        return CliRun.against(server).in(folder).run(args);
    }

    private JsonNode sent(String request) throws IOException {
        return JSON.readTree(server.request(request).body());
    }

    @Test
    void theFileIsSentAndTheJobNamesItsUpload() throws IOException {
        server.on("PATCH " + PART, at(204, 10));
        CliRun.Result result = run("video", "-i", "clip.mov", "--json");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(sent("POST /uploads").get("filename").asText()).isEqualTo("clip.mov");
        assertThat(sent("POST /uploads").get("size").asInt()).isEqualTo(10);
        assertThat(server.request("PATCH " + PART).body()).isEqualTo("0123456789");
        assertThat(server.request("PATCH " + PART).header("Upload-Offset")).contains("0");
        assertThat(server.request("PATCH " + PART).header("Tus-Resumable")).contains("1.0.0");
        assertThat(sent("POST /jobs").get("input").asText()).isEqualTo(ID);
        JsonNode first = JSON.readTree(result.lines().get(0));
        assertThat(first.get("stage").asText()).isEqualTo("upload");
        assertThat(first.get("id").asText()).isEqualTo(ID);
        assertThat(server.requests()).noneMatch(request -> request.method().equals("DELETE"));
    }

    @Test
    void aFileBesideTheInputIsSentToo() throws IOException {
        String other = "upload_01JTEST0000000000000000002";
        server.on("POST /uploads", 201, TUS.replace(ID, other));
        server.on("PATCH " + PART, at(204, 10)).on("PATCH /uploads/" + other, at(204, 9));
        assertThat(run("video", "-i", "clip.mov", "--watermark-url", "logo.png", "-o", "s3://b/k.mp4").code()).isZero();
        JsonNode job = sent("POST /jobs");
        assertThat(List.of(job.get("input").asText(), job.at("/options/watermark/url").asText())).containsExactly(ID, other);
    }

    /** The key of a job is also that of its files: what the first try has sent is neither sent again nor removed. */
    @Test
    void withAKeyASecondTrySendsTheRestAndNamesTheSameUpload() throws IOException {
        server.on("PATCH " + PART, at(204, 10)).on("POST /uploads", 200, TUS.replace("}", ", \"offset\": 4, \"status\": \"waiting\"}"))
                .on("POST /uploads", 200, TUS.replace("}", ", \"offset\": 10, \"status\": \"complete\"}"));
        assertThat(run("video", "-i", "clip.mov", "--idempotency-key", "order 7").code()).isZero();
        assertThat(run("video", "-i", "clip.mov", "--idempotency-key", "order 7").code()).isZero();
        assertThat(run("video", "-i", "clip.mov", "--idempotency-key", "order 7").code()).isZero();
        List<ScriptedServer.Request> announced = requests("POST", "/uploads");
        assertThat(announced).extracting(r -> r.header("Idempotency-Key").orElse("none")).allMatch(key -> key.matches("file-[0-9a-f]{64}"))
                .containsOnly(announced.get(0).header("Idempotency-Key").orElseThrow());
        assertThat(requests("PATCH", PART)).extracting(ScriptedServer.Request::body).containsExactly("0123456789", "456789");
        assertThat(requests("POST", "/jobs")).extracting(ScriptedServer.Request::body).hasSize(3).containsOnly(
                requests("POST", "/jobs").get(0).body());

        Files.writeString(folder.resolve("clip.mov"), "9876543210");
        Files.setLastModifiedTime(folder.resolve("clip.mov"), FileTime.from(Instant.EPOCH));
        run("video", "-i", "clip.mov", "--idempotency-key", "order 7");
        run("video", "-i", "clip.mov", "--idempotency-key", "order 8");
        run("video", "-i", "clip.mov");
        assertThat(requests("POST", "/uploads").subList(2, 6)).extracting(r -> r.header("Idempotency-Key").orElse("none"))
                .as("another file, and another key").doesNotHaveDuplicates().endsWith("none");
    }

    @Test
    void withAKeyWhatWasSentStaysForTheNextTryUnlessItIsRefused() {
        try (var failing = new ScriptedServer()) {
            failing.on("POST /uploads", 201, TUS).on("PATCH " + PART, at(204, 10)).on("DELETE " + PART, 200, TUS)
                    .on("POST /jobs", 503, "{\"kind\": \"unavailable\", \"message\": \"Not now.\"}")
                    .on("POST /jobs", 400, "{\"kind\": \"invalid_input\", \"message\": \"No.\"}");
            CliRun.against(failing).in(folder).run("video", "-i", "clip.mov", "--idempotency-key", "k");
            assertThat(failing.requests()).noneMatch(request -> request.toString().equals("DELETE " + PART));
            CliRun.against(failing).in(folder).run("video", "-i", "clip.mov", "--idempotency-key", "k");
            assertThat(failing.requests()).anyMatch(request -> request.toString().equals("DELETE " + PART));
        }
        try (var known = new ScriptedServer()) {
            known.on("POST /uploads", 200, TUS.replace("}", ", \"status\": \"complete\"}")).on("DELETE " + PART, 200, TUS)
                    .on("POST /jobs", 422, "{\"kind\": \"idempotency_mismatch\", \"message\": \"No.\"}");
            assertThat(CliRun.against(known).in(folder).run("video", "-i", "clip.mov", "--idempotency-key", "k").code()).isEqualTo(2);
            assertThat(known.requests()).as("the first job may read it").noneMatch(request -> request.method().equals("DELETE"));
        }
    }

    private List<ScriptedServer.Request> requests(String method, String path) {
        return server.requests().stream().filter(request -> request.toString().equals(method + " " + path)).toList();
    }

    @Test
    void filesThatAreJoinedAreAllSent() throws IOException {
        String other = "upload_01JTEST0000000000000000002";
        server.on("POST /uploads", 201, TUS.replace(ID, other));
        server.on("PATCH " + PART, at(204, 10)).on("PATCH /uploads/" + other, at(204, 9));
        assertThat(run("video", "-i", "clip.mov", "-i", "logo.png", "-i", "s3://b/k", "-o", "s3://b/k.mp4").code()).isZero();
        assertThat(sent("POST /jobs").get("inputs").findValuesAsText("url")).containsExactly(ID, other, "s3://b/k");
    }

    @Test
    void itGoesOnWhereTheServerIsAfterABrokenConnection() {
        server.on("PATCH " + PART, new ScriptedServer.Answer(0, "", Optional.empty(), Map.of()))
                .on("PATCH " + PART, new ScriptedServer.Answer(503, "{\"message\": \"full\"}", Optional.empty(), Map.of()))
                .on("PATCH " + PART, new ScriptedServer.Answer(409, "{\"message\": \"elsewhere\"}", Optional.empty(), Map.of()))
                .on("PATCH " + PART, at(204, 10));
        server.on("HEAD " + PART, at(200, 3)).on("HEAD " + PART, at(200, 4)).on("HEAD " + PART, at(200, 6));
        CliRun.Result result = run("video", "-i", "clip.mov");
        assertThat(result.code()).as(result.err()).isZero();
        List<ScriptedServer.Request> parts = server.requests().stream().filter(r -> r.method().equals("PATCH")).toList();
        assertThat(parts).extracting(r -> r.header("Upload-Offset").orElse("")).containsExactly("0", "3", "4", "6");
        assertThat(parts.get(3).body()).isEqualTo("6789");
    }

    @Test
    void aServerThatTakesNothingIsGivenUp() {
        server.on("PATCH " + PART, new ScriptedServer.Answer(503, "{\"message\": \"The disk is full.\"}", Optional.empty(), Map.of()))
                .on("HEAD " + PART, at(200, 0));
        CliRun.Result result = run("video", "-i", "clip.mov");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("The disk is full.");
        assertThat(server.requests()).anyMatch(request -> request.toString().equals("DELETE " + PART));
    }

    @Test
    void aServerThatMiscountsIsNotAskedForever() {
        server.on("PATCH " + PART, at(204, 9));
        CliRun.Result result = run("video", "-i", "clip.mov");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("The server has 9 bytes of the file after 10 were sent");
    }

    @Test
    void whatIsRefusedIsRemoved() {
        server.on("PATCH " + PART, at(204, 10));
        try (var refusing = new ScriptedServer()) {
            refusing.on("POST /uploads", 201, TUS).on("PATCH " + PART, at(204, 10)).on("DELETE " + PART, 200, TUS)
                    .on("POST /jobs", 400, "{\"kind\": \"invalid_input\", \"message\": \"No.\"}");
            CliRun.Result result = CliRun.against(refusing).in(folder).run("video", "-i", "clip.mov");
            assertThat(result.code()).isEqualTo(2);
            assertThat(refusing.requests()).anyMatch(request -> request.toString().equals("DELETE " + PART));
        }
    }

    @Test
    void ctrlCWhileItIsSentRemovesIt() {
        server.on("PATCH " + PART, new ScriptedServer.Answer(503, "{\"message\": \"full\"}", Optional.empty(), Map.of()))
                .on("HEAD " + PART, at(200, 0));
        CliRun run = CliRun.against(server).in(folder);
        CliRun.Result result = run.onPause(count -> run.pressCtrlC()).run("video", "-i", "clip.mov");
        assertThat(result.code()).isEqualTo(130);
        assertThat(server.requests()).anyMatch(request -> request.toString().equals("DELETE " + PART))
                .noneMatch(request -> request.toString().equals("POST /jobs"));
    }

    @Test
    void jobsCreateAndTasksSendTheirFilesToo() throws IOException {
        server.on("PATCH " + PART, at(204, 10)).on("POST /tasks", 201, """
                {"id": "task_01JTEST0000000000000000001", "object": "task", "kind": "probe", "status": "succeeded",
                 "progress": 100, "error": null, "output": {"url": "x"}}""");
        assertThat(run("jobs", "create", "--body", "{\"kind\": \"video\", \"input\": \"clip.mov\"}").code()).isZero();
        assertThat(sent("POST /jobs").get("input").asText()).isEqualTo(ID);
        server.requests().clear();
        assertThat(CliRun.against(server).in(folder).typing("{\"kind\": \"video\", \"input\": \"clip.mov\"}")
                .run("jobs", "create", "--body", "-").code()).isZero();
        assertThat(sent("POST /jobs").get("input").asText()).isEqualTo(ID);
        assertThat(run("task", "probe", "-i", "clip.mov").code()).isZero();
        assertThat(sent("POST /tasks").at("/input/url").asText()).isEqualTo(ID);
        for (String url : List.of("clip.mov", "file://clip.mov", folder.resolve("clip.mov").toUri().toString())) {
            server.requests().clear();
            assertThat(run("task", "video", "-i", "{\"object\": \"file\", \"url\": \"" + url + "\"}", "--width", "64").code()).isZero();
            assertThat(sent("POST /tasks").at("/input/url").asText()).as(url).isEqualTo(ID);
        }
        assertThat(run("task", "video", "-i", "{\"url\": \"file://no.mov\"}").err()).contains("there is no file " + folder.resolve("no.mov"));
        assertThat(run("task", "video", "-i", "file://clip.mov").err()).contains("processed here with --local");
        assertThat(run("jobs", "create", "--body", "{\"kind\": \"video\", \"input\": \"file://clip.mov\"}").err())
                .contains("processed here with --local");
        assertThat(run("jobs", "create", "--body", "{\"kind\": \"video\", \"input\": \"no.mov\"}").err())
                .contains("there is no file " + folder.resolve("no.mov"));
    }

    @Test
    void anEmptyFileAndAFolderAreRefusedBeforeAnythingIsSent() throws IOException {
        Files.createFile(folder.resolve("empty.mov"));
        assertThat(run("video", "-i", "empty.mov").err()).contains("empty.mov is empty");
        assertThat(run("video", "-i", "clip.mov", "--watermark-url", "no.png").err()).contains("--watermark-url: there is no file");
        assertThat(run("video", "-i", ".").err()).contains("there is no file");
        assertThat(run("video", "-i", "clip.mov", "-o", "clip.mov").err()).contains("is the input");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anUploadThatIsThereAlreadyIsNamedAsItIs() throws IOException {
        assertThat(run("video", "-i", ID).code()).isZero();
        assertThat(sent("POST /jobs").get("input").asText()).isEqualTo(ID);
    }

    @Test
    void aBucketGetsTheFileWithoutTheKey() throws IOException {
        try (var store = new ScriptedServer()) {
            store.on("PUT /b/1?sig", 200, "").on("PUT /b/2?sig", 503, "").on("PUT /b/2?sig", 200, "");
            try (var api = new ScriptedServer()) {
                String put = "{\"id\": \"%s\", \"method\": \"multipart\", \"url\": null, \"headers\": {}, \"parts\": [".formatted(ID)
                        + "{\"number\": 1, \"offset\": 0, \"size\": 6, \"url\": \"%s/b/1?sig\"},".formatted(store.url())
                        + "{\"number\": 2, \"offset\": 6, \"size\": 4, \"url\": \"%s/b/2?sig\"}]}".formatted(store.url());
                api.on("POST /uploads", 201, put).on("POST " + PART + "/complete", 200, put)
                        .on("POST /jobs", 201, Jobs.succeeded("s3://b/k"));
                CliRun.Result result = CliRun.against(api).in(folder).run("video", "-i", "clip.mov", "--debug");
                assertThat(result.code()).as(result.err()).isZero();
                assertThat(result.err()).doesNotContain("sig");
            }
            assertThat(store.requests()).extracting(ScriptedServer.Request::body).containsExactly("012345", "6789", "6789");
            assertThat(store.requests()).allMatch(request -> request.authorization().isEmpty());
        }
    }
}
