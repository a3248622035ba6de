package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.ffmpeg.ScriptedPrograms;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.CheckedConnections;
import io.dromedary.net.CheckedDns;
import io.dromedary.net.HostNames;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.InputClient;
import io.dromedary.storage.RetryAfter;
import io.dromedary.storage.OpenRequests;
import io.dromedary.work.Attempt;
import io.dromedary.work.DryRuns;
import io.dromedary.work.JobInput;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The route {@code get-url}, as the probe uses it: inputs of web servers, of whatever manners. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebInputRouteTest {

    private static final int RETRIES = 2;
    private static final byte[] VIDEO = ProbeAnswers.mp4(3 * WorkBeans.PART + 100);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private static final byte[] KEY = "sixteen bytes, 1".getBytes(StandardCharsets.US_ASCII);

    private HookReceiver web;
    private RoutesHere routes;
    private WorkBeans beans;
    private DryRuns dryRuns;
    private Attempt attempt;
    private Exchange probing;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Arrays.fill(VIDEO, 1000, VIDEO.length, (byte) 7);
        web = new HookReceiver();
        routes = new RoutesHere("pipeline", "transfer");
        beans = new WorkBeans(folder).bind(routes);
        dryRuns = routes.context().getRegistry().lookupByNameAndType("dryRuns", DryRuns.class);
        var stops = routes.context().getRegistry().lookupByNameAndType("stops", OpenRequests.class);
        var allowed = new AllowedHosts("127.0.0.1", Set.of(443), HostNames.SYSTEM);
        for (String scheme : List.of("http", "https")) {
            var component = new HttpComponent();
            component.setClientConnectionManager(CheckedConnections.pool(new CheckedDns(allowed, "The input's host"), 8, 8));
            component.setFollowRedirects(true);
            component.setHttpClientConfigurer(new InputClient(allowed, stops, timer, Duration.ofSeconds(30)));
            routes.context().addComponent(scheme, component);
        }
        routes.start("probe", "probe-input", "fetch-beside", "ffprobe", "run-program", "fetch-ends", "fetch-rest", "fetch", "fetch-once", "get-url",
                "fetch-key", "get-key");
    }

    @AfterAll
    void stop() {
        routes.close();
        beans.close();
        web.close();
        timer.shutdownNow();
    }

    @AfterEach
    void end() {
        dryRuns.end(attempt);
        beans.programs().runs().clear();
    }

    /** Probes an input of which the ends tell nothing, so that all of it is fetched. */
    private Exchange probe(String url) {
        return probe("video", url, JsonNodeFactory.instance.objectNode());
    }

    private Exchange probe(String kind, String url, ObjectNode options) {
        beans.programs().on("ffprobe", command -> {
            if (beans.programs().runs().size() == 1 && !input().isComplete()) {
                throw ScriptedPrograms.failure(Reason.FAILED, "moov atom not found");
            }
            return ProbeAnswers.VIDEO;
        });
        attempt = dryRuns.begin(WorkBeans.order(kind, url, options));
        return routes.send("probe", exchange -> {
            probing = exchange;
            exchange.getMessage().setBody(attempt);
            exchange.setVariable("attempt", attempt);
            exchange.getMessage().setHeader("Authorization", "Bearer of somebody");
        });
    }

    private JobInput input() {
        return probing.getVariable("input", JobInput.class);
    }

    private void assertFetched(String url) {
        assertThat(probe(url).getException()).isNull();
        assertThat(input().download().content()).hasBinaryContent(VIDEO);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static void ranges(HttpExchange exchange) throws IOException {
        String[] range = exchange.getRequestHeaders().getFirst("Range").replace("bytes=", "").split("-");
        int from = Integer.parseInt(range[0]);
        int to = Math.min(Integer.parseInt(range[1]), VIDEO.length - 1);
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + VIDEO.length);
        exchange.getResponseHeaders().set("ETag", "\"v1\"");
        send(exchange, 206, Arrays.copyOfRange(VIDEO, from, to + 1));
    }

    @Test
    void aServerWithRangesIsReadInPartsAndToldNothingOfOthers() {
        assertFetched(web.at("/ranges.mp4", WebInputRouteTest::ranges));
        assertThat(web.hooks("/ranges.mp4")).hasSize(4).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.headers()).doesNotContainKey("Authorization");
        });
    }

    @Test
    void aServerWithoutRangesIsReadWhole() {
        assertFetched(web.at("/whole.mp4", exchange -> send(exchange, 200, VIDEO)));
        assertThat(web.hooks("/whole.mp4")).hasSize(1);
    }

    @Test
    void aServerThatTellsNoLengthIsReadToItsEnd() {
        assertFetched(web.at("/endless.mp4", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(VIDEO);
            exchange.close();
        }));
    }

    @Test
    void aRedirectIsFollowed() {
        String target = web.at("/target.mp4", exchange -> send(exchange, 200, VIDEO));
        assertFetched(web.at("/moved.mp4", exchange -> redirect(exchange, target)));
    }

    @Test
    void aRedirectToAnAddressThatIsNotAllowedIsNot() {
        String inner = web.at("/inner.mp4", exchange -> send(exchange, 200, VIDEO)).replace("127.0.0.1", "127.0.0.2");
        String url = web.at("/leads-inside.mp4", exchange -> redirect(exchange, inner));
        assertThat(probe(url).getException()).hasStackTraceContaining("redirects to a URL");
        assertThat(web.hooks("/inner.mp4")).isEmpty();
    }

    /** Probes an input of a result that is to be encrypted. */
    private Exchange probeWithKey(String keyUrl) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.putObject("encryption").put("method", "aes-128").put("key_url", keyUrl);
        return probe("adaptive_video", web.at("/for-key.mp4", exchange -> send(exchange, 200, VIDEO)), options);
    }

    @Test
    void aKeyIsAskedForAgainIfItsServerIsInTroubleAndIsInNoFile() throws IOException {
        var answers = new AtomicInteger();
        String url = web.at("/key", exchange -> send(exchange, answers.incrementAndGet() == 1 ? 503 : 200, KEY));

        Exchange exchange = probeWithKey(url);

        assertThat(exchange.getException()).isNull();
        assertThat(web.hooks("/key")).hasSize(2).allSatisfy(request ->
                assertThat(request.headers()).doesNotContainKeys("Authorization", "Range"));
        try (Stream<Path> files = Files.walk(input().download().file().getParent().getParent())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(new String(KEY, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(exchange.getVariables().toString() + exchange.getMessage().getHeaders() + attempt + input())
                .doesNotContain(new String(KEY, StandardCharsets.ISO_8859_1));
    }

    @Test
    void whatIsNoKeyIsToldByItsField() {
        assertThat(probeWithKey(web.at("/hexadecimal", exchange -> send(exchange, 200, new byte[32]))).getException())
                .hasStackTraceContaining("The key at 'encryption.key_url' has more than 16 bytes");
        dryRuns.end(attempt);
        assertThat(probeWithKey(web.at("/no-key", exchange -> send(exchange, 404, KEY))).getException())
                .hasStackTraceContaining("There is nothing at the encryption key's URL (its server answers 404).");
        dryRuns.end(attempt);
        String inner = web.at("/inner-key", exchange -> send(exchange, 200, KEY)).replace("127.0.0.1", "127.0.0.2");
        assertThat(probeWithKey(web.at("/leads-to-key", exchange -> redirect(exchange, inner))).getException())
                .hasStackTraceContaining("redirects to a URL");
        assertThat(web.hooks("/inner-key")).isEmpty();
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        send(exchange, 302, new byte[0]);
    }

    @Test
    void aServerInTroubleIsAskedAgainAsOftenAsConfigured() {
        assertThat(probe(web.at("/trouble.mp4", 503)).getException()).isNotNull();
        assertThat(web.hooks("/trouble.mp4")).hasSize(1 + RETRIES);
    }

    @Test
    void whoIsToldToStopWhileAServerWantsToBeLeftAloneAsksItNoMore() {
        String url = web.at("/later.mp4", exchange -> {
            beans.running().cancel(attempt.job());
            exchange.getResponseHeaders().set("Retry-After", "9");
            send(exchange, 503, new byte[0]);
        });
        assertThat(probe(url).getException()).hasRootCauseInstanceOf(CancellationException.class);
        assertThat(web.hooks("/later.mp4")).hasSize(1);
    }

    @Test
    void aServerThatWantsToBeLeftAloneForLongIsAskedByTheNextAttempt() {
        String url = web.at("/much-later.mp4", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "40");
            send(exchange, 503, new byte[0]);
        });
        assertThat(RetryAfter.of(probe(url).getException())).contains(Duration.ofSeconds(40));
        assertThat(web.hooks("/much-later.mp4")).hasSize(1);
    }

    @Test
    void whatIsNotThereOrNotForUsIsAskedForOnce() {
        assertRefusedOnce(404, ProblemKind.INPUT_NOT_FOUND);
        end();
        assertRefusedOnce(403, ProblemKind.INPUT_FORBIDDEN);
    }

    private void assertRefusedOnce(int status, ProblemKind kind) {
        String path = "/refused-" + status + ".mp4";
        assertThat(probe(web.at(path, status)).getException().getCause()).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(kind));
        assertThat(web.hooks(path)).hasSize(1);
    }

    @Test
    void aServerThatIsNotThereFailsAfterItsRepeats() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertThat(probe("http://127.0.0.1:" + port + "/closed.mp4").getException()).hasRootCauseInstanceOf(
                ConnectException.class);
    }

    @Test
    void aServerThatBreaksOffIsAskedForWhatIsMissing() {
        var first = new AtomicBoolean(true);
        assertFetched(web.at("/flaky.mp4", exchange -> {
            if (first.getAndSet(false)) {
                exchange.getResponseHeaders().set("Content-Range",
                        "bytes 0-" + (WorkBeans.PART - 1) + "/" + VIDEO.length);
                exchange.getResponseHeaders().set("ETag", "\"v1\"");
                exchange.sendResponseHeaders(206, WorkBeans.PART);
                exchange.getResponseBody().write(VIDEO, 0, 20_000);
                exchange.getResponseBody().flush();
                exchange.close();
            } else {
                ranges(exchange);
            }
        }));
        assertThat(web.hooks("/flaky.mp4").get(1).headers().getFirst("Range")).matches("bytes=[1-9]\\d*-65535");
    }
}
