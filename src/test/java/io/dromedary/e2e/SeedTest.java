package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The documented service's guide for R2, as it stands in {@code src/test/resources/seed}: its requests and commands
 * work here, with nothing changed but where the API and the store are and, as each run makes its own, the
 * connection's id.
 */
@Tag("encode")
@Tag("engines")
class SeedTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;
    private static Credentials key;

    /** The guide's programming languages: how a snippet is run, and what is put after it to see its result. */
    enum Client {
        CURL("curl.sh", List.of("bash", "-euo", "pipefail"), "", "", ""),
        JAVASCRIPT("mjs", List.of("node"), "", "\nconsole.log(JSON.stringify(connection));",
                "\nconsole.log(JSON.stringify(data));"),
        // The guide's second Python snippet takes the key from a variable that it does not set.
        PYTHON("py", List.of("python3"), "import os, json\napi_key = os.environ[\"ITTYBIT_API_KEY\"]\n",
                "\nimport json; print(json.dumps(connection))", "\nprint(json.dumps(data))");

        private final String extension;
        private final List<String> run;
        private final String before;
        private final String showConnection;
        private final String showJob;

        Client(String extension, List<String> run, String before, String showConnection, String showJob) {
            this.extension = extension;
            this.run = run;
            this.before = before;
            this.showConnection = showConnection;
            this.showJob = showJob;
        }
    }

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("my-r2-bucket");
        r2.createBucket("my-other-bucket");
        key = r2.newKey(Tier.OBJECT_READ_WRITE, "my-r2-bucket", "my-other-bucket");
        r2.put("my-r2-bucket", "uploads/video.mov", Samples.video(folder, "video.mov", 1920, 1080, 1),
                "video/quicktime");
        node = new HereNode(folder.resolve("node")).start();
    }

    @AfterAll
    static void stop() {
        node.close();
        r2.close();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theRequestsOfTheGuideMakeA1280WideVideoOnTheCdn(Client client) {
        JsonNode connection = connect(client);
        JsonNode job = send(client, snippet("job." + client.extension), connection);
        assertPlayable(node.api().finished(job.get("id").asText()));
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void withAnOutputFieldTheVideoGoesToAnotherBucket(Client client) {
        JsonNode connection = connect(client);
        String target = "s3://my-other-bucket/" + client + ".mp4";
        String snippet = snippet("job." + client.extension);
        String withOutput = client == Client.JAVASCRIPT
                ? snippet.replace("kind: 'video',", "kind: 'video', output: '" + target + "',")
                : snippet.replace("\"kind\": \"video\",", "\"kind\": \"video\", \"output\": \"" + target + "\",");
        assertThat(withOutput).isNotEqualTo(snippet);
        JsonNode job = node.api().finished(send(client, withOutput, connection).get("id").asText());
        assertThat(job.get("output").asText()).as("%s", job).isEqualTo(target);
        assertThat(Samples.picture(r2.object("my-other-bucket", client + ".mp4").orElseThrow().path()))
                .containsExactly("h264", "1280", "720");
    }

    @Test
    void theCommandsOfTheGuideDoTheSame() {
        forgetConnection();
        run(List.of("bash", "-euo", "pipefail", "-c", here(snippet("connection.cli.sh"))));
        String[] lines = run(List.of("bash", "-euo", "pipefail", "-c", snippet("job.cli.sh"))).strip().split("\n");
        // In a pipe: a line of JSON for each change, the last is the job.
        JsonNode job = parse(lines[lines.length - 1]);
        assertPlayable(node.api().job(job.get("id").asText()));
    }

    private static JsonNode connect(Client client) {
        forgetConnection();
        JsonNode connection = parse(run(program(client, here(snippet("connection." + client.extension))
                + client.showConnection)));
        // curl shows the whole answer, with the same object under data.
        return connection.has("data") ? connection.get("data") : connection;
    }

    private static JsonNode send(Client client, String snippet, JsonNode connection) {
        return parse(run(program(client, client.before
                + here(snippet).replace("conn_abc123", connection.get("id").asText()) + client.showJob)));
    }

    /** Each run registers its connection anew. */
    private static void forgetConnection() {
        node.api().delete("/connections/my-r2");
    }

    private static List<String> program(Client client, String text) {
        try {
            Path file = Files.createTempFile(folder, "snippet", "." + client.extension);
            Files.writeString(file, text);
            var command = new ArrayList<>(client.run);
            command.add(file.toString());
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String snippet(String name) {
        try (var stream = SeedTest.class.getResourceAsStream("/seed/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same snippet, for the API and the store of this test. */
    private static String here(String snippet) {
        return snippet.replace("https://api.ittybit.com", node.url().toString())
                .replace("https://<account-id>.r2.cloudflarestorage.com", r2.endpoint().toString())
                .replace("https://${CLOUDFLARE_ACCOUNT_ID}.r2.cloudflarestorage.com", r2.endpoint().toString())
                .replace("https://{os.environ['CLOUDFLARE_ACCOUNT_ID']}.r2.cloudflarestorage.com",
                        r2.endpoint().toString());
    }

    private static void assertPlayable(JsonNode job) {
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        Path result = folder.resolve("result.mp4");
        var response = node.api().download(job.get("output").asText(), result);
        assertThat(response.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(Samples.picture(result)).containsExactly("h264", "1280", "720");
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + json, e);
        }
    }

    /** Runs a client with the environment that the guide assumes; its standard output. */
    private static String run(List<String> command) {
        var builder = new ProcessBuilder(command);
        var environment = builder.environment();
        environment.put("PATH", Path.of("bin").toAbsolutePath() + ":" + environment.get("PATH"));
        environment.put("ITTYBIT_API_KEY", Node.KEY);
        environment.put("ITTYBIT_API_URL", node.url().toString());
        environment.put("CLOUDFLARE_ACCOUNT_ID", "unused");
        environment.put("R2_ACCESS_KEY_ID", key.accessKeyId());
        environment.put("R2_SECRET_ACCESS_KEY", key.secretAccessKey());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            var errors = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()));
            String output = readAll(process.getInputStream());
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
            assertThat(process.exitValue()).as("%s said: %s %s", command, output, errors.join()).isZero();
            return output;
        } catch (IOException e) {
            throw new AssertionError("This test needs curl, node, python3 with requests: bin/test installs them", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String readAll(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
