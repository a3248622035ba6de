package io.dromedary.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.cli.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The protocol as a program with a model speaks it: one JSON message a line. */
class McpServerTest {

    private final ObjectMapper json = new ObjectMapper();
    private final PipedOutputStream requests = new PipedOutputStream();
    private BufferedReader answers;
    private CompletableFuture<Void> ended;

    @BeforeEach
    void start() throws IOException {
        var in = new PipedInputStream(requests);
        var out = new PipedOutputStream();
        answers = new BufferedReader(new InputStreamReader(new PipedInputStream(out, 1 << 16), StandardCharsets.UTF_8));
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("type", "object");
        input.putObject("properties").putObject("job").put("type", "string").put("description", "Größe");
        List<Tool> tools = List.of(
                new Tool("get_job", "One job", input, true, given -> new Tool.Outcome(Optional.of(given.put("status", "succeeded")), Optional.empty())),
                new Tool("make_video", "Make one", input, false, given -> new Tool.Outcome(Optional.empty(), Optional.of("input is missing"))));
        ended = CompletableFuture.runAsync(() -> {
            try {
                new McpServer(tools).serve(in, new PrintStream(out, true, StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        JsonNode begun = ask("initialize", "{\"protocolVersion\": \"2025-06-18\", \"capabilities\": {}, \"clientInfo\": {\"name\": \"test\", \"version\": \"1\"}}");
        assertThat(begun.at("/serverInfo/name").asText()).isEqualTo("dromedary");
        assertThat(begun.get("protocolVersion").asText()).isEqualTo("2025-06-18");
        send("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}");
    }

    @AfterEach
    void end() throws IOException {
        requests.close();
        ended.join();
    }

    private void send(String message) throws IOException {
        requests.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        requests.flush();
    }

    private JsonNode ask(String method, String parameters) throws IOException {
        send("{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"" + method + "\", \"params\": " + parameters + "}");
        JsonNode answer = json.readTree(answers.readLine());
        assertThat(answer.get("id").asInt()).as("%s", answer).isEqualTo(7);
        return answer.path("result");
    }

    @Test
    void toolsAreListedWithTheirSchemas() throws IOException {
        JsonNode tools = ask("tools/list", "{}").get("tools");
        assertThat(tools).hasSize(2);
        JsonNode tool = tools.get(0).get("name").asText().equals("get_job") ? tools.get(0) : tools.get(1);
        assertThat(tool.at("/inputSchema/properties/job/description").asText()).isEqualTo("Größe");
        assertThat(tool.at("/annotations/readOnlyHint").asBoolean()).isTrue();
    }

    @Test
    void aCallIsAnsweredWithTheJsonOfTheServer() throws IOException {
        JsonNode result = ask("tools/call", "{\"name\": \"get_job\", \"arguments\": {\"job\": \"job_ü\"}}");
        assertThat(result.get("isError").asBoolean()).isFalse();
        assertThat(json.readTree(result.at("/content/0/text").asText())).isEqualTo(json.readTree("{\"job\": \"job_ü\", \"status\": \"succeeded\"}"));
    }

    @Test
    void aFailureIsMarkedAsOneAndTheNextCallIsAnswered() throws IOException {
        JsonNode result = ask("tools/call", "{\"name\": \"make_video\"}");
        assertThat(result.get("isError").asBoolean()).isTrue();
        assertThat(result.at("/content/0/text").asText()).isEqualTo("input is missing");
        assertThat(ask("tools/call", "{\"name\": \"get_job\", \"arguments\": {}}").get("isError").asBoolean()).isFalse();
    }
}
