package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever has such a URL can open what it names: a presigned input, a webhook with a token, a signed result. They are in
 * the answers to their owner, and in no log, whatever is logged.
 */
@Tag("process")
@Tag("engines")
class SecretUrlsTest {

    private static final String PRESIGNED = "canary-of-a-presigned-url-4711";
    private static final String MARK = "canary-of-a-watermark-4711";
    private static final String REDIRECTED = "canary-of-a-redirect-4711";
    private static final String HOOK = "canary-of-a-webhook-4711";
    private static final Pattern SIGNED_RESULT = Pattern.compile("~\\d{10}\\.[\\w-]{43}");

    @TempDir
    Path folder;
    private HttpServer web;
    private Receiver receiver;
    private Node node;

    @BeforeEach
    void start() throws IOException {
        byte[] picture = HostileFiles.made(folder, "in.png", "-f", "lavfi", "-i", "color=red:size=64x64", "-frames:v",
                "1");
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/moved.png")) {
                exchange.getResponseHeaders().add("Location", "/in.png?X-Amz-Signature=" + REDIRECTED);
                exchange.sendResponseHeaders(302, -1);
            } else if (path.equals("/in.png")) {
                exchange.sendResponseHeaders(200, picture.length);
                exchange.getResponseBody().write(picture);
            } else {
                exchange.sendResponseHeaders(path.equals("/busy.png") ? 503 : 404, -1);
            }
            exchange.close();
        });
        web.start();
        receiver = new Receiver();
        node = LoudLog.of(new Node(folder.resolve("node")), folder).with("DROMEDARY_TRANSFER_RETRIES", "1")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").with("DROMEDARY_CDN_SIGNED", "true").start();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        receiver.close();
        web.stop(0);
    }

    @Test
    void aUrlThatOpensSomethingIsInNoLog() throws Exception {
        String hook = receiver.at("/hook", 200).url() + "?token=" + HOOK;
        Api api = node.api();
        for (String name : List.of("in", "moved", "none", "busy")) {
            String body = body(name).replaceFirst("}$", ", \"webhook_url\": \"" + hook + "\"}");
            JsonNode job = api.finished(api.accepted(body));
            assertThat(job.get("status").asText()).as("%s", job)
                    .isEqualTo(List.of("in", "moved").contains(name) ? "succeeded" : "failed");
            assertThat(job.get("input").asText()).contains(PRESIGNED);
            assertThat(job.path("error").toString()).doesNotContain(PRESIGNED);
            Awaitility.await().atMost(SOON)
                    .until(() -> api.job(job.get("id").asText()).at("/webhook/status").asText().equals("delivered"));
            assertThat(api.get("/jobs/" + job.get("id").asText() + "/events").response().body()).contains(PRESIGNED);
            api.post("/jobs/" + job.get("id").asText() + "/webhook", "{}");
            api.post("/jobs/" + job.get("id").asText() + "/retry", "{}");
        }
        JsonNode listed = api.get("/jobs?limit=100").json();
        String signed = listed.findValuesAsText("output").stream().filter(url -> url.startsWith("http")).findFirst()
                .orElseThrow();
        assertThat(SIGNED_RESULT.matcher(signed).find()).isTrue();
        assertThat(api.get(URI.create(signed).getPath()).status()).isEqualTo(200);
        // A signed URL as an input, twice with the same key, shown without being done, and as a task.
        String again = "{\"kind\": \"image\", \"input\": \"" + signed + "\"}";
        for (int i = 0; i < 2; i++) {
            Api.Answer answer = api.send(api.request("/jobs").header("Content-Type", "application/json")
                    .header("Idempotency-Key", "twice").POST(BodyPublishers.ofString(again)));
            assertThat(answer.json().get("input").asText()).isEqualTo(signed);
            api.finished(answer.json().get("id").asText());
        }
        Api.Answer dry = api.post("/jobs?dry_run=true", body("in"));
        assertThat(dry.status()).isEqualTo(200);
        assertThat(dry.json().findValues("commands").toString()).contains("ffmpeg").doesNotContain("canary", "http");
        assertThat(api.post("/tasks", body("in").replaceFirst(", \"options\".*", "}")).status()).isEqualTo(201);
        assertThat(api.get("/tasks?limit=100").status()).isEqualTo(200);
        assertThat(api.get("/jobs?input=" + URLEncoder.encode(signed, StandardCharsets.UTF_8)).json()).hasSize(1);

        LoudLog.check(node.logText());
        for (String text : List.of(node.logText(), api.get("/health").response().body(), api.get("/metrics").response().body())) {
            for (String secret : List.of(PRESIGNED, MARK, REDIRECTED, HOOK)) {
                assertThat(LoudLog.surroundings(text, secret)).as(secret).isEmpty();
            }
            assertThat(LoudLog.surroundings(text, SIGNED_RESULT)).isEmpty();
        }
    }

    private String body(String name) {
        String url = "http://127.0.0.1:" + web.getAddress().getPort() + "/";
        return "{\"kind\": \"image\", \"input\": \"" + url + name + ".png?X-Amz-Signature=" + PRESIGNED
                + "\", \"options\": {\"watermark\": {\"url\": \"" + url + "in.png?X-Amz-Signature=" + MARK + "\"}}}";
    }
}
