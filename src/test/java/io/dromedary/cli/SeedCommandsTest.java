package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The two published commands, and the requests that they stand for. */
class SeedCommandsTest {
    private static final String CONNECTION = """
            {"id": "conn_01JTEST0000000000000000001", "name": "my-r2", "connection_id": "conn_01JTEST0000000000000000001",\
             "data": {"id": "conn_01JTEST0000000000000000001", "name": "my-r2"}}""";

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void connectionsAddS3SendsTheDocumentedBody() throws Exception {
        server.on("POST /connections", 201, CONNECTION);

        CliRun.Result result = CliRun.against(server).run("connections", "add", "s3",
                "--name", "my-r2",
                "--endpoint", "https://abc.r2.cloudflarestorage.com",
                "--region", "auto",
                "--access-key-id", "AKID",
                "--secret-access-key", "SECRET");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(sent("POST /connections")).isEqualTo(json("""
                {"kind": "s3", "name": "my-r2", "endpoint": "https://abc.r2.cloudflarestorage.com", "region": "auto",
                 "access_key_id": "AKID", "secret_access_key": "SECRET"}"""));
        assertThat(server.request("POST /connections").authorization()).contains("Bearer " + CliRun.KEY);
        assertThat(json(result.out())).isEqualTo(json(CONNECTION).get("data"));
    }

    @Test
    void videoSendsTheDocumentedBodyWithTheConnectionsName() throws Exception {
        server.on("POST /jobs", 201, Jobs.succeeded("https://cdn.example.com/video.mp4"));

        CliRun.Result result = CliRun.against(server).run("video",
                "-i", "s3://my-r2-bucket/uploads/video.mov",
                "--connection", "my-r2",
                "--width", "1280",
                "--format", "mp4");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(sent("POST /jobs")).isEqualTo(json("""
                {"input": "s3://my-r2-bucket/uploads/video.mov", "kind": "video",
                 "options": {"connection_id": "my-r2", "width": 1280, "format": "mp4"}}"""));
    }

    @Test
    void keysComeFromTheEnvironmentWhenTheFlagsAreAbsent() throws Exception {
        server.on("POST /connections", 201, CONNECTION);

        CliRun.Result result = CliRun.against(server)
                .with("R2_ACCESS_KEY_ID", "AKID2").with("R2_SECRET_ACCESS_KEY", "SECRET2")
                .run("connections", "add", "s3", "--name=a", "--endpoint=https://e", "--region=auto", "--default");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(sent("POST /connections")).isEqualTo(json("""
                {"kind": "s3", "name": "a", "endpoint": "https://e", "region": "auto",
                 "access_key_id": "AKID2", "secret_access_key": "SECRET2", "is_default": true}"""));
    }

    @Test
    void aDashReadsTheSecretFromStandardInput() throws Exception {
        server.on("POST /connections", 201, CONNECTION);

        CliRun.against(server).typing("TYPED").run("connections", "add", "s3", "--name=a", "--endpoint=https://e",
                "--region=auto", "--access_key_id=A", "--secret-access-key", "-");

        assertThat(sent("POST /connections").get("secret_access_key").asText()).isEqualTo("TYPED");
        assertThat(sent("POST /connections").get("access_key_id").asText()).isEqualTo("A");
    }

    @Test
    void theConnectionDefaultsToTheEnvironmentsAndTheFlagWins() throws Exception {
        server.on("POST /jobs", 201, Jobs.succeeded("https://cdn.example.com/video.mp4"));

        CliRun.against(server).with("ITTYBIT_CONNECTION", "usual").run("video", "-i", "s3://b/k");
        assertThat(sent("POST /jobs").at("/options/connection_id").asText()).isEqualTo("usual");

        server.requests().clear();
        CliRun.against(server).with("ITTYBIT_CONNECTION", "usual")
                .run("video", "-i", "s3://b/k", "--connection", "other");
        assertThat(sent("POST /jobs").at("/options/connection_id").asText()).isEqualTo("other");
    }

    @Test
    void outputPriorityAndMetadataAreFieldsOfTheRequest() throws Exception {
        server.on("POST /jobs", 201, Jobs.queued());

        CliRun.Result result = CliRun.against(server).run("video", "--input", "s3://b/k", "--output", "s3://b/out/",
                "--output-connection", "far", "--priority", "7", "--metadata", "{\"order\": [1, null]}", "--async");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(sent("POST /jobs")).isEqualTo(json("""
                {"input": "s3://b/k", "kind": "video", "output": "s3://b/out/", "priority": 7,
                 "metadata": {"order": [1, null]}, "options": {"output_connection_id": "far"}}"""));
        assertThat(server.requests()).as("--async does not follow").hasSize(1);
        assertThat(json(result.out())).isEqualTo(json(Jobs.queued()));
    }

    private JsonNode sent(String request) throws Exception {
        return json(server.request(request).body());
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
