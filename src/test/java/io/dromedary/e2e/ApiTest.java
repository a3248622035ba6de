package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server refuses, and in which words. Nothing that was refused leaves a trace. */
@Tag("engines")
class ApiTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final String INPUT = "https://media.invalid/a.mp4";
    private static final int MIB = 1 << 20;

    @TempDir
    static Path folder;
    private static HereNode node;
    private static Api api;
    private int jobs;

    @BeforeAll
    static void start() {
        // Without a worker, jobs stay as they were sent.
        node = new HereNode(folder).with("DROMEDARY_ROLES", "api").with("DROMEDARY_ALLOW_HOSTS", "").start();
        api = node.api();
        for (String name : List.of("one", "two")) {
            assertThat(api.post("/connections", """
                    {"kind": "s3", "name": "%s", "endpoint": "https://store.invalid", "region": "auto",
                     "access_key_id": "id", "secret_access_key": "secret"}""".formatted(name)).status()).isEqualTo(201);
        }
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void countJobs() {
        jobs = api.get("/jobs?limit=100").json().size();
    }

    @AfterEach
    void whatWasRefusedLeftNothingBehind() {
        assertThat(api.get("/jobs?limit=100").json()).hasSize(jobs);
        assertThat(api.get("/connections").json()).hasSize(2);
    }

    // ------------------------------------------------------------ who may call

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
        "none, token_missing", "'', token_missing", "Basic dTpw, token_missing", "Bearer, token_missing",
        Node.KEY + ", token_missing", "Bearer wrong, token_invalid", "Bearer " + Node.KEY + "x, token_invalid",
        "Bearer " + Node.KEY + " " + Node.KEY + ", token_invalid", "'Bearer  ', token_missing"})
    void withoutAKeyNothingIsAnswered(String authorization, String kind) {
        for (String path : List.of("/jobs", "/connections", "/jobs/job_01ARZ3NDEKTSV4RRFFQ69G5FAV", "/nothing")) {
            var request = HttpRequest.newBuilder(node.url().resolve(path));
            if (authorization != null) {
                request.header("Authorization", authorization);
            }
            Api.Answer answer = CONTRACT.keeps("GET", path, api.send(request));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().get("kind").asText()).isEqualTo(kind);
            assertThat(answer.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
    }

    @Test
    void theSchemeOfTheKeyIsReadInAnyCase() {
        var request = HttpRequest.newBuilder(node.url().resolve("/jobs")).header("Authorization", "bearer " + Node.KEY);
        assertThat(api.send(request).status()).isEqualTo(200);
    }

    @Test
    void healthAndContractAreForEveryone() {
        var health = api.send(HttpRequest.newBuilder(node.url().resolve("/health")));
        assertThat(CONTRACT.keeps("GET", "/health", health).status()).isEqualTo(200);
        for (String path : List.of("/health/live", "/health/ready")) {
            var probe = api.send(HttpRequest.newBuilder(node.url().resolve(path)));
            assertThat(CONTRACT.keeps("GET", path, probe).status()).isEqualTo(200);
        }
        var contract = api.send(HttpRequest.newBuilder(node.url().resolve("/openapi.yaml")));
        assertThat(contract.status()).isEqualTo(200);
        assertThat(contract.response().body()).startsWith("#").contains("VideoOptions:");
        assertThat(contract.response().headers().firstValue("Content-Type")).contains("application/yaml");
    }

    // ------------------------------------------------------------ where to and how

    @ParameterizedTest
    @ValueSource(strings = {
        "/", "/nothing", "/jobs/", "/jobs//", "/jobs/a/b", "/jobs/a/cancel/b", "/Jobs", "/openapi-yaml", "/connections/a/b",
        "/routes/api.camel.yaml", "/config/application.properties"})
    void anUnknownPathIsNotFound(String path) {
        refused("GET", path, null, 404, "not_found", null);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /jobs, 'GET, POST'", "DELETE, /jobs, 'GET, POST'", "POST, /health, GET", "PATCH, /connections, 'GET, POST'",
        "GET, /jobs/x/cancel, POST", "POST, /connections/x, 'DELETE, GET, PATCH'", "TRACE, /jobs, 'GET, POST'"})
    void aWrongMethodNamesTheRightOnes(String method, String path, String allowed) {
        Api.Answer answer = refused(method, path, null, 405, "method_not_allowed", null);
        assertThat(answer.response().headers().firstValue("Allow")).contains(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jobs/job_01ARZ3NDEKTSV4RRFFQ69G5FAV", "/jobs/x", "/jobs/%00", "/jobs/..%2f", "/jobs/%F0%9F%90%AA"})
    void aJobThatIsNotThereIsNotFound(String path) {
        refused("GET", path, null, 404, "job_not_found", null);
        refused("POST", path + "/cancel", null, 404, "job_not_found", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/xml", "application/jsonx", "none"})
    void aBodyThatIsNotCalledJsonIsRefused(String type) {
        var request = api.request("/jobs").POST(BodyPublishers.ofString(job("{}")));
        if (!type.equals("none")) {
            request.header("Content-Type", type);
        }
        refused("/jobs", api.send(request), 415, "unsupported_media_type", null);
    }

    // ------------------------------------------------------------ bodies

    static Stream<String> notJson() {
        return Stream.of("", " ", "{", "nonsense", "{\"input\": }", "{'input': 'x'}", job("{}") + " trailing",
                job("{}") + job("{}"), "{\"input\": \"a\", \"input\": \"b\"}", "\ufeff{", "{\"input\": NaN}",
                "[".repeat(MIB / 2), "{\"a\":".repeat(1_500), "{\"priority\": " + "9".repeat(5_000) + "}",
                with("x".repeat(100_000), "1"));
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void whatIsNotJsonIsRefused(String body) {
        for (String path : List.of("/jobs", "/connections")) {
            Api.Answer answer = refused("POST", path, body, 400, "invalid_input", null);
            assertThat(answer.json().get("message").asText()).startsWith("The body is ");
        }
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        var latin1 = job("{}").replace("a.mp4", "\u00e4.mp4").getBytes(StandardCharsets.ISO_8859_1);
        refused("/jobs", api.send(api.request("/jobs").header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(latin1))), 400, "invalid_input", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "null", "1", "\"text\"", "true"})
    void aBodyThatIsNoObjectIsRefused(String body) {
        for (String path : List.of("/jobs", "/connections")) {
            assertThat(refused("POST", path, body, 400, "invalid_input", null).json().get("message").asText())
                    .isEqualTo("The body must be an object.");
        }
    }

    @Test
    void aBodyOverTheLimitIsRefusedWhetherDeclaredOrNot() {
        String body = job("{}").replace("}", ", \"metadata\": {\"a\": \"" + "x".repeat(MIB) + "\"}}");
        refused("POST", "/jobs", body, 413, "body_too_large", null);
        refused("/jobs", api.send(api.request("/jobs").header("Content-Type", "application/json").POST(
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes())))), 413, "body_too_large", null);
        assertThat(api.get("/jobs").status()).isEqualTo(200);
    }

    static Stream<Arguments> wrongFields() {
        String deep = "{\"a\": ".repeat(3) + "1" + "}".repeat(3);
        return Stream.of(
                arguments("{}", "input", "is missing"),
                arguments("{\"input\": \"" + INPUT + "\"}", "kind", "is missing"),
                arguments("{\"kind\": \"video\"}", "input", "is missing"),
                arguments("{\"input\": \"" + INPUT + "\", \"kind\": \"vidoe\"}", "kind", "video"),
                arguments(with("inptu", "\"x\""), "inptu", "did you mean 'input'?"),
                arguments(with("optoins", "{}"), "optoins", "did you mean 'options'?"),
                arguments(with("xyzzy", deep), "xyzzy", "known are"),
                arguments(with("constructor", "1"), "constructor", "known are"),
                arguments(with("x".repeat(10_000), "1"), "x".repeat(10_000), "known are"),
                arguments(job("{\"widht\": 640}"), "options.widht", "did you mean 'width'?"),
                arguments(job("{\"Width\": 640}"), "options.Width", "did you mean 'width'?"),
                arguments(with("options", "[]"), "options", "an object"),
                arguments(with("options", "null"), "options", "an object"),
                arguments(with("metadata", "\"x\""), "metadata", "an object"),
                arguments(with("metadata", "[]"), "metadata", "an object"),
                arguments(with("metadata", "{\"a\": \"" + "x".repeat(16_384) + "\"}"), "metadata", "16384"),
                arguments(with("priority", "-1"), "priority", "from 0 to 9"),
                arguments(with("priority", "10"), "priority", "from 0 to 9"),
                arguments(with("priority", "1.5"), "priority", "from 0 to 9"),
                arguments(with("priority", "\"4\""), "priority", "from 0 to 9"),
                arguments(with("priority", "1e400"), "priority", "from 0 to 9"),
                arguments(with("priority", "1e999999999"), "priority", "from 0 to 9"),
                arguments(with("priority", "9".repeat(400)), "priority", "from 0 to 9"),
                arguments(with("connection_id", "\"nobody\""), "connection_id", "no connection 'nobody'"),
                arguments(with("output_connection_id", "\"nobody\""), "output_connection_id", "no connection"),
                arguments(job("{\"connection_id\": \"nobody\"}"), "options.connection_id", "no connection"),
                arguments(with("connection_id", "\"one\", \"options\": {\"connection_id\": \"two\"}"),
                        "options.connection_id", "different connections"),
                arguments(with("output", "\"https://example.com/x\""), "output", "s3://"),
                arguments(with("output", "\"s3://bucket\""), "output", "s3://"),
                arguments(with("output", "\"s3://bucket/key\""), "options.connection_id", "needs a connection"),
                arguments("{\"input\": \"s3://bucket/key\", \"kind\": \"video\"}", "options.connection_id", "needs a connection"),
                arguments(job("{\"format\": \"webm\", \"codec\": \"h264\"}"), "options.codec", "does not go into webm"),
                arguments(job("{\"format\": \"mov\", \"codec\": \"vp9\"}"), "options.codec", "webm"),
                arguments(job("{\"format\": \"mp4\", \"codec\": \"vp9\"}"), "options.codec", "webm"),
                arguments(job("{\"format\": \"mov\", \"codec\": \"av1\"}"), "options.codec", "mp4"),
                arguments(job("{\"start\": 5, \"end\": 5}"), "options.end", "start"),
                arguments(job("{\"start\": 5, \"end\": 4.9}"), "options.end", "start"),
                arguments(job("{\"end\": 0}"), "options.end", ""),
                arguments(job("{\"audio\": true, \"no_audio\": true}"), "options.no_audio", "opposite"),
                arguments(job("{\"audio\": false, \"no_audio\": false}"), "options.no_audio", "opposite"));
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void aWrongFieldIsNamedWithWhatWouldBeRight(String body, String field, String hint) {
        Api.Answer answer = refused("POST", "/jobs", body, 400, "invalid_input", field);
        assertThat(answer.json().get("message").asText()).contains(hint);
    }

    /** As it is a character that only one of the databases could store. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "POST | /jobs | {'input': 'https://media.invalid/a\\u0000.mp4', 'kind': 'video'} | input",
        "POST | /jobs | {'input': 'https://media.invalid/a.mp4', 'kind': 'video', 'metadata': {'a': {'b': ['\\u0000']}}}"
                + " | metadata.a.b.0",
        "POST | /jobs | {'input': 'https://media.invalid/a.mp4', 'kind': 'video', 'metadata': {'a\\u0000': 1}}"
                + " | metadata.a\\u0000",
        "POST | /connections | {'kind': 's3', 'name': 'a\\u0000', 'endpoint': 'https://store.invalid',"
                + " 'access_key_id': 'a', 'secret_access_key': 'b'} | name",
        "POST | /keys | {'name': 'a\\u0000', 'scope': 'read'} | name",
        "GET | /jobs?after=%00 | | after", "GET | /tasks?kind=a%00 | | kind"})
    void theCharacterNulIsRefusedByNameWhereverTextIsTaken(String method, String path, String body, String field) {
        String json = body == null ? null : body.replace('\'', '"');
        assertThat(refused(method, path, json, 400, "invalid_input", field).json().get("message").asText())
                .contains("NUL");
    }

    // ------------------------------------------------------------ inputs

    @ParameterizedTest
    @ValueSource(strings = {
        "", "a.mp4", "/etc/passwd", "file:///etc/passwd", "ftp://example.com/a.mp4", "s3://", "s3://bucket", "s3:///key",
        "data:video/mp4;base64,AAAA", "gopher://x/", "HTTPS://example.com/a.mp4", "http://", "https:///a.mp4",
        "concat:a|b", "pipe:0", "https://user:secret@example.com/a.mp4", "https://user@example.com/a.mp4",
        "https://exa mple.com/a.mp4", "https://example.com/a b.mp4", "https://under_score.example/a", "https://[::1/a",
        "http://127.0.0.1/a.mp4", "http://127.1/a.mp4", "http://2130706433/a.mp4", "http://0/a.mp4",
        "http://localhost/a.mp4",
        "http://[::1]/a.mp4", "http://[::ffff:127.0.0.1]/a.mp4", "http://[::]/a", "http://10.0.0.1/a",
        "http://172.16.0.1/a", "http://192.168.1.1/a", "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/a", "http://[fe80::1]/a", "http://100.64.0.1/a", "http://0.0.0.0/a",
        "http://127.0.0.1:99999/a", "https://example.com\\\\@127.0.0.1/a"})
    void anInputThatMayNotBeReadIsRefused(String input) {
        refused("POST", "/jobs", "{\"input\": \"" + input + "\", \"kind\": \"video\"}", 400, "invalid_input", "input");
    }

    // ------------------------------------------------------------ options, by the contract

    static Stream<Arguments> justOutside() {
        var rows = new ArrayList<Arguments>();
        for (String kind : List.of("Video", "Audio", "Image", "Animation", "AdaptiveVideo")) {
            String name = kind.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            String options = "/components/schemas/" + kind + "Options/properties";
            for (String option : CONTRACT.fields(options)) {
                JsonNode schema = CONTRACT.schema(options + "/" + option);
                wrong(schema).forEach(value -> rows.add(arguments(name, option, "{\"" + option + "\": " + value + "}")));
                schema.path("properties").fieldNames().forEachRemaining(part ->
                        wrong(CONTRACT.resolved(schema.get("properties").get(part))).forEach(value ->
                                rows.add(arguments(name, option + "." + part, "{\"" + option + "\": "
                                        + whole(schema, part, value) + "}"))));
            }
        }
        return rows.stream();
    }

    /** An object with this part, and those that it cannot be without. */
    private static String whole(JsonNode schema, String part, String value) {
        String rest = StreamSupport.stream(schema.path("required").spliterator(), false).map(JsonNode::asText)
                .filter(name -> !name.equals(part)).map(name -> ", \"" + name + "\": \"" + INPUT + "\"")
                .collect(Collectors.joining());
        return "{\"" + part + "\": " + value + rest + "}";
    }

    private static Stream<String> wrong(JsonNode schema) {
        boolean object = schema.path("type").asText().equals("object");
        return Stream.concat(Stream.of("null", "[]"), object ? Stream.of("7", "\"x\"", "true")
                : Stream.concat(outside(schema), Stream.of("{}")));
    }

    private static Stream<String> outside(JsonNode schema) {
        if (schema.has("oneOf")) {
            var branches = new ArrayList<String>();
            schema.get("oneOf").forEach(branch -> outside(branch).forEach(branches::add));
            return branches.stream();
        }
        if (schema.has("enum")) {
            return Stream.of("\"no-such-word\"", "\"\"", "1");
        }
        return switch (schema.get("type").asText()) {
            case "boolean" -> Stream.of("\"true\"", "1", "0");
            case "integer" -> Stream.of(beyond(schema, "minimum", "-1"), beyond(schema, "maximum", "1"), "20.5", "\"20\"");
            case "number" -> Stream.of(beyond(schema, "minimum", "-0.001"), beyond(schema, "maximum", "0.001"), "\"20\"");
            default -> Stream.of("\"\"", "\"" + "0".repeat(4_097) + "\"", "7");
        };
    }

    private static String beyond(JsonNode schema, String side, String step) {
        return schema.get(side).decimalValue().add(new BigDecimal(step)).toPlainString();
    }

    @ParameterizedTest
    @MethodSource("justOutside")
    void anOptionJustOutsideItsRangeIsRefusedByName(String kind, String option, String options) {
        refused("POST", "/jobs", "{\"input\": \"" + INPUT + "\", \"kind\": \"" + kind + "\", \"options\": " + options
                + "}", 400, "invalid_input", "options." + option);
    }

    // ------------------------------------------------------------ how it is asked

    private static String job(String options) {
        return "{\"input\": \"" + INPUT + "\", \"kind\": \"video\", \"options\": " + options + "}";
    }

    private static String with(String field, String value) {
        return "{\"input\": \"" + INPUT + "\", \"kind\": \"video\", \"" + field + "\": " + value + "}";
    }

    private static Api.Answer refused(String method, String path, String body, int status, String kind, String field) {
        var request = api.request(path).method(method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return refused(path, api.send(request), status, kind, field);
    }

    private static Api.Answer refused(String path, Api.Answer answer, int status, String kind, String field) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        CONTRACT.keeps("any", path, answer);
        assertThat(answer.json().get("kind").asText()).isEqualTo(kind);
        if (field != null) {
            assertThat(answer.json().path("field").asText()).as(answer.response().body()).isEqualTo(field);
        }
        // Neither a stack trace nor a place in this server.
        assertThat(answer.response().body()).doesNotContain("Exception", "\tat ", "io.dromedary", "java.");
        return answer;
    }
}
