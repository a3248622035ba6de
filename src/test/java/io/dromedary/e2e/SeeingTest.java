package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dromedary.problem.ProblemKind;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What those see who look after a node: its metrics, its log, and who did a task. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
@Tag("engines")
class SeeingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(dromedary_\\w+?)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern METRIC = Pattern.compile("\\b(?:dromedary|jvm|process|system)_\\w+|\\bup\\{");
    /** What is told by Prometheus itself, and what is there only while there are jobs. */
    private static final Set<String> ABSENT = Set.of("up{", "dromedary_queue_jobs");
    private static final Pattern SELECTED = Pattern.compile("(\\w+)(?:=~|!=|=)\"");
    private static final Pattern ERRORS = Pattern.compile("error=~\"([^\"]*)\"");
    private static final String KEY_ID = "canary0id0canary0id0canary0id032";
    private static final String SECRET = "canary0secret0access0key0f00ba4f00ba4f00ba4f00ba4f00ba4f00ba4";
    /** Whatever labels there are, each has few values, and these are all that jobs of one kind can bring about. */
    private static final Map<String, Set<String>> LABELS = Map.of(
            "kind", Set.of("video", "animation"), "stage", Set.of("probe", "import", "encode", "export"),
            "status", Set.of("succeeded", "failed", "cancelled", "queued", "processing"),
            "outcome", Set.of("succeeded", "failed", "cancelled"), "error", Set.of("none", "input_not_found"),
            "direction", Set.of("in", "out"), "lane", Set.of("light", "heavy"));

    private R2Double r2;
    private Node node;
    private Api api;
    private String good;
    private String bad;

    @BeforeAll
    void oneGoodAndOneBadJob(@TempDir Path folder) {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        Credentials credentials = r2.key(KEY_ID, SECRET, Tier.OBJECT_READ_WRITE, "media");
        r2.put("media", "canary-name.mp4", Samples.video(folder, "in.mp4", 320, 180, 2), "video/mp4");
        node = new Node(folder.resolve("node")).jvm("-Xmx256m").with("DROMEDARY_LOG_FORMAT", "json")
                .with("DROMEDARY_NODE_NAME", "worker-7").start();
        api = node.api();
        api.connect("canary-connection", r2.endpoint(), credentials);
        good = api.video("s3://media/canary-name.mp4", "canary-connection", "{\"width\": 160}", "s3://media/out.mp4");
        bad = api.video("s3://media/canary-nothing.mp4", "canary-connection", "{}", null);
        assertThat(api.finished(good).get("status").asText()).isEqualTo("succeeded");
        assertThat(api.finished(bad).get("status").asText()).isEqualTo("failed");
        Awaitility.await().until(() -> value("dromedary_jobs_ended_total", "status", "failed") == 1);
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void anEncodeThatIsOverInAMomentTellsHowFastItWas() {
        assertThat(api.job(good).at("/tasks/2/speed").asDouble()).isPositive();
    }

    @Test
    void theMetricsTellWhatBecameOfTheJobs() {
        assertThat(value("dromedary_jobs_ended_total", "kind", "video", "status", "succeeded", "error", "none"))
                .isEqualTo(1);
        assertThat(value("dromedary_jobs_ended_total", "status", "failed", "error", "input_not_found")).isEqualTo(1);
        assertThat(value("dromedary_attempts_total", "kind", "video", "outcome", "succeeded")).isEqualTo(1);
        assertThat(value("dromedary_attempts_total", "kind", "video", "outcome", "failed")).isEqualTo(1);
        assertThat(value("dromedary_job_wait_seconds_count", "kind", "video")).isEqualTo(2);
        assertThat(value("dromedary_job_wait_seconds_bucket", "kind", "video", "le", "+Inf")).isEqualTo(2);
        for (String stage : List.of("import", "encode", "export")) {
            assertThat(value("dromedary_stage_seconds_count", "stage", stage, "outcome", "succeeded")).as(stage)
                    .isEqualTo(1);
        }
        assertThat(value("dromedary_stage_seconds_count", "kind", "video", "stage", "probe", "outcome", "failed"))
                .isEqualTo(1);
        assertThat(value("dromedary_stage_seconds_sum", "stage", "encode")).isPositive();
        assertThat(value("dromedary_ffmpeg_speed_count", "kind", "video")).isEqualTo(1);
        // The step is some moments longer than FFmpeg's part of it: how many, is the machine's affair.
        double speedOfStep = 2 / value("dromedary_stage_seconds_sum", "kind", "video", "stage", "encode");
        assertThat(value("dromedary_ffmpeg_speed_sum", "kind", "video")).as("of two seconds")
                .isBetween(speedOfStep, 10 * speedOfStep);
        assertThat(value("dromedary_bytes_total", "direction", "in")).isEqualTo(size("canary-name.mp4"));
        assertThat(value("dromedary_bytes_total", "direction", "out")).isEqualTo(size("out.mp4"));
        assertThat(metrics()).contains("# TYPE dromedary_stage_seconds histogram").contains("jvm_memory_used_bytes");
    }

    /** Of the files in deploy: a name that is not there shows nothing, never alerts, and starts no worker. */
    @ParameterizedTest
    @CsvSource({"monitoring/alerts.yaml, expr, 5", "monitoring/grafana.json, expr, 5", "kubernetes/keda/scaled-object.yaml, query, 1"})
    void boardsAlertsAndScalersNameWhatTheMetricsHave(String name, String field, int least) throws IOException {
        String metrics = metrics();
        var expressions = new ArrayList<String>();
        collect(new ObjectMapper(new YAMLFactory()).readTree(Path.of("deploy", name).toFile()), field, expressions);
        assertThat(expressions).hasSizeGreaterThanOrEqualTo(least).allSatisfy(expression -> {
            assertThat(METRIC.matcher(expression).results().map(MatchResult::group)).isNotEmpty()
                    .allMatch(metric -> ABSENT.contains(metric) || metrics.contains("\n" + metric), expression);
            assertThat(SELECTED.matcher(expression).results().map(found -> found.group(1)))
                    .allMatch(label -> label.equals("job") || LABELS.containsKey(label), expression);
            assertThat(ERRORS.matcher(expression).results().flatMap(found -> Stream.of(found.group(1).split("\\|"))))
                    .allMatch(error -> Stream.of(ProblemKind.values()).anyMatch(kind -> kind.wireName().equals(error)), expression);
        });
    }

    private static void collect(JsonNode node, String field, List<String> expressions) {
        if (node.path(field).isTextual()) {
            expressions.add(node.get(field).asText());
        }
        node.forEach(part -> collect(part, field, expressions));
    }

    @Test
    void theJobsThatWaitAndThatAreAtWorkAreCounted() {
        assertThat(value("dromedary_queue_jobs")).as("no job is left").isZero();
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT).stall()) {
            String held = api.post("/jobs", """
                    {"input": "s3://media/canary-name.mp4", "kind": "animation", "connection_id": "canary-connection",
                     "options": {"end": 1}}""").json().get("id").asText();
            Awaitility.await().until(() -> value("dromedary_queue_jobs", "lane", "heavy", "status", "processing") == 1);
            api.post("/jobs/" + held + "/cancel", "");
        }
        Awaitility.await().until(() -> value("dromedary_jobs_ended_total", "status", "cancelled") == 1);
        Awaitility.await().until(() -> value("dromedary_queue_jobs", "status", "processing") == 0);
    }

    @Test
    void noLabelHoldsWhatAJobBrings() {
        var seen = new TreeMap<String, Set<String>>();
        samples().forEach(sample -> sample.labels().forEach((name, value) ->
                seen.computeIfAbsent(name, any -> new TreeSet<>()).add(value)));
        seen.remove("le");
        assertThat(LABELS.keySet()).containsAll(seen.keySet());
        seen.forEach((name, values) -> assertThat(LABELS.get(name)).as(name).containsAll(values));
    }

    @Test
    void everyLineOfTheLogIsJsonAndOneIsForEachStep() {
        List<JsonNode> steps = steps(good);
        assertThat(steps).extracting(line -> line.get("stage").asText())
                .containsExactly("probe", "import", "encode", "export");
        assertThat(steps).allSatisfy(line -> {
            assertThat(line.get("outcome").asText()).isEqualTo("succeeded");
            assertThat(line.get("kind").asText()).isEqualTo("video");
            assertThat(line.get("attempt").intValue()).isEqualTo(1);
            assertThat(line.get("node").asText()).isEqualTo("worker-7");
            assertThat(line.get("seconds").isNumber()).isTrue();
            assertThat(line.get("bytes").asLong()).isPositive();
            assertThat(line.get("level").asText()).isEqualTo("INFO");
        });
        assertThat(steps.get(3).get("bytes").asLong()).isEqualTo(size("out.mp4"));
        assertThat(steps(bad)).singleElement().satisfies(line -> {
            assertThat(line.get("stage").asText()).isEqualTo("probe");
            assertThat(line.get("outcome").asText()).isEqualTo("failed");
            assertThat(line.get("error").asText()).isEqualTo("input_not_found");
        });
    }

    @Test
    void aTaskNamesTheNodeThatDidItOnceItHasBegun() {
        assertThat(api.job(good).get("tasks")).isNotEmpty()
                .allSatisfy(task -> assertThat(task.get("node").asText()).isEqualTo("worker-7"));
        assertThat(api.job(bad).get("tasks").get(0).get("node").asText()).isEqualTo("worker-7");
        assertThat(api.job(bad).get("tasks").get(1).get("node").isNull()).isTrue();
    }

    @Test
    void theMetricsAreForThoseWithAKey() {
        assertThat(api.send(HttpRequest.newBuilder(node.url().resolve("/metrics"))).status()).isEqualTo(401);
        String key = api.post("/keys", "{\"name\": \"prometheus\", \"scope\": \"read\"}").json().get("key").asText();
        assertThat(new Api(node.url(), key).get("/metrics").status()).isEqualTo(200);
    }

    @Test
    void neitherMetricsNorLogHoldASecret() {
        for (String text : List.of(metrics(), node.logText())) {
            assertThat(text).doesNotContain(SECRET).doesNotContain(Node.KEY);
        }
        assertThat(metrics()).doesNotContain("canary").doesNotContain(KEY_ID).doesNotContain(good);
    }

    private String metrics() {
        return api.get("/metrics").response().body();
    }

    private long size(String key) {
        return r2.object("media", key).orElseThrow().size();
    }

    /** What the log says of the ends of a job's steps. */
    private List<JsonNode> steps(String job) {
        return node.logText().lines().map(SeeingTest::json)
                .filter(line -> line.has("stage") && line.path("job").asText().equals(job)).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + line, e);
        }
    }

    /** One number of the metrics that are the product's own. */
    private record Sample(String name, Map<String, String> labels, double value) {
    }

    private List<Sample> samples() {
        return SAMPLE.matcher(metrics()).results().map(found -> new Sample(found.group(1),
                found.group(2) == null ? Map.<String, String>of() : LABEL.matcher(found.group(2)).results()
                        .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2))),
                Double.parseDouble(found.group(3)))).toList();
    }

    /** The sum of all samples of this name that have these labels, given as name, value, name, value. */
    private double value(String name, String... labels) {
        return samples().stream().filter(sample -> sample.name().equals(name))
                .filter(sample -> IntStream.range(0, labels.length / 2)
                        .allMatch(i -> labels[2 * i + 1].equals(sample.labels().get(labels[2 * i]))))
                .mapToDouble(Sample::value).sum();
    }
}
