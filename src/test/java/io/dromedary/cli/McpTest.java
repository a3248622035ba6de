package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code mcp} offers to a language model, and what the server gets of it. */
class McpTest {

    private final ObjectMapper json = new ObjectMapper();
    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private List<Tool> tools(CliRun run) {
        assertThat(run.run("mcp").code()).isZero();
        return run.tools();
    }

    private Tool tool(String name) {
        return tool(CliRun.against(server), name);
    }

    private Tool tool(CliRun run, String name) {
        return tools(run).stream().filter(tool -> tool.name().equals(name)).findFirst().orElseThrow();
    }

    private ObjectNode arguments(String text) throws IOException {
        return (ObjectNode) json.readTree(text.replace('\'', '"'));
    }

    @Test
    void thereIsAToolForEachKindAndToLookAtJobs() {
        assertThat(tools(CliRun.against(server))).extracting(Tool::name).containsExactly("make_video", "make_audio", "make_image",
                "make_animation", "make_adaptive_video", "get_job", "list_jobs", "cancel_job");
        assertThat(tools(CliRun.against(server))).filteredOn(Tool::readOnly).extracting(Tool::name).containsExactly("get_job", "list_jobs");
        assertThat(tools(CliRun.against(server))).allSatisfy(tool -> {
            assertThat(tool.description()).isNotBlank();
            assertThat(tool.input().get("type").asText()).isEqualTo("object");
            assertThat(tool.input().toString()).doesNotContain("$ref", "\"x-", "oneOf\":[]", "unevaluated");
        });
    }

    /** A model that keeps to the schema is not refused for its form, and one that does not is told by its own program. */
    @Test
    void theSchemaOfAKindIsThatOfTheContract() throws IOException {
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tool("make_video").input());
        assertThat(schema.validate(arguments("""
                {'input': 's3://media/a.mov', 'output': 's3://media/b.mp4', 'wait': 5, 'dry_run': true, 'priority': 3,
                 'options': {'width': '50%', 'format': 'webm', 'watermark': {'url': 's3://media/logo.png', 'width': '10%'}}}"""))).isEmpty();
        assertThat(schema.validate(arguments("{'input': 's3://media/a.mov', 'options': {'format': 'avi'}}"))).isNotEmpty();
        assertThat(schema.validate(arguments("{'input': 's3://media/a.mov', 'options': {'widht': 5}}"))).isNotEmpty();
        assertThat(schema.validate(arguments("{'input': 's3://media/a.mov', 'colour': 'red'}"))).isNotEmpty();
        JsonNode format = tool("make_video").input().at("/properties/options/properties/format");
        assertThat(format.get("default").asText()).isEqualTo("mp4");
        assertThat(format.get("description").asText()).isEqualTo("Container of the output");
    }

    @Test
    void aJobIsSubmittedWithTheKeyAndItsEndIsWaitedFor() throws Exception {
        server.on("POST /jobs", 201, Jobs.queued());
        Tool.Outcome outcome = tool("make_image").call().of(arguments("{'input': 's3://media/a.mov', 'options': {'width': 64}, 'wait': 5}"));
        assertThat(outcome.answer().orElseThrow().get("id").asText()).isEqualTo(Jobs.ID);
        ScriptedServer.Request sent = server.request("POST /jobs");
        assertThat(json.readTree(sent.body())).isEqualTo(arguments("{'input': 's3://media/a.mov', 'options': {'width': 64}, 'kind': 'image'}"));
        assertThat(sent.header("Prefer")).contains("wait=5");
        assertThat(sent.authorization()).contains("Bearer " + CliRun.KEY);
    }

    @Test
    void aDryRunAsksForOneAndWaitsForNothing() throws Exception {
        server.on("POST /jobs?dry_run=true", 200, "{\"commands\": []}");
        tool("make_adaptive_video").call().of(arguments("{'input': 's3://media/a.mov', 'dry_run': true, 'wait': 20}"));
        ScriptedServer.Request sent = server.request("POST /jobs?dry_run=true");
        assertThat(json.readTree(sent.body())).isEqualTo(arguments("{'input': 's3://media/a.mov', 'kind': 'adaptive_video'}"));
        assertThat(sent.header("Prefer")).isEmpty();
    }

    @Test
    void theConnectionOfTheSettingsCountsWhereTheModelNamesNone() throws Exception {
        server.on("POST /jobs", 201, Jobs.queued());
        Tool.Call call = tool(CliRun.against(server).with("ITTYBIT_CONNECTION", "my-r2"), "make_audio").call();
        call.of(arguments("{'input': 's3://media/a.mov'}"));
        call.of(arguments("{'input': 's3://media/a.mov', 'options': {'connection_id': 'other'}}"));
        call.of(arguments("{'input': 's3://media/a.mov', 'connection_id': 'third'}"));
        assertThat(server.requests()).extracting(request -> json.readTree(request.body()).path("connection_id").asText("none"))
                .containsExactly("my-r2", "none", "third");
    }

    @Test
    void withoutAServerThereAreNoConnections() throws Exception {
        server.on("POST /jobs", 201, Jobs.queued());
        CliRun local = CliRun.against(server).with("ITTYBIT_CONNECTION", "my-r2").local(server, () -> { });
        assertThat(local.run("mcp", "--local").code()).isZero();
        local.tools().get(0).call().of(arguments("{'input': 'https://example.com/a.mov'}"));
        assertThat(server.request("POST /jobs").body()).doesNotContain("connection_id");
    }

    @Test
    void jobsAreLookedUpListedAndCancelled() throws Exception {
        server.on("GET /jobs/job_1%2F..", 200, Jobs.queued()).on("GET /jobs?status=failed&limit=2", 200, "[]")
                .on("POST /jobs/job_1/cancel", 200, Jobs.queued());
        assertThat(tool("get_job").call().of(arguments("{'job': 'job_1/..'}")).answer()).isPresent();
        assertThat(tool("list_jobs").call().of(arguments("{'status': 'failed', 'limit': 2}")).answer().orElseThrow()).isEmpty();
        assertThat(tool("cancel_job").call().of(arguments("{'job': 'job_1'}")).answer()).isPresent();
    }

    @Test
    void whatIsWrongIsToldToTheModel() throws Exception {
        server.on("POST /jobs", 400, "{\"kind\": \"invalid_request\", \"message\": \"options.width must be at least 16\", \"field\": \"options.width\"}");
        Tool.Outcome outcome = tool("make_video").call().of(arguments("{'input': 's3://media/a.mov', 'options': {'width': 1}}"));
        assertThat(outcome.failure()).contains("options.width must be at least 16");
        assertThat(tool(CliRun.against(server).with("ITTYBIT_API_URL", "http://127.0.0.1:1"), "get_job").call()
                .of(arguments("{'job': 'job_1'}")).failure().orElseThrow()).contains("Cannot reach the server at http://127.0.0.1:1");
    }
}
