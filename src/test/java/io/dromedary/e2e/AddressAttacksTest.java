package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * URLs that are meant to lead inside, in every field that takes one, and servers that are meant to hold a worker. The
 * node looks names up in a file, which the tests change under its hands.
 */
@Tag("process")
@Tag("engines")
class AddressAttacksTest {

    private static final List<String> FIELDS =
            List.of("input", "webhook_url", "options.subtitle_url", "options.watermark.url", "options.subtitles.0.url",
                    "options.encryption.key_url", "task", "endpoint");
    private static final String KEYS = "\"region\":\"auto\",\"access_key_id\":\"id\",\"secret_access_key\":\"secret\"";

    @TempDir
    static Path folder;
    private static HostileServer web;
    private static Path names;
    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        web = new HostileServer();
        names = folder.resolve("hosts");
        knownHosts();
        Path noCache = Files.writeString(folder.resolve("security"),
                "networkaddress.cache.ttl=0\nnetworkaddress.cache.negative.ttl=0\n");
        node = new Node(folder.resolve("node")).jvm("-Djdk.net.hosts.file=" + names)
                .jvm("-Djava.security.properties=" + noCache).with("DROMEDARY_NODE_NAME", "attacked")
                .with("DROMEDARY_ALLOW_HOSTS", "allowed.test:" + web.port())
                .with("DROMEDARY_ALLOW_PORTS", "80,443," + web.innerPort())
                .with("DROMEDARY_INPUT_ANSWER_SECONDS", "5").with("DROMEDARY_INPUT_RATE_SECONDS", "3")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").with("DROMEDARY_INPUT_MAX_BYTES", "1000000")
                .with("DROMEDARY_TRANSFER_RETRIES", "4").with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").start();
        api = node.api();
    }

    /** The file of names, with these lines more. */
    private static void knownHosts(String... more) throws IOException {
        // None of the public ones is ever connected to.
        Files.writeString(names, String.join("\n", Stream.concat(Stream.of("127.0.0.1 localhost", "127.0.0.1 allowed.test",
                "127.0.0.1 inner.test", "192.31.196.1 public.test"), Stream.of(more)).toList()) + "\n");
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
        web.close();
    }

    @AfterEach
    void nothingInsideWasReachedAndNothingStays() {
        assertThat(web.innerConnections()).isZero();
        Awaitility.await().until(() -> node.workFolders().isEmpty());
    }

    static List<String> innerHosts() {
        return HostileServer.INNER_HOSTS;
    }

    @ParameterizedTest
    @MethodSource("innerHosts")
    void aUrlThatLeadsInsideIsRefusedAtOnceInEveryField(String host) {
        String url = "https://" + host.replace("PORT", Integer.toString(web.innerPort()));
        FIELDS.parallelStream().forEach(field ->
                assertRefused(field, send(field, field.equals("endpoint") ? url : url + "/file.mp4")));
    }

    private static void assertRefused(String field, Api.Answer answer) {
        assertThat(answer.status()).as("%s: %s", field, answer.response().body()).isEqualTo(400);
        assertThat(answer.json().get("kind").asText()).isEqualTo("invalid_input");
        assertThat(answer.json().get("field").asText()).startsWith(field.equals("task") ? "input" : field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://public.test/a.mp4", "gopher://public.test/a", "data:video/mp4;base64,AA",
        "jar:https://public.test/a!/b", "concat:/etc/passwd", "subfile:,,:/etc/passwd", "//public.test/a.mp4", "/etc/passwd",
        "https:/\\\\inner.test/a", "https://public.test\\\\@inner.test/a.mp4", "https://public.test:x/a.mp4",
        "https://user:password@public.test/a.mp4", "https://public.test/a.mp4\\u0000.png", "https://public.test/\\r\\nHost: x"})
    void whatIsNoPlainWebUrlIsRefused(String url) {
        FIELDS.parallelStream().forEach(field -> assertRefused(field, send(field, url)));
    }

    private static Api.Answer send(String field, String url) {
        String job = "{\"kind\":\"video\",\"input\":\"https://public.test/a.mp4\",%s}";
        return switch (field) {
            case "input" -> api.post("/jobs", "{\"kind\":\"video\",\"input\":\"" + url + "\"}");
            case "webhook_url" -> api.post("/jobs", job.formatted("\"webhook_url\":\"" + url + "\""));
            case "options.subtitle_url" -> api.post("/jobs", job.formatted(
                    "\"options\":{\"subtitle_url\":\"" + url + "\",\"subtitle_style\":\"burn_in\"}"));
            case "options.subtitles.0.url" -> api.post("/jobs", job.formatted(
                    "\"options\":{\"subtitles\":[{\"url\":\"" + url + "\"}]}"));
            case "options.encryption.key_url" -> api.post("/jobs", job.replace("\"video\"", "\"adaptive_video\"").formatted(
                    "\"options\":{\"encryption\":{\"method\":\"aes-128\",\"key_url\":\"" + url + "\"}}"));
            case "options.watermark.url" -> api.post("/jobs", job.formatted(
                    "\"options\":{\"watermark\":{\"url\":\"" + url + "\"}}"));
            case "task" -> api.post("/tasks", "{\"kind\":\"probe\",\"input\":{\"url\":\"" + url + "\"}}");
            default -> api.post("/connections",
                    "{\"kind\":\"s3\",\"name\":\"inner\",\"endpoint\":\"" + url + "\"," + KEYS + "}");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:PORT/", "http://[::1]:PORT/", "http://[::ffff:7f00:1]:PORT/",
        "http://2130706433:PORT/", "http://0177.0.0.1:PORT/", "http://inner.test:PORT/", "//inner.test:PORT/",
        "https://inner.test:PORT/", "http://169.254.169.254/latest/meta-data/", "http://public.test:22/",
        "http://user:password@allowed.test/", "ftp://public.test/", "file:///etc/passwd", "javascript:0", "http://",
        "//127.0---x::1/"})
    void aRedirectIsCheckedLikeAUrl(String location) {
        JsonNode error = error(web.url("/redirect?" + location.replace("PORT", Integer.toString(web.innerPort()))));
        assertThat(error.get("kind").asText()).as("%s", error).isEqualTo("input_forbidden");
    }

    @Test
    void noMoreThanFiveRedirectsAreFollowed() {
        JsonNode error = error(web.url("/loop"));
        assertThat(error.get("kind").asText()).isEqualTo("input_forbidden");
        assertThat(error.get("message").asText()).contains("more than 5 times");
        assertThat(web.requests("/loop")).isEqualTo(6);
    }

    @Test
    void aNameThatComesToLeadInsideIsRefusedWhenItIsConnectedTo() throws IOException {
        String inside = ":" + web.innerPort();
        String job = api.video("http://rebound.test" + inside + "/a.mp4", null, "{}", null);
        String read = api.connect("rebound", URI.create("https://rebound-store.test" + inside), new Credentials("id", "secret"));
        knownHosts("127.0.0.1 rebound.test", "127.0.0.1 rebound-store.test");
        assertThat(api.finished(job).at("/error/kind").asText()).isEqualTo("input_forbidden");
        JsonNode stored = api.finished(api.video("s3://bucket/a.mp4", read, "{}", null)).get("error");
        assertThat(stored.get("kind").asText()).as("%s%n%s", stored, node.logText()).isEqualTo("input_forbidden");
        assertThat(stored.get("message").asText()).contains("endpoint points to a private address");
        JsonNode check = api.post("/connections/rebound/check", "{\"bucket\":\"bucket\",\"write\":true}").json();
        assertThat(check.toString()).contains("private address").doesNotContain("internal_error");
    }

    @Test
    void aWebhookWhoseHostComesToLeadInsideIsNotSent() throws IOException {
        var body = "{\"kind\":\"video\",\"input\":\"%s\",\"webhook_url\":\"https://hook.test:%d/\"}"
                .formatted(web.url("/nothing"), web.innerPort());
        String job = api.post("/jobs", body).json().get("id").asText();
        knownHosts("127.0.0.1 hook.test");
        Awaitility.await().atMost(SOON).until(() ->
                api.job(job).at("/webhook/last_error").asText().contains("private address"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dripping-headers", "/dripping-body", "/endless-headers", "/steady-drip"})
    void aServerThatGoesOnForEverIsGivenUp(String path) {
        JsonNode error = error(web.url(path));
        assertThat(error.get("kind").asText()).as("%s", error).isEqualTo("input_unreachable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/endless-body", "/huge-length"})
    void anInputWithoutEndIsTooLarge(String path) {
        JsonNode error = error(web.url(path));
        assertThat(error.get("kind").asText()).as("%s", error).isEqualTo("input_too_large");
    }

    private static JsonNode error(String url) {
        JsonNode job = api.finished(api.video(url, null, "{}", null));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("failed");
        return job.get("error");
    }
}
