package io.dromedary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Delays double up to the longest, and the tries go on as long as they shall. */
class WebhookDelaysTest {

    private final WebhookDelays plan = new WebhookDelays(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofDays(1));

    @Test
    void theDelaysDoubleUpToAnHourForADay() {
        var delays = new ArrayList<Long>();
        Duration tried = Duration.ZERO;
        for (Optional<Duration> delay = plan.delay(tried); delay.isPresent(); delay = plan.delay(tried)) {
            delays.add(delay.get().toSeconds());
            tried = tried.plus(delay.get());
        }
        assertThat(delays).startsWith(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 2560L, 3600L, 3600L)
                .endsWith(3600L).hasSizeBetween(30, 40);
        assertThat(tried).isGreaterThanOrEqualTo(Duration.ofDays(1));
    }

    @Test
    void aClockThatWentBackDoesNotMakeTheDelayShorter() {
        assertThat(plan.delay(Duration.ofSeconds(-100))).contains(Duration.ofSeconds(5));
    }
}
