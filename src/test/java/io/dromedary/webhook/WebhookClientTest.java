package io.dromedary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.connection.HostileStore;
import io.dromedary.net.CheckedConnections;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What receivers may answer, told by the client of webhooks of one that means ill. */
@Tag("slow")
@Order(1)
class WebhookClientTest {

    private static final long LITTLE = 24L << 20;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private int post(HostileStore receiver) throws IOException {
        var builder = HttpClients.custom();
        new WebhookClient(CheckedConnections.pool(SystemDefaultDnsResolver.INSTANCE, 1, 1), timer).configureHttpClient(builder);
        try (var client = builder.build()) {
            var request = new HttpPost(receiver.url());
            request.setEntity(new StringEntity("{}"));
            return client.execute(request, answer -> answer.getCode());
        }
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                attack("a body without end", out -> out.send("HTTP/1.1 204 Fine\r\n\r\n").forEver("x".repeat(8192))),
                attack("a body", out -> out.send("HTTP/1.1 204 Fine\r\nContent-Length: " + Long.MAX_VALUE + "\r\n\r\n")
                        .forEver("x".repeat(8192))),
                attack("a body that drips", out -> out.send("HTTP/1.1 204 Fine\r\n\r\n").drip("x", 100)));
    }

    static Stream<Arguments> noAnswers() {
        return Stream.of(
                attack("headers without end", out -> out.send("HTTP/1.1 204 Fine\r\n").forEver("X-More: m\r\n".repeat(500))),
                attack("a header without end", out -> out.send("HTTP/1.1 204 Fine\r\nX: ").forEver("x".repeat(8192))),
                attack("a status without end", out -> out.send("HTTP/1.1 204 ").forEver("x".repeat(8192))),
                attack("headers that drip", out -> out.send("HTTP/1.1 204 Fine\r\nX: ").drip("x", 100)),
                attack("interim answers that drip", out -> out.drip("HTTP/1.1 102 Wait\r\n\r\n", 100)));
    }

    private static Arguments attack(String name, HostileStore.Answer answer) {
        return Arguments.of(name, answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void ofAnAnswerTheStatusAloneIsTaken(String name, HostileStore.Answer answer) throws IOException {
        try (var receiver = new HostileStore(answer)) {
            assertThat(post(receiver)).isEqualTo(204);
            assertThat(receiver.taken()).isLessThan(LITTLE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noAnswers")
    void whatComesToNoEndIsHungUpOn(String name, HostileStore.Answer answer) throws IOException {
        try (var receiver = new HostileStore(answer)) {
            assertThatThrownBy(() -> post(receiver)).isInstanceOf(IOException.class);
            assertThat(receiver.taken()).isLessThan(LITTLE);
        }
    }
}
