package io.dromedary.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.connection.HostileStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a queue may answer, told by a real client of one that means ill. */
class QueueAnswersTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    private static final String MESSAGE = "{\"id\":\"i\",\"body\":\"e30=\",\"lease_id\":\"l\"}";
    private static final long LITTLE = 40L << 20;

    private final Queues queues = new Queues(null, Duration.ofSeconds(2));

    private Optional<Batch> pull(HostileStore.Answer answer) throws IOException {
        try (var store = new HostileStore(answer)) {
            try {
                return queues.pull(new EventQueue(store.url(), "account", "queue", new EventQueue.Token("t"), 2,
                        Duration.ofSeconds(9)));
            } finally {
                assertThat(store.taken()).isLessThan(LITTLE);
            }
        }
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
                attack("nothing", out -> out.send(OK)),
                attack("another shape", out -> out.send(OK + "[1, 2]")),
                attack("a redirect", out -> out.send("HTTP/1.1 307 T\r\nLocation: http://127.0.0.1:1/\r\n"
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n")));
    }

    private static Arguments attack(String name, HostileStore.Answer answer) {
        return Arguments.of(name, answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void anAnswerThatIsNoneIsAFailureOfTheQueue(String name, HostileStore.Answer answer) {
        assertThatThrownBy(() -> pull(answer)).isInstanceOf(QueueFailure.class)
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(1000));
    }

    @Test
    void noMoreMessagesAreTakenThanWereAskedFor() throws IOException {
        assertThat(pull(out -> out.send(OK + "{\"success\":true,\"result\":{\"messages\":[" + MESSAGE + "," + MESSAGE + ","
                + MESSAGE + "]}}")).orElseThrow().messages()).hasSize(2);
        assertThat(pull(out -> out.send(OK + "{\"success\":true,\"result\":{\"messages\":{\"a\":[]}}}")).map(Batch::messages)
                .orElse(List.of())).allSatisfy(message -> assertThat(message.body()).isEmpty());
    }
}
