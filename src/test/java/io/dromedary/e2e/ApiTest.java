package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server refuses, and in which words. Nothing that was refused leaves a trace. */
@Tag("engines")
class ApiTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    /** Where something can be made. */
    private static final List<String> TAKERS = List.of("/jobs", "/tasks", "/connections", "/keys");
    private static final String INPUT = "https://media.invalid/a.mp4";
    private static final int MIB = 1 << 20;

    @TempDir
    static Path folder;
    private static HereNode node;
    private static Api api;

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

    @AfterEach
    void whatWasRefusedLeftNothingBehind() {
        assertThat(api.get("/jobs").json()).isEmpty();
        assertThat(api.get("/tasks").json()).isEmpty();
        assertThat(api.get("/connections").json()).hasSize(2);
        assertThat(api.get("/keys").json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer wrong", "Bearer " + Node.KEY})
    void aBrowserGetsAPageThatSaysWhatThisIs(String authorization) {
        for (String method : List.of("GET", "HEAD")) {
            var request = HttpRequest.newBuilder(node.url().resolve("/")).method(method, HttpRequest.BodyPublishers.noBody())
                    .header("Accept", "text/html");
            Api.Answer answer = api.send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.response().headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(answer.response().headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ")
                    .contains("frame-ancestors 'none'").doesNotContain("unsafe");
            assertThat(answer.response().body()).matches(page -> method.equals("HEAD") ? page.isEmpty()
                    : page.contains("/openapi.yaml") && page.contains("Authorization: Bearer") && page.contains("docs/"));
        }
    }

    // ------------------------------------------------------------ who may call

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
        "none, token_missing", "'', token_missing", "Basic dTpw, token_missing", "Bearer, token_missing",
        Node.KEY + ", token_missing", "Bearer wrong, token_invalid", "Bearer " + Node.KEY + "x, token_invalid",
        "Bearer " + Node.KEY + " " + Node.KEY + ", token_invalid", "'Bearer  ', token_missing"})
    void withoutAKeyNothingIsAnswered(String authorization, String kind) {
        refusedWithoutKey("/jobs", authorization, kind);
    }

    /** Each guess takes longer than the one before: there are no more of them than needed. */
    @ParameterizedTest
    @ValueSource(strings = {"/connections", "/jobs/job_01ARZ3NDEKTSV4RRFFQ69G5FAV", "/nothing"})
    void nothingIsAnsweredOnAnyPath(String path) {
        refusedWithoutKey(path, null, "token_missing");
        refusedWithoutKey(path, "Bearer wrong", "token_invalid");
    }

    private static void refusedWithoutKey(String path, String authorization, String kind) {
        var request = HttpRequest.newBuilder(node.url().resolve(path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        Api.Answer answer = CONTRACT.keeps("GET", path, api.send(request));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("kind").asText()).isEqualTo(kind);
        assertThat(answer.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
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
        "/nothing", "/jobs/", "/jobs//", "/jobs/a/b", "/jobs/a/cancel/b", "/Jobs", "/openapi-yaml", "/connections/a/b",
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
    @ValueSource(strings = {"multipart/form-data; boundary=x", "application/xml", "application/jsonx"})
    void aBodyThatIsNotCalledJsonIsRefused(String type) {
        isNoJson(type, job("{}"));
    }

    /** The types of curl, and of scripts that say nothing; with a JSON object they are taken. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "none"})
    void aBodyThatIsNotCalledAnythingMustBeAnObject(String type) {
        for (String body : List.of("input=https%3A%2F%2Fexample.com", "[" + job("{}") + "]", "")) {
            isNoJson(type, body);
        }
    }

    private void isNoJson(String type, String body) {
        var request = api.request("/jobs").POST(BodyPublishers.ofString(body));
        if (!type.equals("none")) {
            request.header("Content-Type", type);
        }
        refused("/jobs", api.send(request), 415, "unsupported_media_type", null);
    }

    // ------------------------------------------------------------ bodies: each check is called; what it refuses, its own test says

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"input\": \"a\", \"input\": \"b\"}", "[[[["})
    void whatIsNotJsonIsRefused(String body) {
        for (String path : TAKERS) {
            Api.Answer answer = refused("POST", path, body, 400, "invalid_input", null);
            assertThat(answer.json().get("message").asText()).startsWith("The body is ");
        }
    }

    @Test
    void whatIsTooDeepIsRefused() {
        refused("POST", "/jobs", "[".repeat(MIB / 2), 400, "invalid_input", null);
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        var latin1 = job("{}").replace("a.mp4", "\u00e4.mp4").getBytes(StandardCharsets.ISO_8859_1);
        refused("/jobs", api.send(api.request("/jobs").header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(latin1))), 400, "invalid_input", null);
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        for (String path : TAKERS) {
            assertThat(refused("POST", path, "[]", 400, "invalid_input", null).json().get("message").asText())
                    .isEqualTo("The body must be an object.");
        }
    }

    @Test
    void aBodyOverTheLimitIsRefusedWhetherDeclaredOrNot() {
        String body = job("{}").replace("}", ", \"metadata\": {\"a\": \"" + "x".repeat(MIB) + "\"}}");
        for (HttpRequest.BodyPublisher publisher : List.of(BodyPublishers.ofString(body),
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes())))) {
            refused("/jobs", api.answered(() -> api.request("/jobs").header("Content-Type", "application/json").POST(publisher)),
                    413, "body_too_large", null);
        }
        assertThat(api.get("/jobs").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/jobs | {}                                                                             | input",
        "/jobs | {'kind': 'video', 'inptu': 'https://media.invalid/a.mp4'}                      | inptu",
        "/jobs | {'kind': 'video', 'input': 'https://media.invalid/a.mp4', 'options': {'width': 1}} | options.width",
        "/jobs | {'kind': 'video', 'input': 'https://media.invalid/a.mp4', 'options': {'audio': true, 'no_audio': true}}"
                + " | options.no_audio",
        "/jobs | {'kind': 'video', 'input': 'https://media.invalid/a.mp4', 'connection_id': 'nobody'} | connection_id",
        "/jobs | {'preset': 'nobody', 'input': 'https://media.invalid/a.mp4'}                   | preset",
        "/jobs | {'kind': 'video', 'input': 'file:///etc/passwd'}                               | input",
        "/jobs | {'kind': 'video', 'input': 'http://169.254.169.254/latest/meta-data/'}         | input",
        "/jobs | {'kind': 'video', 'input': 'https://media.invalid/a\\u0000.mp4'}               | input",
        "/tasks | {'kind': 'probe'}                                                             | input",
        "/tasks | {'kind': 'export', 'input': 'https://media.invalid/a.mp4', 'options': {}}     | options.url",
        "/tasks | {'kind': 'probe', 'input': 'http://127.0.0.1/a.mp4'}                          | input",
        "/tasks | {'kind': 'probe', 'input': 'https://media.invalid/a\\u0000.mp4'}              | input",
        "/connections | {'kind': 's3', 'name': 'three'}                                         | endpoint",
        "/connections | {'kind': 's3', 'name': 'three', 'endpoint': 'https://127.0.0.1', 'region': 'auto',"
                + " 'access_key_id': 'a', 'secret_access_key': 'b'} | endpoint",
        "/connections | {'kind': 's3', 'name': 'a\\u0000'}                                      | name",
        "/keys | {}                                                                             | name",
        "/keys | {'name': 'a', 'scope': 'root'}                                                 | scope",
        "/keys | {'name': 'a\\u0000'}                                                           | name"})
    void aWrongFieldIsNamed(String path, String body, String field) {
        refused("POST", path, body.replace('\'', '"'), 400, "invalid_input", field);
    }

    @ParameterizedTest
    @CsvSource({"/jobs?limit=0, limit", "/jobs?limit=1&limit=2, limit", "/jobs?stauts=queued, stauts", "/jobs?after=%00, after",
        "/tasks?kind=a%00, kind", "/tasks?limit=101, limit", "/connections?order=up, order", "/keys?page=2, page"})
    void aWrongParameterOfAListIsNamed(String path, String field) {
        refused("GET", path, null, 400, "invalid_input", field);
    }

    // ------------------------------------------------------------ how it is asked

    private static String job(String options) {
        return "{\"input\": \"" + INPUT + "\", \"kind\": \"video\", \"options\": " + options + "}";
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
