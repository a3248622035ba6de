package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import io.dromedary.api.JobJson;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Owner;
import io.dromedary.job.Webhook;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.CheckedConnections;
import io.dromedary.net.CheckedDns;
import io.dromedary.net.HostNames;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.CdnLinks;
import io.dromedary.webhook.Deliveries;
import io.dromedary.webhook.Signer;
import io.dromedary.webhook.WebhookClient;
import io.dromedary.webhook.WebhookDelays;
import io.dromedary.webhook.WebhookStore;
import io.dromedary.webhook.WebhookTry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of webhooks: of each try one request goes out, and what comes of it is remembered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookRouteTest {

    private static final List<String> SECRET = List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Signer signer = new Signer(() -> Signer.keys(SECRET, "The test"));
    private PoolingHttpClientConnectionManager connections;
    private HookReceiver receiver;
    private RoutesHere routes;
    private WorkBeans beans;
    private WebhookStore store;
    private Deliveries deliveries;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        receiver = new HookReceiver();
        routes = new RoutesHere("webhook");
        beans = new WorkBeans(folder);
        store = new WebhookStore(beans.database(), beans.clock(), "node");
        var allowed = new AllowedHosts("127.0.0.1", Set.of(443), HostNames.SYSTEM);
        connections = CheckedConnections.pool(new CheckedDns(allowed, "The webhook's host"), 8, 8);
        var links = new CdnLinks(new CdnFolder(folder.resolve("cdn"), "http://localhost/cdn"), Optional.empty(),
                Duration.ofHours(1), beans.clock());
        deliveries = new Deliveries(store, this::signer,
                new WebhookDelays(Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofHours(24)), beans.clock(),
                new JobJson(links), () -> { });
        routes.bind("webhookClient", new WebhookClient(connections, timer)).bind("deliveries", deliveries);
        routes.advise("webhook", route -> route.replaceFromWith("direct:webhook"));
        routes.start("webhook", "post-webhook");
    }

    @AfterAll
    void stop() {
        routes.close();
        beans.close();
        connections.close();
        timer.shutdownNow();
        receiver.close();
    }

    private Signer signer(String project) {
        if (project.equals("broken")) {
            throw new StackOverflowError("as in a library");
        }
        return signer;
    }

    /** A job that has ended and has this to tell. */
    private Job ended(String url) {
        return beans.jobs().cancel("default", waiting(url).id());
    }

    private Job waiting(String url) {
        return waiting("default", url);
    }

    private Job waiting(String project, String url) {
        return beans.jobs().create(new JobOrder(new Owner(project, Optional.empty()), "video",
                Optional.empty(), "https://example.com/in.mp4", Optional.empty(), Optional.empty(), Optional.empty(),
                JsonNodeFactory.instance.objectNode().put("width", 64),
                Optional.of(JsonNodeFactory.instance.objectNode().put("order", "ümläut")), 4, Optional.of(url)));
    }

    /** Makes the next try of this job's webhook, as its lane does. */
    private Webhook tried(Job job) {
        WebhookTry delivery = claimed(job).orElseThrow();
        assertThat(routes.send("webhook", exchange -> {
            exchange.getMessage().setBody(delivery);
            // As any step before could leave them.
            exchange.getMessage().setHeader("Authorization", "Bearer of somebody");
            exchange.getMessage().setHeader("CamelHttpPath", "/elsewhere");
            exchange.getMessage().setHeader("CamelHttpQuery", "secret=1");
        }).getException()).isNull();
        return hook(job);
    }

    /** Takes the try that is due, which is this job's: whatever waits for its time is over. */
    private Optional<WebhookTry> claimed(Job job) {
        beans.database().jdbi().useHandle(handle -> {
            handle.createUpdate("update webhooks set due_at = :now + 3600000 where status = 'pending' and job_id <> :id")
                    .bind("id", job.id()).bind("now", beans.clock().millis()).execute();
            handle.createUpdate("update webhooks set due_at = :now where status = 'pending' and job_id = :id")
                    .bind("id", job.id()).bind("now", beans.clock().millis()).execute();
        });
        return store.claim();
    }

    @Test
    void anErrorThatNobodyExpectsIsNoAnswer() {
        Job job = beans.jobs().cancel("broken", waiting("broken", receiver.at("/broken", 204)).id());
        assertThat(tried(job).status()).isEqualTo(Webhook.Status.PENDING);
        assertThat(hook(job).attempts()).isEqualTo(1);
    }

    @Test
    void aTryWhoseEndCannotBeWrittenTakesNoPlaceForEver() {
        Job job = ended(receiver.at("/unwritten", 204));
        for (int i = 0; i < 20; i++) {
            claimed(job);
            store.giveBackAllBut(Set.of());
            Optional<WebhookTry> delivery = deliveries.claim();
            assertThat(delivery).as("after " + i).isPresent();
            change("alter table webhooks rename to webhooks_away");
            try {
                assertThat(routes.send("webhook", exchange -> exchange.getMessage().setBody(delivery.orElseThrow()))
                        .getException()).isNotNull();
            } finally {
                change("alter table webhooks_away rename to webhooks");
            }
        }
        store.giveBackAllBut(Set.of());
    }

    private void change(String statement) {
        beans.database().jdbi().useHandle(handle -> handle.execute(statement));
    }

    private Webhook hook(Job job) {
        return beans.jobs().get(job.id()).webhook().orElseThrow();
    }

    /** In how many seconds the next try is due; none when there is none. */
    private Optional<Long> nextIn(Job job) {
        return beans.database().jdbi().withHandle(handle -> handle
                .createQuery("select due_at from webhooks where job_id = :id and status = 'pending' and node is null")
                .bind("id", job.id()).mapTo(Long.class).findOne())
                .map(due -> Duration.ofMillis(due - beans.clock().millis()).toSeconds());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void whatIsAnsweredWith2xxIsDelivered(int status) {
        Job job = ended(receiver.at("/ok-" + status, status));
        Webhook hook = tried(job);
        assertThat(hook.status()).isEqualTo(Webhook.Status.DELIVERED);
        assertThat(hook.attempts()).isEqualTo(1);
        assertThat(hook.lastError()).isEmpty();
        assertThat(nextIn(job)).isEmpty();
    }

    @Test
    void theJobIsPostedAsJsonWithTheSignedHeadersAndNoOthers() throws IOException {
        Job job = ended(receiver.at("/signed", 204));
        tried(job);
        HookReceiver.Hook hook = receiver.hooks("/signed").get(0);
        assertThat(hook.method()).isEqualTo("POST");
        assertThat(hook.headers().keySet()).containsExactlyInAnyOrder("Content-type", "Webhook-id", "Webhook-timestamp",
                "Webhook-signature", "Host", "Content-length", "User-agent", "Connection", "Accept-encoding");
        assertThat(hook.headers().getFirst("Content-Type")).isEqualTo("application/json");
        String id = hook.headers().getFirst("webhook-id");
        long timestamp = Long.parseLong(hook.headers().getFirst("webhook-timestamp"));
        assertThat(id).startsWith("msg_");
        assertThat(Math.abs(timestamp - beans.clock().instant().getEpochSecond())).isLessThan(60);
        assertThat(hook.headers().get("webhook-signature")).containsExactly(signer.sign(id, timestamp, hook.body()));
        JsonNode json = new ObjectMapper().readTree(hook.body());
        assertThat(json.get("id").asText()).isEqualTo(job.id());
        assertThat(json.get("status").asText()).isEqualTo("cancelled");
        assertThat(json.at("/metadata/order").asText()).isEqualTo("ümläut");
        assertThat(json.get("tasks")).hasSize(4);
    }

    @Test
    void ofAJobThatSucceededItsResultIsToldAndOfOneThatWaitsNothing() throws IOException {
        Job job = waiting(receiver.at("/succeeded", 204));
        assertThat(claimed(job)).as("it has not ended").isEmpty();
        beans.succeed(job.id());
        tried(job);
        JsonNode json = new ObjectMapper().readTree(receiver.hooks("/succeeded").get(0).body());
        assertThat(json.get("status").asText()).isEqualTo("succeeded");
        assertThat(json.at("/output/url").asText()).isEqualTo("s3://out/result.mp4");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 429, 500, 503})
    void everyOtherAnswerMakesTheNextTryDue(int status) {
        Job job = ended(receiver.at("/trouble-" + status, status));
        Webhook hook = tried(job);
        assertThat(hook.status()).isEqualTo(Webhook.Status.PENDING);
        assertThat(hook.attempts()).isEqualTo(1);
        assertThat(hook.lastError()).contains("The receiver answers " + status + ", not 2xx.");
        assertThat(nextIn(job)).hasValueSatisfying(seconds -> assertThat(seconds).isBetween(30L, 60L));
    }

    @Test
    void eachTryIsOfTheSameMessage() {
        Job job = ended(receiver.at("/again", 500));
        tried(job);
        assertThat(tried(job).attempts()).isEqualTo(2);
        assertThat(receiver.hooks("/again")).hasSize(2)
                .extracting(hook -> hook.headers().getFirst("webhook-id")).containsOnly(
                        receiver.hooks("/again").get(0).headers().getFirst("webhook-id"));
    }

    @Test
    void goneEndsTheTries() {
        Job job = ended(receiver.at("/gone", 410));
        assertThat(tried(job).status()).isEqualTo(Webhook.Status.FAILED);
        assertThat(hook(job).lastError().orElseThrow()).contains("410 Gone");
        assertThat(nextIn(job)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        String target = receiver.at("/target-" + status, 204);
        Job job = ended(receiver.at("/moved-" + status, exchange -> {
            exchange.getResponseHeaders().set("Location", target);
            HookReceiver.status(exchange, status);
        }));
        assertThat(tried(job).status()).isEqualTo(Webhook.Status.PENDING);
        assertThat(hook(job).lastError().orElseThrow()).contains("redirects are not followed");
        assertThat(receiver.hooks("/target-" + status)).isEmpty();
        assertThat(nextIn(job)).isPresent();
    }

    @Test
    void aReceiverThatIsNotThereIsTriedAgain() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        Job job = ended("http://127.0.0.1:" + port + "/hook?token=secret");
        assertThat(tried(job).status()).isEqualTo(Webhook.Status.PENDING);
        assertThat(hook(job).lastError()).hasValueSatisfying(error ->
                assertThat(error).doesNotContain("secret").doesNotContain(Integer.toString(port)));
        assertThat(nextIn(job)).isPresent();
    }

    @Test
    void aReceiverThatHangsUpIsTriedAgain() {
        Job job = ended(receiver.at("/hangs-up", HttpExchange::close));
        assertThat(tried(job).status()).isEqualTo(Webhook.Status.PENDING);
        assertThat(nextIn(job)).isPresent();
    }

    @Test
    void aHostThatMayNotBeCalledAnyMoreIsNotCalled() {
        URI url = URI.create(receiver.at("/forbidden", 204));
        Job job = ended("http://127.0.0.2:" + url.getPort() + "/forbidden");
        assertThat(tried(job).status()).isEqualTo(Webhook.Status.PENDING);
        assertThat(receiver.hooks("/forbidden")).isEmpty();
        assertThat(hook(job).lastError().orElseThrow()).contains("The webhook's host");
    }

    @Test
    void whatElseIsDueToAUrlThatDoesNotAnswerWaitsAsLongAndWhatIsToOthersDoesNot() {
        String url = receiver.at("/silent", HttpExchange::close);
        Job job = ended(url);
        Job behind = ended(url);
        Job beside = ended(receiver.at("/silent/beside", 204));
        tried(job);
        beans.database().jdbi().useHandle(handle -> handle.createUpdate("update webhooks set due_at = 0 where job_id in (:a, :b)")
                .bind("a", behind.id()).bind("b", beside.id()).execute());
        tried(job);
        assertThat(nextIn(behind)).hasValueSatisfying(seconds -> assertThat(seconds).isPositive());
        assertThat(hook(behind).attempts()).as("that was no try").isZero();
        assertThat(nextIn(beside)).hasValueSatisfying(seconds -> assertThat(seconds).isPositive());
        assertThat(tried(beside).status()).isEqualTo(Webhook.Status.DELIVERED);
    }

    @Test
    void whatWasDeliveredIsNotDueAgain() {
        Job job = ended(receiver.at("/once", 204));
        tried(job);
        assertThat(claimed(job)).isEmpty();
        assertThat(receiver.hooks("/once")).hasSize(1);
    }

    @Test
    void aTryWhoseWorkerDiedIsMadeAgainAndNotCounted() {
        Job job = ended(receiver.at("/died", 204));
        assertThat(claimed(job)).isPresent();
        assertThat(claimed(job)).as("somebody makes it").isEmpty();
        store.giveBackAllBut(Set.of());
        tried(job);
        assertThat(receiver.hooks("/died")).hasSize(1);
        assertThat(hook(job).status()).isEqualTo(Webhook.Status.DELIVERED);
        assertThat(hook(job).attempts()).isEqualTo(1);
    }
}
