package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.connection.HostileStore;
import io.dromedary.r2.Credentials;
import io.dromedary.watch.Batch;
import io.dromedary.watch.EventQueue;
import io.dromedary.watch.Watch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The answers of a hostile queue, pulled by the routes that ask a real one. */
@Order(1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueueAnswersTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    private static final String MESSAGE = "{\"id\":\"i\",\"body\":\"e30=\",\"lease_id\":\"l\"}";
    private static final long LITTLE = 40L << 20;
    private static final int BATCH = 2;
    /** Enough for a whole answer also on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private RoutesHere routes;
    private WorkBeans beans;
    private WatchBeans watching;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        routes = new RoutesHere("jobs", "watch");
        beans = new WorkBeans(folder).bind(routes);
        beans.connection(URI.create("http://127.0.0.1:1"), new Credentials("unused", "unused"));
        watching = new WatchBeans(routes, beans, Map.of("events", Map.of("template-id", "watch-queue", "bucket", "media",
                "kind", "video", "account", "account", "queue", "queue", "token", "{{env:TOKEN}}", "batch",
                Integer.toString(BATCH))), 1);
        routes.bind("queueClient", watching.queueClient(PATIENCE));
        routes.start("pull-messages", "post-to-queue");
    }

    @AfterAll
    void stop() {
        routes.close();
        watching.close();
        beans.close();
    }

    private Exchange pull(HostileStore.Answer answer) throws IOException {
        try (var store = new HostileStore(answer)) {
            try {
                return routes.send("pull-messages", exchange -> exchange.setVariable("watch", watchAt(store.url())));
            } finally {
                assertThat(store.taken()).isLessThan(LITTLE);
                assertThat(store.requests()).as("none is repeated").isEqualTo(1);
            }
        }
    }

    private Watch watchAt(URI api) {
        Watch watch = watching.watch("events");
        EventQueue queue = watch.queue().orElseThrow();
        return new Watch(watch.name(), watch.project(), watch.connection(), watch.bucket(), watch.prefix(), watch.suffixes(),
                watch.order(), watch.afterSuccess(), watch.moveTo(), Optional.of(new EventQueue(api, queue.account(),
                        queue.id(), queue.token(), queue.batch(), queue.lease())), false, true);
    }

    private Batch pulled(String result) throws IOException {
        Exchange exchange = pull(out -> out.send(OK + "{\"success\":true,\"result\":" + result + "}"));
        assertThat(exchange.getException()).isNull();
        return exchange.getVariable("batch", Batch.class);
    }

    static Stream<Arguments> attacks() {
        return Stream.of(
                attack("a body without end", out -> out.send(OK).forEver("x".repeat(8192))),
                attack("headers without end", out -> out.send("HTTP/1.1 200 OK\r\n").forEver("X-More: m\r\n".repeat(500))),
                attack("a header without end", out -> out.send("HTTP/1.1 200 OK\r\nX: ").forEver("x".repeat(8192))),
                attack("a body that drips", out -> out.send(OK).drip("x", 100)),
                attack("headers that drip", out -> out.send("HTTP/1.1 200 OK\r\nX: ").drip("x", 100)),
                attack("a million messages",
                        out -> out.send(OK + "{\"success\":true,\"result\":{\"messages\":[" + "{},".repeat(1_000_000) + "{}]}}")),
                attack("depth", out -> out.send(OK + "{\"success\":true,\"result\":" + "[".repeat(1_000_000))),
                attack("no JSON", out -> out.send(OK + "<html>")),
                attack("no body", out -> out.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
                attack("nothing", out -> out.send(OK)),
                attack("another shape", out -> out.send(OK + "[1, 2]")),
                attack("a bomb", out -> out.send(OK.replace("close", "close\r\nContent-Encoding: gzip") + "no gzip")),
                attack("a redirect", out -> out.send("HTTP/1.1 307 T\r\nLocation: http://127.0.0.1:1/\r\n"
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n")));
    }

    private static Arguments attack(String name, HostileStore.Answer answer) {
        return Arguments.of(name, answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void anAnswerThatIsNoneIsAFailureOfTheQueue(String name, HostileStore.Answer answer) throws IOException {
        assertThat(pull(answer).getException()).isNotNull().satisfies(failure -> assertThat(failure.getMessage())
                .matches("(?s)the queue (answers|cannot be reached: ).*").hasSizeLessThan(1000));
    }

    @Test
    void anAnswerThatIsTooLongOrTooSlowSaysSo() throws IOException {
        assertThat(pull(out -> out.send(OK).forEver("x".repeat(8192))).getException())
                .hasMessage("the queue cannot be reached: java.io.IOException: its answer is longer than 25165824 bytes");
        assertThat(pull(out -> out.send(OK).drip("x", 100)).getException())
                .hasMessage("the queue cannot be reached: java.io.IOException: its answer is not here after 5 s");
    }

    @Test
    void noMoreMessagesAreTakenThanWereAskedFor() throws IOException {
        assertThat(pulled("{\"messages\":[" + MESSAGE + "," + MESSAGE + "," + MESSAGE + "]}").messages()).hasSize(BATCH);
        assertThat(pulled("{\"messages\":{\"a\":[]}}").messages())
                .allSatisfy(message -> assertThat(message.body()).isEmpty());
    }

    @Test
    void theTokenDoesNotOutliveItsRequest() throws IOException {
        Exchange exchange = pull(out -> out.send(OK + "{\"success\":true,\"result\":{}}"));
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
        assertThat(exchange.getVariables().values()).noneMatch(value -> value.toString().contains("Bearer"));
    }
}
