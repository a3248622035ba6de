package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long jobs wait between their attempts. */
class AttemptDelaysTest {

    @Test
    void delaysAreSpreadByChanceAndHaveAnEnd() {
        var late = new AttemptDelays(100, Duration.ofSeconds(10), () -> 1);
        assertThat(late.delay(1)).contains(Duration.ofMillis(12_500));
        assertThat(late.delay(99)).contains(Duration.ofMinutes(75));
        assertThat(late.delay(100)).isEmpty();
    }

    @Test
    void noAttemptComesSoonerThanAServerWantsUpToAnHour() {
        var plan = new AttemptDelays(3, Duration.ofSeconds(10), () -> 0);
        assertThat(plan.notBefore(Duration.ofMinutes(3)).delay(1)).contains(Duration.ofMinutes(3));
        assertThat(plan.notBefore(Duration.ofSeconds(3)).delay(1)).contains(Duration.ofSeconds(10));
        assertThat(plan.notBefore(Duration.ofDays(1)).delayOfLack(1)).contains(Duration.ofHours(1));
    }
}
