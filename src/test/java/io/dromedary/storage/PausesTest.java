package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Between two tries of a transfer, by a clock of the test's own. */
class PausesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private long nanos = 5;
    private final RetryAfter retryAfter = new RetryAfter(() -> nanos);
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private CompletableFuture<Void> pause(Optional<String> wait) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new RetryAfter.Later(503, wait));
        retryAfter.process(exchange);
        // The delay of the route.
        nanos += TimeUnit.SECONDS.toNanos(3);
        return CompletableFuture.runAsync(() -> new Pauses(retryAfter, any -> stop).process(exchange));
    }

    @Test
    void whatIsToldToStopWaitsNoMore() {
        var pause = pause(Optional.of("3600"));
        stop.complete(null);
        assertThat(pause).succeedsWithin(PATIENCE);
    }

    @Test
    void theDelayOfTheRouteIsAPartOfWhatTheServerWants() {
        pause(Optional.of("4")).join();
        assertThat(retryAfter.left(exchange)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatHasWaitedLongEnoughGoesOnAndSoDoesWhatNobodyWantsToWait() {
        assertThat(pause(Optional.of("3"))).succeedsWithin(PATIENCE);
        assertThat(retryAfter.left(exchange)).isZero();
        assertThat(pause(Optional.empty())).succeedsWithin(PATIENCE);
    }
}
