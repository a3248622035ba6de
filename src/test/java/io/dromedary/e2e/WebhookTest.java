package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.Ports;
import io.dromedary.media.Ffmpeg;
import io.dromedary.webhook.Signer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sends a job is told of its end, once and again until they listen. */
@Tag("encode")
@Tag("engines")
class WebhookTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final String SECRET = "whsec_canaryMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAB";

    @TempDir
    static Path folder;
    private static Receiver receiver;
    private static HereNode node;
    private static Api api;

    @BeforeAll
    static void start() {
        receiver = new Receiver();
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_TRANSFER_RETRIES", "0")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1")
                .with("DROMEDARY_WEBHOOK_FIRST_DELAY", "1").with("DROMEDARY_WEBHOOK_SECRET", SECRET).start();
        api = node.api();
    }

    @AfterAll
    static void stop() {
        node.close();
        receiver.close();
    }

    // ------------------------------------------------------------ what is sent

    @Test
    void aJobThatSucceededIsPostedSignedAndWithItsResult() throws IOException {
        Path single = Samples.video(folder, "single.mp4", 64, 36, 1);
        Path video = folder.resolve("in.mp4");
        Ffmpeg.run(List.of("-v", "error", "-i", single.toString(), "-map", "0", "-map", "0:a", "-c", "copy", video.toString()));
        var web = receiver.at("/in.mp4", (exchange, number) -> {
            exchange.sendResponseHeaders(200, Files.size(video));
            Files.copy(video, exchange.getResponseBody());
            exchange.close();
        });
        var inbox = receiver.at("/succeeded", 204);
        String query = "?token=canary-in-the-query&a=b%2Fc";
        String id = send(web.url(), inbox.url() + query);
        Receiver.Hook hook = inbox.await(1).get(0);

        assertThat(hook.query()).isEqualTo(query.substring(1));
        assertThat(hook.header("Content-Type")).isEqualTo("application/json");
        assertThat(hook.header("User-Agent")).isEqualTo("Dromedary");
        assertThat(hook.header("Content-Length")).isEqualTo(Integer.toString(hook.body().length));
        assertThat(hook.header("webhook-id")).matches("msg_[0-9A-HJKMNP-TV-Z]{26}");
        assertThat(Long.parseLong(hook.header("webhook-timestamp")))
                .isCloseTo(hook.atMillis() / 1000, within(2L));
        assertThat(python(hook)).isEqualTo("verified: " + id + " succeeded");

        JsonNode event = hook.json();
        JsonNode job = delivered(id);
        assertThat(event.at("/output/url")).isEqualTo(job.get("output"));
        assertThat(event.at("/output/object").asText()).isEqualTo("file");
        assertThat(event.at("/output/codecs/video").asText()).isEqualTo("h264");
        assertThat(event.get("tasks")).isEqualTo(job.get("tasks"));
        assertThat(event.get("metadata")).isEqualTo(job.get("metadata"));
        CONTRACT.keeps("/components/schemas/JobEvent", event);
        assertThat(event.at("/warnings/0/kind").asText()).isEqualTo("mono_track_taken");
        assertThat(event.get("warnings")).hasSize(1).isEqualTo(job.get("warnings")).isEqualTo(job.at("/tasks/2/warnings"));
        assertThat(job.get("webhook").toString()).isEqualTo(
                "{\"url\":\"" + inbox.url() + query + "\",\"status\":\"delivered\",\"attempts\":1,\"last_error\":null}");
        assertThat(listed(id)).isEqualTo(job.get("webhook"));
        assertThat(node.logText()).contains(id).doesNotContain("canary");
    }

    @Test
    void jobsThatFailedOrWereCancelledAreToldOfToo() {
        var failed = receiver.at("/failed", 200);
        String id = failing(failed.url());
        JsonNode event = failed.await(1).get(0).json();
        CONTRACT.keeps("/components/schemas/JobEvent", event);
        assertThat(event.get("id").asText()).isEqualTo(id);
        assertThat(event.get("status").asText()).isEqualTo("failed");
        assertThat(event.get("output").isNull()).isTrue();
        assertThat(event.at("/error/kind").asText()).isEqualTo("input_unreachable");

        var cancelled = receiver.at("/cancelled", 200);
        var release = new CountDownLatch(1);
        var stalled = receiver.at("/stalled.mp4", (exchange, number) -> await(release));
        String cancel = send(stalled.url(), cancelled.url());
        stalled.await(1);
        assertThat(api.job(cancel).at("/webhook/status").asText()).isEqualTo("waiting");
        assertThat(refusal("/jobs/" + cancel + "/webhook", 400)).contains("has not ended");
        api.post("/jobs/" + cancel + "/cancel", "");
        assertThat(cancelled.await(1).get(0).json().get("status").asText()).isEqualTo("cancelled");
        release.countDown();
    }

    @Test
    void withoutAWebhookUrlNothingIsShownAndNothingCanBeSent() {
        String id = api.finished(api.video(closed(), null, "{}", null)).get("id").asText();
        assertThat(api.job(id).get("webhook").isNull()).isTrue();
        assertThat(listed(id).isNull()).isTrue();
        assertThat(refusal("/jobs/" + id + "/webhook", 400)).contains("webhook_url");
        assertThat(refusal("/jobs/job_01ARZ3NDEKTSV4RRFFQ69G5FAV/webhook", 404)).contains("no job");
    }

    @Test
    void itIsSentAgainOnRequestWithTheSameId() {
        var inbox = receiver.at("/again", 200);
        String id = failing(inbox.url());
        delivered(id);
        Api.Answer answer = CONTRACT.keeps("POST", "/jobs/x/webhook", api.post("/jobs/" + id + "/webhook", ""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/webhook/status").asText()).isEqualTo("pending");
        List<Receiver.Hook> hooks = inbox.await(2);
        assertThat(hooks.get(1).header("webhook-id")).isEqualTo(hooks.get(0).header("webhook-id"));
        assertThat(delivered(id).at("/webhook/attempts").asInt()).isEqualTo(2);
    }

    // ------------------------------------------------------------ what becomes of failures

    @Test
    void receiversThatDoNotAnswerDelayNeitherJobsNorOtherWebhooks() throws IOException {
        var good = receiver.at("/good", 200);
        // The system takes connections to it, and nobody ever reads them.
        try (var dead = new ServerSocket(0)) {
            var ids = new ArrayList<String>();
            // One after the other they would take 200 s.
            for (int i = 0; i < 40; i++) {
                ids.add(failing("http://127.0.0.1:" + dead.getLocalPort() + "/dead"));
            }
            String first = failing(good.url());
            api.finished(first, SOON);
            Awaitility.await().atMost(SOON).until(() -> good.hooks().size() == 1);
            for (int i = 0; i < 3; i++) {
                failing(good.url());
            }
            Awaitility.await().atMost(SOON).until(() -> good.hooks().size() == 4);
            assertThat(Awaitility.await().atMost(SOON).until(() -> ids.stream().map(id -> api.job(id).get("webhook"))
                            .filter(hook -> hook.get("last_error").isTextual()).findFirst(), found -> found.isPresent())
                    .orElseThrow().get("last_error").asText()).contains("5 s");
            assertThat(ids).noneMatch(id -> api.job(id).at("/webhook/status").asText().equals("delivered"));
        }
    }

    @Test
    void aReceiverThatIsNotThereIsNamedInTheError() throws IOException {
        String id = failing("http://127.0.0.1:" + Ports.free() + "/closed");
        assertThat(until(id, "pending", 1).get("last_error").asText()).contains("refuses the connection");
        id = failing("https://no-such-host.invalid/hook");
        assertThat(until(id, "pending", 1).get("last_error").asText()).contains("host name");
        try (var plain = new ServerSocket(0)) {
            receiver.threads().execute(() -> answerPlainly(plain));
            String plainly = failing("https://127.0.0.1:" + plain.getLocalPort() + "/plain");
            Awaitility.await().atMost(SOON).until(
                    () -> api.job(plainly).at("/webhook/last_error").asText().contains("certificate"));
        }
    }

    @Test
    void aWebhookSurvivesARestartAndItsHostIsCheckedAgain() throws IOException {
        var late = receiver.at("/late", (exchange, number) -> Receiver.status(exchange, number == 1 ? 503 : 200));
        var inside = receiver.at("/inside", 503);
        try (HereNode other = new HereNode(folder.resolve("other")).with("DROMEDARY_TRANSFER_RETRIES", "0")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1")
                .with("DROMEDARY_ALLOW_HOSTS", "127.0.0.1,127.0.0.2").with("DROMEDARY_WEBHOOK_FIRST_DELAY", "3").start()) {
            String id = post(other.api(), closed(), late.url());
            String refused = post(other.api(), closed(), inside.url("127.0.0.2"));
            Awaitility.await().atMost(SOON).until(() -> List.of(id, refused).stream().allMatch(job ->
                    other.api().job(job).at("/webhook/last_error").isTextual()));
            other.stop();
            other.with("DROMEDARY_ALLOW_HOSTS", "127.0.0.1").with("DROMEDARY_WEBHOOK_GIVE_UP_AFTER", "1").start();
            assertThat(late.await(2)).extracting(hook -> hook.header("webhook-id"))
                    .containsOnly(late.hooks().get(0).header("webhook-id"));
            Awaitility.await().atMost(SOON).until(() -> other.api().job(id).at("/webhook/status").asText(),
                    "delivered"::equals);
            JsonNode failed = Awaitility.await().atMost(SOON).until(() -> other.api().job(refused).get("webhook"),
                    hook -> hook.get("status").asText().equals("failed"));
            assertThat(failed.get("last_error").asText()).contains("private address");
            assertThat(inside.hooks()).hasSize(1);

            Path secret = other.secret("webhook.secret");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret))).isEqualTo("rw-------");
            assertThat(Files.readString(secret)).matches("whsec_[A-Za-z0-9+/]{43}=\n");
        }
    }

    // ------------------------------------------------------------ by which secret

    @Test
    void aProjectsWebhooksAreSignedByItsOwnSecret() {
        Api shop = new Api(node.url(), api.post("/keys", "{\"name\": \"shop\", \"scope\": \"admin\", \"project\": \"shop\"}")
                .json().get("key").asText());
        String first = secret(CONTRACT.keeps("GET", "/webhook-secret", shop.get("/webhook-secret")));
        assertThat(first).isNotEqualTo(SECRET);
        assertThat(secret(api.get("/webhook-secret"))).as("of the project that was always there").isEqualTo(SECRET);
        var inbox = receiver.at("/of-shop", 204);
        post(shop, closed(), inbox.url());
        assertSigned(inbox.await(1).get(0), first);
        String path = "/webhook-secret/rotate";
        String second = secret(CONTRACT.keeps("POST", path, shop.post(path, "{\"grace_seconds\": 600}")));
        post(shop, closed(), inbox.url());
        assertSigned(inbox.await(2).get(1), second, first);
        String third = secret(shop.post(path, "{}"));
        post(shop, closed(), inbox.url());
        assertSigned(inbox.await(3).get(2), third);
        assertThat(secret(api.get("/webhook-secret"))).as("another project's").isEqualTo(SECRET);
    }

    private static String secret(Api.Answer answer) {
        return answer.json().get("secret").asText();
    }

    private static void assertSigned(Receiver.Hook hook, String... secrets) {
        var keys = Signer.keys(List.of(secrets), "the test");
        assertThat(hook.header("webhook-signature")).isEqualTo(new Signer(() -> keys).sign(hook.header("webhook-id"),
                Long.parseLong(hook.header("webhook-timestamp")), hook.body()));
    }

    // ------------------------------------------------------------ what is refused

    @Test
    void aUrlThatIsTooLongOrNoTextIsRefused() {
        assertRefused("\"https://example.com/" + "x".repeat(2_048) + "\"");
        assertRefused("null");
        assertRefused("{}");
    }

    private static void assertRefused(String url) {
        int jobs = api.get("/jobs?limit=100").json().size();
        Api.Answer answer = CONTRACT.keeps("POST", "/jobs", api.post("/jobs",
                "{\"input\": \"https://media.invalid/a\", \"kind\": \"video\", \"webhook_url\": " + url + "}"));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.json().get("field").asText()).isEqualTo("webhook_url");
        assertThat(answer.json().get("message").asText()).contains("'webhook_url'").doesNotContain("'input'");
        assertThat(api.get("/jobs?limit=100").json()).hasSize(jobs);
    }

    // ------------------------------------------------------------ help

    /** What the receiver in docs/webhooks.md prints for this webhook. */
    private static String python(Receiver.Hook hook) throws IOException {
        Path program = Files.writeString(folder.resolve("receiver.py"),
                Doc.of("docs/webhooks.md").block("python", "## Signature")
                + """
                import sys
                names = ("webhook-id", "webhook-timestamp", "webhook-signature")
                job = verify(dict(zip(names, sys.argv[1:])), sys.stdin.buffer.read())
                print("verified:", job["id"], job["status"])
                """);
        Path body = Files.write(folder.resolve("body.json"), hook.body());
        var builder = new ProcessBuilder("python3", program.toString(), hook.header("webhook-id"),
                hook.header("webhook-timestamp"), hook.header("webhook-signature"))
                .redirectErrorStream(true).redirectInput(body.toFile());
        builder.environment().put("WEBHOOK_SECRET", SECRET);
        return new String(builder.start().getInputStream().readAllBytes()).strip();
    }

    /** A job that fails at once. */
    private static String failing(String webhook) {
        return send(closed(), webhook);
    }

    private static String send(String input, String webhook) {
        return post(api, input, webhook);
    }

    private static String post(Api api, String input, String webhook) {
        Api.Answer answer = CONTRACT.keeps("POST", "/jobs", api.post("/jobs", """
                {"input": "%s", "kind": "video", "options": {"width": 32}, "metadata": {"mine": "\u00fc \ud83d\udc2a"},
                 "webhook_url": "%s"}""".formatted(input, webhook)));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.json().get("id").asText();
    }

    /** A server that does not know TLS. */
    private static void answerPlainly(ServerSocket server) {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                connection.getInputStream().read();
                connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
            } catch (IOException e) {
                assertThat(server.isClosed()).isTrue();
            }
        }
    }

    private static String closed() {
        return "http://127.0.0.1:" + Ports.free() + "/closed.mp4";
    }

    private static JsonNode delivered(String id) {
        until(id, "delivered", 1);
        return CONTRACT.keeps("GET", "/jobs/x", api.get("/jobs/" + id)).json();
    }

    private static JsonNode until(String id, String status, int attempts) {
        return Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(
                () -> api.job(id).get("webhook"), hook -> hook.get("status").asText().equals(status)
                        && hook.get("attempts").asInt() >= attempts
                        && (status.equals("delivered") || hook.get("last_error").isTextual()));
    }

    private static JsonNode listed(String id) {
        for (JsonNode job : api.get("/jobs?limit=100").json()) {
            if (job.get("id").asText().equals(id)) {
                return job.get("webhook");
            }
        }
        throw new AssertionError("not in the list: " + id);
    }

    private static String refusal(String path, int status) {
        Api.Answer answer = CONTRACT.keeps("POST", "/jobs/x/webhook", api.post(path, ""));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        return answer.json().get("message").asText();
    }

    private static long gap(List<Receiver.Hook> hooks, int index) {
        return hooks.get(index).atMillis() - hooks.get(index - 1).atMillis();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
