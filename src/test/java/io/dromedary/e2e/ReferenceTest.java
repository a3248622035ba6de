package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.machine.Ports;
import io.dromedary.media.Ffmpeg;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reference of the API at {@code /docs} in Chromium: {@code src/test/web/docs.mjs} reads it as a person does. Every command
 * that it shows is then run by a shell, as it stands there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
class ReferenceTest {

    private static final String BUCKET = "my-r2-bucket";
    /** In the example of a signature; the job of the test takes its place. */
    private static final String JOB_OF_EXAMPLE = "job_01M857GMZ964HQV5A8S1G4AF49";

    private final Map<String, Supplier<Map<String, String>>> variables = new HashMap<>();
    private Path folder;
    private Path film;
    private R2Double r2;
    private HereNode node;
    private Prepared prepared;
    private JsonNode seen;

    @BeforeAll
    void read(@TempDir Path temporary) throws IOException {
        folder = temporary;
        film = Samples.video(folder, "video.mov", 160, 90, 2);
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket(BUCKET);
        r2.put(BUCKET, "uploads/video.mov", film, "video/quicktime");
        r2.put(BUCKET, "waiting.mov", film, "video/quicktime");
        r2.faults().on(Operation.GET_OBJECT, BUCKET, "waiting.mov").stall();
        r2.put(BUCKET, "intro.mp4", Samples.video(folder, "intro.mp4", 160, 90, 1), "video/mp4");
        Path logo = folder.resolve("logo.png");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "color=c=red:size=32x32", "-frames:v", "1", logo.toString()));
        r2.put(BUCKET, "logo.png", logo, "image/png");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_CDN_SIGNED", "true");
        Files.writeString(node.ownHome().resolve("config/watches.properties"), """
                camel.route-template[told].template-id=watch-events
                camel.route-template[told].bucket=my-r2-bucket
                camel.route-template[told].kind=image
                """);
        node.start();
        node.api().connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, BUCKET));
        node.api().patch("/connections/store", "{\"is_default\": true}");
        prepared = new Prepared(node.api(), "store", BUCKET, "uploads/video.mov");
        // What .curlrc says is not in the commands: no bar, and the status before the body.
        Files.writeString(folder.resolve(".curlrc"), "silent\nshow-error\ninclude\n");
        prepare();
        seen = Player.read(node.url(), Node.KEY);
    }

    @AfterAll
    void stop() {
        r2.faults().clear();
        node.close();
        r2.close();
    }

    /** What the variables of the commands are, by operation. */
    private void prepare() {
        for (String operation : List.of("getJob", "deleteJob", "getJobEvents")) {
            variables.put(operation, () -> Map.of("JOB", prepared.job("")));
        }
        for (String operation : List.of("cancelJob", "retryJob")) {
            variables.put(operation, () -> Map.of("JOB", prepared.cancelledJob()));
        }
        variables.put("updateJob", () -> Map.of("JOB", node.api().accepted("{\"kind\": \"image\", \"connection_id\": \"store\","
                + " \"input\": \"s3://" + BUCKET + "/waiting.mov\"}")));
        variables.put("sendWebhook", () -> Map.of("JOB", prepared.job(", \"webhook_url\": \"http://127.0.0.1:" + Ports.free() + "/x\"")));
        variables.put("getTask", () -> Map.of("TASK", prepared.task()));
        for (String operation : List.of("getUpload", "headUpload", "appendUpload", "putUpload", "deleteUpload")) {
            variables.put(operation, () -> Map.of("UPLOAD", prepared.upload(film.toFile().length())));
        }
        variables.put("completeUpload", () -> Map.of("UPLOAD", prepared.uploadInBucket()));
        for (String operation : List.of("getConnection", "checkConnection")) {
            variables.put(operation, () -> Map.of("CONNECTION", "store"));
        }
        for (String operation : List.of("updateConnection", "deleteConnection")) {
            variables.put(operation, () -> Map.of("CONNECTION", node.api().connect(operation, r2.endpoint(),
                    r2.newKey(Tier.OBJECT_READ, BUCKET))));
        }
        for (String operation : List.of("getFile", "deleteFile")) {
            variables.put(operation, () -> Map.of("FILE", prepared.file()));
        }
        for (String operation : List.of("revokeKey", "rotateKey")) {
            variables.put(operation, () -> Map.of("KEY", prepared.apiKey()));
        }
        variables.put("sendEvents", () -> Map.of("WATCH", "told"));
    }

    Stream<Arguments> commands() {
        var all = new ArrayList<Arguments>();
        seen.get("curls").properties().forEach(operation -> operation.getValue().properties().forEach(example ->
                all.add(Arguments.of(operation.getKey(), example.getKey()))));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandThatIsShownRuns(String operation, String example) throws Exception {
        String command = seen.get("curls").get(operation).get(example).asText();
        if (command.contains(JOB_OF_EXAMPLE)) {
            command = command.replace(JOB_OF_EXAMPLE, prepared.job(""));
        }
        List<String> answer = run(command, variables.getOrDefault(operation, Map::of).get());
        assertThat(answer.get(0)).as("%s\n%s", command, answer).matches("HTTP/1.1 2\\d\\d .*");
        String body = String.join("\n", answer.subList(answer.indexOf("") + 1, answer.size()));
        if (operation.matches("create(Job|Task|Step)")) {
            String path = (operation.equals("createJob") ? "/jobs/" : "/tasks/") + new ObjectMapper().readTree(body).get("id").asText();
            JsonNode made = Awaitility.await().until(() -> node.api().get(path).json(), state -> state.get("status").asText().matches("succeeded|failed"));
            assertThat(made.get("status").asText()).as("%s", made).isEqualTo("succeeded");
        }
    }

    /** Runs a command; the lines of the answer with its head, of an answer without end the first. */
    private List<String> run(String command, Map<String, String> values) throws IOException {
        var builder = new ProcessBuilder("bash", "-c", command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(values);
        builder.environment().putAll(Map.of("ITTYBIT_API_KEY", Node.KEY, "CURL_HOME", folder.toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        try (BufferedReader lines = process.inputReader()) {
            return command.contains(node.url() + "/events \\") ? List.of(lines.readLine(), "") : lines.lines().collect(Collectors.toList());
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    @Test
    void allOperationsOfTheContractAreThereAndWhatTheServerSends() throws IOException {
        assertThat(step("overview").get("ids").valueStream().map(JsonNode::asText)).containsExactlyInAnyOrderElementsOf(
                Stream.concat(OperationsTest.operations(), Stream.of("getEvents", "jobEnded")).toList());
        assertThat(seen.get("curls")).as("a command for each that can be called").hasSize(step("overview").get("ids").size() - 1);
    }

    @Test
    void fieldsSayWhatTheyMayBe() {
        assertThat(step("fields").get("form").asText()).as("chosen with the example").isEqualTo("image");
        assertThat(step("fields").get("format").asText()).startsWith("format jpeg | jpg | png | webp | avif\n");
        assertThat(step("fields").get("every").asText()).startsWith("every number, 1 to 3,600, default 5\n").endsWith("Seconds between two pictures.");
    }

    @Test
    void fieldsAreFoundAndOperationsOpenedByKeyboard() {
        assertThat(step("search").get("found").get(0).asText()).contains("Process a file", "options.watermark.opacity");
        assertThat(step("search").get("address").asText()).endsWith("/docs#cancelJob");
        assertThat(step("search").get("title").asText()).startsWith("Stop a job");
    }

    @Test
    void itNeedsNoKeyAndSendsWhatIsTypedOrThatOfTheSession() {
        assertThat(step("without a key").get("answer").asText()).startsWith("200 OK").contains("\"status\": \"UP\"");
        assertThat(step("with a typed key").get("refused").asText()).startsWith("401").contains("token_invalid");
        assertThat(step("with a typed key").get("answer").asText()).startsWith("200 OK").contains("limit: 3");
        assertThat(step("with a typed key").get("command").asText()).contains("/jobs?limit=3&status=failed'").doesNotContain(Node.KEY);
        assertThat(step("with a typed key").get("stored").asText()).isEqualTo("{}");
        assertThat(step("signed in").get("answer").asText()).startsWith("201 Created").contains("\"made here\"");
        assertThat(step("signed in").get("fields").asInt()).as("no key is asked for").isZero();
        assertThat(step("a stream").get("notes").asInt()).isZero();
        assertThat(step("not there").get("text").asText()).startsWith("There is no such operation");
    }

    @Test
    void nothingIsBlockedNoOtherHostIsAskedAndAxeFindsNothing() {
        assertThat(seen.get("errors")).isEmpty();
        assertThat(seen.get("requests")).as("other origins").isEmpty();
        assertThat(seen.get("cookies").asInt()).isZero();
        assertThat(seen.get("axe")).hasSize(8);
        seen.get("axe").properties().forEach(view -> assertThat(view.getValue()).as(view.getKey()).isEmpty());
        assertThat(step("dark and small").get("wider").asInt()).as("pixels beyond a small screen").isLessThanOrEqualTo(0);
    }

    @Test
    void theSettingOfThePageTurnsItOff() throws Exception {
        try (HereNode without = new HereNode(folder.resolve("without")).with("DROMEDARY_PAGE", "false").start()) {
            for (String path : List.of("/docs", "/web/docs.js", "/web/contract.json")) {
                HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(without.url().resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(path).isEqualTo(401);
                assertThat(without.api().get(path).status()).as(path).isEqualTo(404);
            }
        }
    }

    private JsonNode step(String name) {
        return seen.get("steps").get(name);
    }
}
