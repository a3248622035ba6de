package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A terminal gets tables, a pipe gets JSON Lines, --quiet gets names only. */
class OutputTest {
    private static final String CONNECTIONS = """
            [{"id": "conn_1", "name": "my-r2", "kind": "s3", "region": "auto", "is_default": true, "created_at": 1700000000000,
              "endpoint": "https://e"},
             {"id": "conn_22", "name": "a-longer-name", "kind": "s3", "region": "eu", "is_default": false,
              "created_at": 1700000000000, "endpoint": "https://f"}]""";

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void connectionsAreATableOnATerminal() {
        server.on("GET /connections?limit=100", 200, CONNECTIONS);
        CliRun.Result result = CliRun.against(server).onTerminal().run("connections", "list");

        assertThat(result.lines()).hasSize(3);
        assertThat(result.lines().get(0)).startsWith("NAME           KIND  REGION  DEFAULT  CREATED");
        assertThat(result.lines().get(1)).startsWith("my-r2          s3    auto    yes      20");
        assertThat(result.lines().get(2)).startsWith("a-longer-name  s3    eu               20").endsWith("conn_22  https://f");
    }

    @Test
    void connectionsAreJsonLinesInAPipeAndNamesWhenQuiet() throws Exception {
        server.on("GET /connections?limit=100", 200, CONNECTIONS);

        CliRun.Result piped = CliRun.against(server).run("connections", "list");
        assertThat(piped.lines()).hasSize(2);
        assertThat(new ObjectMapper().readTree(piped.lines().get(1)).get("name").asText()).isEqualTo("a-longer-name");
        assertThat(CliRun.against(server).run("-q", "connections", "list").lines()).containsExactly("my-r2", "a-longer-name");
        assertThat(CliRun.against(server).run("connections", "list", "--tty").out()).startsWith("NAME");
        assertThat(CliRun.against(server).onTerminal().run("connections", "list", "--json").out()).startsWith("{");
    }

    @Test
    void jobsPassTheirFiltersOnAndTellOfMore() {
        server.on("GET /jobs?kind=video&status=failed&limit=1&after=job_9", new ScriptedServer.Answer(200,
                "[" + Jobs.failed("x", "y") + "]", Optional.empty(), Map.of("Has-More", "true")));

        CliRun.Result result = CliRun.against(server).onTerminal()
                .run("jobs", "--kind", "video", "--status", "failed", "--limit", "1", "--after", "job_9");

        assertThat(result.lines().get(0)).startsWith("ID ").endsWith("INPUT");
        assertThat(result.lines().get(1)).isEqualTo(Jobs.ID + "  video  failed  40%   s3://my-r2-bu..ds/video.mov");
        assertThat(result.err()).contains("--after " + Jobs.ID);
    }

    @Test
    void aTableIsCutToTheTerminalButNotItsIds() {
        server.on("GET /jobs", 200, "[" + Jobs.failed("x", "y") + "]").on("GET /connections?limit=100", 200, CONNECTIONS);
        assertThat(CliRun.against(server).wide(60).run("jobs").lines()).containsExactly(
                "ID                              STATUS  INPUT", Jobs.ID + "  failed  s3://my-r..video.mov");
        assertThat(CliRun.against(server).wide(120).run("jobs").lines().get(1))
                .startsWith(Jobs.ID + "  video  failed  40%   20").endsWith("s3://my-r2-bucket/uploads/video.mov");
        assertThat(CliRun.against(server).run("jobs", "--tty").lines().get(1)).as("nobody's terminal is too narrow for a file")
                .endsWith("s3://my-r2-bucket/uploads/video.mov");
        for (int width : new int[] {20, 40, 60, 80, 100}) {
            assertThat(CliRun.against(server).wide(width).run("connections").lines()).hasSize(3)
                    .allMatch(line -> line.length() <= width, "fits into " + width);
        }
        assertThat(CliRun.against(server).wide(40).run("connections").lines().get(0)).startsWith("NAME           ")
                .doesNotContain("CREATED").doesNotContain("ID ");
    }

    @Test
    void whatToDoIsWrappedInsteadOfCut() {
        server.on("GET /health", 503, """
                {"status": "DOWN", "checks": {"storage": {"status": "DOWN", "message": "The disk of the folder of results is full."}}}""");
        assertThat(CliRun.against(server).wide(40).run("health").lines()).contains(
                "storage  failed  The disk of the folder", "                 of results is full.");
    }

    @Test
    void whatHasAListShowsItWithoutAnotherWord() {
        server.on("GET /connections?limit=100", 200, CONNECTIONS).on("GET /connections?limit=2&after=conn_9", 200, CONNECTIONS);
        assertThat(CliRun.against(server).run("connections", "-q").lines()).containsExactly("my-r2", "a-longer-name");
        assertThat(CliRun.against(server).run("connections", "--limit", "2", "--after", "conn_9").lines()).hasSize(2);
        assertThat(CliRun.against(server).run("connections", "list", "--limit", "2", "--after", "conn_9").lines()).hasSize(2);
    }

    @Test
    void tasksAreListedAndOneIsShown() {
        String task = """
                {"id": "task_1", "object": "task", "kind": "probe", "status": "waiting", "progress": 0, "created_at": 1700000000000,
                 "input": {"url": "s3://b/k"}, "output": null, "options": {}, "error": null, "node": null,
                 "last_error": {"kind": "input_unreachable", "message": "The host x is not known. GET /jobs lists them."},
                 "next_attempt_at": 1700000010000}""";
        server.on("GET /tasks?limit=1&after=task_2", new ScriptedServer.Answer(200, "[" + task + "]", Optional.empty(),
                Map.of("Has-More", "true"))).on("GET /tasks", 200, "[" + task + "]").on("GET /tasks/task_1", 200, task);
        CliRun.Result listed = CliRun.against(server).wide(120).run("tasks", "--limit", "1", "--after", "task_2");
        assertThat(listed.lines().get(1)).startsWith("task_1  probe  waiting  0%    20").endsWith("s3://b/k");
        assertThat(listed.err()).contains("--after task_1");
        assertThat(CliRun.against(server).run("tasks", "list", "-q").out()).isEqualTo("task_1\n");
        assertThat(CliRun.against(server).onTerminal().run("tasks", "task_1").out()).contains("status     waiting",
                "last error The host x is not known. `ittybit jobs` lists them. (input_unreachable)", "tried      again 20");
        assertThat(CliRun.against(server).run("tasks", "show", "task_1").lines()).hasSize(1);
    }

    @Test
    void whatIsNotGivenOfAConnectionStaysAsItIs() throws Exception {
        server.on("PATCH /connections/my-r2", 200, "{\"id\": \"conn_1\", \"name\": \"archive\"}");
        assertThat(CliRun.against(server).onTerminal().typing("new").run("connections", "update", "my-r2", "--name", "archive",
                "--secret-access-key", "-", "--default", "false").out()).isEqualTo("Connection archive is changed (conn_1).\n");
        assertThat(new ObjectMapper().readTree(server.request("PATCH /connections/my-r2").body())).isEqualTo(new ObjectMapper()
                .readTree("{\"name\": \"archive\", \"secret_access_key\": \"new\", \"is_default\": false}"));
        CliRun.Result nothing = CliRun.against(server).run("connections", "update", "my-r2");
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).contains("Say what to change");
        assertThat(CliRun.against(server).run("connections", "update", "my-r2", "--default", "--debug", "--secret-access-key=SECRET")
                .err()).contains("\"is_default\":true").doesNotContain("SECRET");
    }

    @Test
    void noJobsIsASentenceForPeopleAndNothingInAPipe() {
        server.on("GET /jobs", 200, "[]");
        assertThat(CliRun.against(server).onTerminal().run("jobs").err()).isEqualTo("No such jobs.\n");
        assertThat(CliRun.against(server).run("jobs").out()).isEmpty();
    }

    @Test
    void oneJobIsShown() {
        server.on("GET /jobs/" + Jobs.ID, 200, Jobs.failed("input_corrupt", "It ends in the middle."));
        CliRun.Result result = CliRun.against(server).onTerminal().run("jobs", Jobs.ID);
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("status     failed", "error      It ends in the middle. (input_corrupt)");
        assertThat(CliRun.against(server).run("jobs", Jobs.ID).lines()).hasSize(1);
    }

    @Test
    void aJobIsCancelled() {
        server.on("POST /jobs/" + Jobs.ID + "/cancel", 200, Jobs.cancelled());
        assertThat(CliRun.against(server).onTerminal().run("jobs", "cancel", Jobs.ID).out())
                .isEqualTo("Job " + Jobs.ID + " is cancelled.\n");
    }

    @Test
    void aCheckSaysWhatAConnectionMayDoAndWhatToDoAboutTheRest() throws Exception {
        server.on("POST /connections/my-r2/check", 200, """
                {"object": "connection_check", "ok": false, "list": {"ok": true, "message": "ok"},
                 "read": {"ok": true, "message": "ok"}, "write": {"ok": false, "message": "Give the token Object Write."}}""");
        CliRun.Result result = CliRun.against(server).onTerminal()
                .run("connections", "check", "my-r2", "my-bucket", "--prefix", "out/", "--write");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.lines()).containsExactly("PERMISSION  RESULT", "list        ok", "read        ok",
                "write       no      Give the token Object Write.");
        assertThat(new ObjectMapper().readTree(server.request("POST /connections/my-r2/check").body()))
                .isEqualTo(new ObjectMapper().readTree("{\"bucket\": \"my-bucket\", \"prefix\": \"out/\", \"write\": true}"));
    }

    @Test
    void aConnectionsNameIsEscapedInThePath() {
        server.on("DELETE /connections/a%2Fb%20c", 200, "{\"id\": \"conn_1\"}");
        assertThat(CliRun.against(server).run("connections", "delete", "a/b c").code()).isZero();
    }

    @Test
    void healthNamesEachCheckAndNeedsNoKey() {
        server.on("GET /health", 503, """
                {"status": "DOWN", "checks": {"ffmpeg": {"status": "UP", "message": "7.1"},
                 "storage": {"status": "DOWN", "message": "The disk is full."}}}""");

        CliRun.Result result = CliRun.against(server).without("ITTYBIT_API_KEY").onTerminal().run("health");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.lines()).contains("ffmpeg   ok      7.1", "storage  failed  The disk is full.");
        assertThat(server.request("GET /health").authorization()).isEmpty();
    }

    @Test
    void aHealthyServerIs0() {
        server.on("GET /health", 200, "{\"status\": \"UP\", \"checks\": {}}");
        assertThat(CliRun.against(server).run("health").code()).isZero();
    }

    @Test
    void aServersTextCannotSteerTheTerminal() {
        server.on("GET /jobs", 200, "[{\"id\": \"job_1\", \"input\": \"s3://b/\\u001b[2Jk\"}]");
        assertThat(CliRun.against(server).onTerminal().run("jobs").out()).contains("s3://b/?[2Jk").doesNotContain("\u001b");
    }

    @Test
    void quietPrintsOnlyTheUrl() {
        server.on("POST /jobs", 201, Jobs.queued());
        server.on("GET /jobs/" + Jobs.ID, 200, Jobs.succeeded("https://cdn.example.com/v.mp4"));
        CliRun.Result result = CliRun.against(server).onTerminal().run("video", "-i", "s3://b/k", "--quiet");
        assertThat(result.out()).isEqualTo("https://cdn.example.com/v.mp4\n");
        assertThat(result.err()).isEmpty();
    }
}
