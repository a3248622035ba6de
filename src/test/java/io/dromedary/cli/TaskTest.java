package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code task}: one step on its own, from its creation to its output. */
class TaskTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "task_01JTEST0000000000000000001";
    private static final String GET = "GET /tasks/" + ID;
    private static final String PROBED = "{\"object\": \"file\", \"format\": \"mp4\", \"width\": 640, \"title\": \"\\u001b[2J\"}";

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aProbeOfAUrlIsFollowedAndItsFindingsArePrinted() throws Exception {
        server.on("POST /tasks", 201, task("waiting", "null"))
                .on(GET, 200, task("processing", "null")).on(GET, 200, task("succeeded", PROBED));

        CliRun.Result result = CliRun.against(server).run("task", "probe", "-i", "https://example.com/a.mp4");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(sent()).isEqualTo(JSON.readTree("""
                {"kind": "probe", "input": {"url": "https://example.com/a.mp4"}}"""));
        assertThat(result.lines()).hasSize(3);
        assertThat(JSON.readTree(result.lines().get(1)).get("stage").asText()).isEqualTo("probe");
        assertThat(JSON.readTree(result.lines().get(2)).at("/output/width").asInt()).isEqualTo(640);
    }

    @Test
    void peopleGetTheOutputAloneAndNothingThatSteersTheirTerminal() {
        server.on("POST /tasks", 201, task("succeeded", PROBED));
        CliRun.Result result = CliRun.against(server).onTerminal().run("task", "probe", "-i", "s3://b/k");
        assertThat(result.out()).contains("\"width\" : 640", "\\u001B[2J").doesNotContain("\u001b[2J");
    }

    @Test
    void theInputIsTakenWithoutItsFlag() throws Exception {
        server.on("POST /tasks", 201, task("succeeded", PROBED));
        CliRun.Result result = CliRun.against(server).run("task", "probe", "https://example.com/a.mp4");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(sent().at("/input/url").asText()).isEqualTo("https://example.com/a.mp4");
        assertThat(JSON.readTree(result.out()).at("/output/width").asInt()).isEqualTo(640);
        assertThat(CliRun.against(server).run("task", "probe", "s3://b/k", "-i", "s3://b/l").err()).contains("There are two inputs");
    }

    @Test
    void inputAndOptionsAreTakenAsJson() throws Exception {
        server.on("POST /tasks", 201, task("succeeded", "{\"url\": \"https://cdn.example.com/a.mp4\"}"));

        CliRun.Result result = CliRun.against(server).with("ITTYBIT_CONNECTION", "usual").run("task", "adaptive", "-q",
                "-i", "{\"url\": \"s3://b/k\", \"object\": \"file\"}", "--options", "{\"width\": 640}");

        assertThat(sent()).isEqualTo(JSON.readTree("""
                {"kind": "adaptive_video", "input": {"url": "s3://b/k", "object": "file"},
                 "options": {"width": 640, "connection_id": "usual"}}"""));
        assertThat(result.out()).isEqualTo("https://cdn.example.com/a.mp4\n");
    }

    @Test
    void eachOptionOfAKindIsAFlagAndOverridesTheJson() throws Exception {
        server.on("POST /tasks", 201, task("succeeded", "{}"));
        CliRun.Result result = CliRun.against(server).run("task", "video", "-i", "{\"url\": \"s3://b/k\", \"kind\": \"video\"}",
                "--width", "640", "--mute", "--options", "{\"width\": 320, \"fps\": 10}", "--connection", "mine",
                "-o", "s3://b/out.mp4");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(sent()).isEqualTo(JSON.readTree("""
                {"kind": "video", "input": {"url": "s3://b/k", "kind": "video"}, "output": "s3://b/out.mp4",
                 "options": {"width": 640, "fps": 10, "mute": true, "connection_id": "mine"}}"""));
        assertThat(CliRun.against(server).run("task", "image", "--help").out()).contains("--interval", "--format");
        assertThat(CliRun.against(server).run("step", "probe", "-i", "s3://b/k", "--cloud").code()).as("of older pages").isZero();
        assertThat(CliRun.against(server).run("tasks", "create", "--body", "{\"kind\": \"probe\"}").code()).isZero();
    }

    @Test
    void theResultIsSavedUnderANameThatChoosesItsFormat(@TempDir Path folder) throws Exception {
        server.on("POST /tasks", 201, task("succeeded", "{\"url\": \"%s/cdn/t/a.webp\"}".formatted(server.url())))
                .on("GET /cdn/t/a.webp", 200, "the bytes");
        CliRun.Result result = CliRun.against(server).in(folder).run("task", "image", "https://example.com/a.mp4",
                "--start", "5", "-o", "poster.webp");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(sent().at("/options/format").asText()).isEqualTo("webp");
        assertThat(folder.resolve("poster.webp")).hasContent("the bytes");
    }

    @Test
    void anExportGoesToTheBucketThatItsOutputNames() throws Exception {
        server.on("POST /tasks", 201, task("succeeded", "{}"));
        CliRun.against(server).run("task", "export", "-i", "{\"url\": \"https://example.com/a.mp4\"}", "-o", "s3://b/out.mp4");
        assertThat(sent().at("/options/url").asText()).isEqualTo("s3://b/out.mp4");
        assertThat(CliRun.against(server).run("task", "export", "-i", "s3://b/k", "-o", "a.mp4").err()).contains("takes s3://");
        assertThat(CliRun.against(server).run("task", "probe", "-i", "s3://b/k", "-o", "a.mp4").err()).contains("makes no file");
    }

    @Test
    void argumentsOfFfmpegAreRefusedWithTheOptionsThatDoTheSame() {
        CliRun.Result result = CliRun.against(server).run("ffmpeg", "-i", "a.mov", "-ss", "5", "-an", "b.mp4");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("are not taken", "-ss is --start", "-an is --mute");
        assertThat(CliRun.against(server).run("ffmpeg").err()).contains("video --help");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theInputCanBeAnotherTasksOutputOnStandardInput() throws Exception {
        server.on("POST /tasks", 201, task("succeeded", "{}"));
        CliRun.against(server).typing("{\"url\": \"s3://b/k\"}\n").run("task", "export", "-i", "-",
                "--options", "{\"url\": \"s3://b/out\"}", "--connection", "mine");
        assertThat(sent()).isEqualTo(JSON.readTree("""
                {"kind": "export", "input": {"url": "s3://b/k"},
                 "options": {"url": "s3://b/out", "connection_id": "mine"}}"""));
    }

    @Test
    void aFailedTaskIs1AndItsReasonIsTold() {
        server.on("POST /tasks", 201, """
                {"id": "%s", "object": "task", "kind": "probe", "status": "failed", "output": null,
                 "error": {"kind": "input_not_found", "message": "There is nothing there."}}""".formatted(ID));
        CliRun.Result result = CliRun.against(server).run("task", "probe", "-i", "s3://b/k");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(": " + ID + " failed: There is nothing there. (input_not_found)");
    }

    @Test
    void oneThatIsNotWaitedForCanBeFollowedLater() {
        server.on("POST /tasks", 201, task("waiting", "null")).on(GET, 200, task("succeeded", PROBED));
        assertThat(CliRun.against(server).onTerminal().run("task", "probe", "-i", "s3://b/k", "--async").out())
                .contains("`ittybit task watch " + ID + "`");
        assertThat(CliRun.against(server).onTerminal().run("task", "watch", ID).out()).contains("\"width\" : 640");
    }

    @Test
    void whatIsNoJsonIsToldWithItsPlace() {
        for (String[] wrong : new String[][] {{"{\"url\": }", "line 1, column"}, {"{} {}", "is not JSON"}, {"a.mp4", "there is no file"}}) {
            CliRun.Result result = CliRun.against(server).run("task", "probe", "-i", wrong[0]);
            assertThat(result.code()).as(wrong[0]).isEqualTo(2);
            assertThat(result.err()).contains("--input", wrong[1]);
        }
        assertThat(CliRun.against(server).run("task", "probe", "-i", "s3://b/k", "--options", "[1]").err())
                .contains("--options takes a JSON object");
        assertThat(CliRun.against(server).run("task").err()).contains("Name the kind of the task and its input");
        assertThat(server.requests()).isEmpty();
    }

    private JsonNode sent() throws Exception {
        return JSON.readTree(server.request("POST /tasks").body());
    }

    private static String task(String status, String output) {
        return """
                {"id": "%s", "object": "task", "kind": "probe", "status": "%s", "progress": 0, "error": null, "output": %s}"""
                .formatted(ID, status, output);
    }
}
