package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.dromedary.cli.CommandLineMain;
import io.dromedary.cli.ServerEntry;
import io.dromedary.cli.CliEnvironment;
import io.dromedary.cli.SystemTerminal;
import io.dromedary.cli.MonotonicClock;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published use case, as a job, and as a command that sends the same. The table is {@link Guides}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Order(1)
class GuidesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder;
    private R2Double r2;
    private SharedNode node;
    private Api api;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.createBucket("results");
        new GuideInputs(folder, r2).put("media");
        node = SharedNode.of(SharedNode.Kind.WORKER, GuidesTest.class);
        api = node.api();
        api.connect("my-r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media", "results"));
    }

    @AfterAll
    void stop() {
        r2.close();
    }

    static Stream<Guide> guides() {
        return Guides.all();
    }

    @ParameterizedTest
    @MethodSource("guides")
    @Execution(ExecutionMode.CONCURRENT)
    void asAJob(Guide guide) {
        ObjectNode body = JSON.createObjectNode().put("input", "s3://media/" + guide.input()).put("kind", guide.kind());
        body.set("options", ((ObjectNode) json(guide.options())).put("connection_id", "my-r2"));
        if (!guide.output().isEmpty()) {
            body.put("output", guide.output());
        }
        Api.Answer answer = api.post("/jobs", body.toString());
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        guide.check().accept(result(api.finished(answer.json().get("id").asText())));
    }

    /** What becomes of such a request is shown by the job. */
    @ParameterizedTest
    @MethodSource("guides")
    void asACommandItSendsTheSame(Guide guide) throws IOException {
        var args = new ArrayList<>(List.of(guide.kind().replace("adaptive_video", "adaptive"),
                "-i", "s3://media/" + guide.input(), "--connection", "my-r2", "--async"));
        json(guide.options()).properties().forEach(option -> {
            args.add("--" + option.getKey().replace('_', '-'));
            args.add(option.getValue().isTextual() ? option.getValue().asText() : option.getValue().toString());
        });
        if (!guide.output().isEmpty()) {
            args.addAll(List.of("-o", guide.output()));
        }
        var bodies = new CopyOnWriteArrayList<String>();
        HttpServer listener = server("/jobs", bodies, 201, "{\"id\": \"job_1\", \"status\": \"queued\"}");
        try {
            command(args, "http://127.0.0.1:" + listener.getAddress().getPort());
        } finally {
            listener.stop(0);
        }
        assertThat(bodies).hasSize(1);
                ObjectNode expected = JSON.createObjectNode().put("input", "s3://media/" + guide.input()).put("kind", guide.kind());
        expected.set("options", ((ObjectNode) json(guide.options())).put("connection_id", "my-r2"));
        if (!guide.output().isEmpty()) {
            expected.put("output", guide.output());
        }
        assertThat(json(bodies.get(0))).isEqualTo(expected);
    }

    private static HttpServer server(String path, List<String> bodies, int status, String answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(path, exchange -> {
            try (exchange) {
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        return server;
    }

    @Test
    void aJobTellsAnotherServerThatItIsDone() throws IOException {
        var bodies = new CopyOnWriteArrayList<String>();
        HttpServer receiver = server("/done", bodies, 204, "");
        try {
            String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/done";
            JsonNode job = command(List.of("image", "-i", "s3://media/photo.png", "--connection", "my-r2",
                    "--width", "64", "--webhook-url", url));
            Awaitility.await().until(() -> !bodies.isEmpty());
            assertThat(json(bodies.get(0)).get("id")).isEqualTo(job.get("id"));
            assertThat(json(bodies.get(0)).at("/output/url").asText()).isEqualTo(job.get("output").asText());
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void aPathTemplateNamesTheResultByDateAndInput() {
        LocalDate before = LocalDate.now(ZoneOffset.UTC);
        JsonNode job = command(List.of("image", "-i", "s3://media/photo.png", "--connection", "my-r2", "--width", "64",
                "--format", "webp", "-o", "s3://results/{date}/{filename}"));
        assertThat(job.get("output").asText()).isIn("s3://results/" + before + "/photo.webp",
                "s3://results/" + LocalDate.now(ZoneOffset.UTC) + "/photo.webp");
    }

    @Test
    void aSetOfWidthsIsAJobForEach() {
        for (int width : new int[] {1280, 640, 320}) {
            GuideResult result = result(command(List.of("image", "-i", "s3://media/photo.png", "--connection", "my-r2",
                    "--width", Integer.toString(width), "--format", "webp")));
            assertThat(result.size()).isEqualTo(width + "x" + width * 3 / 4);
        }
    }

    /** Runs a command: the last line is the job as it ended. */
    private JsonNode command(List<String> args) {
        return command(args, node.node().url().toString());
    }

    private JsonNode command(List<String> args, String url) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var stdout = new PrintStream(out, true, StandardCharsets.UTF_8);
        var stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
        Map<String, String> environment =
                Map.of("ITTYBIT_API_KEY", node.key(), "ITTYBIT_API_URL", url);
        int code = CommandLineMain.run(Stream.concat(args.stream(), Stream.of("--json")).toArray(String[]::new), new CliEnvironment("ittybit",
                Path.of("").toAbsolutePath(), folder, environment, stdout, stderr,
                new SystemTerminal(false, environment, new ByteArrayInputStream(new byte[0]), stderr),
                MonotonicClock.ofSystem(), action -> () -> { }), new ServerEntry(console -> 70, () -> 71, (temporary, log) -> null,
                new ServerEntry.Keys(() -> 72, () -> 73), (tools, to) -> { }));
        assertThat(code).as("%s\n%s", out, err).isZero();
        String[] lines = out.toString(StandardCharsets.UTF_8).strip().split("\n");
        return json(lines[lines.length - 1]);
    }

    private GuideResult result(JsonNode job) {
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        String output = job.get("output").asText();
        Path file = folder.resolve(UUID.randomUUID() + output.substring(output.lastIndexOf('.')));
        if (output.startsWith("s3://")) {
            String[] parts = output.substring(5).split("/", 2);
            copy(r2.object(parts[0], parts[1]).orElseThrow().path(), file);
        } else {
            assertThat(api.download(output, file).statusCode()).isEqualTo(200);
        }
        return new GuideResult(job, file);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.startsWith("{'") ? text.replace('\'', '"') : text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
