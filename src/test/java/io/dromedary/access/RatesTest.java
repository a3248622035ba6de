package io.dromedary.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedary.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How fast requests may come, and how slowly wrong keys are answered. */
class RatesTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Rates rates = new Rates(nanos::get);
    private final WrongKeyDelays guesses = new WrongKeyDelays(nanos::get);

    @Test
    void aMinutesWorthMayComeAtOnceAndThenAsManyAsTheRateSays() {
        Caller caller = caller("key_1", Optional.of(30L));
        for (int i = 0; i < 30; i++) {
            rates.admit(caller);
        }
        Problem refused = catchThrowableOfType(Problem.class, () -> rates.admit(caller));
        assertThat(refused.kind().status()).isEqualTo(429);
        assertThat(refused.retryAfterSeconds()).contains(2L);
        assertThat(refused).hasMessageContaining("30 requests a minute");

        pass(Duration.ofMillis(1_900));
        assertThat(catchThrowableOfType(Problem.class, () -> rates.admit(caller)).retryAfterSeconds()).contains(1L);
        pass(Duration.ofMillis(101));
        rates.admit(caller);
        assertThat(catchThrowableOfType(Problem.class, () -> rates.admit(caller))).isNotNull();
        pass(Duration.ofHours(1));
        for (int i = 0; i < 30; i++) {
            rates.admit(caller);
        }
        assertThat(catchThrowableOfType(Problem.class, () -> rates.admit(caller))).isNotNull();
    }

    @Test
    void keysDoNotShareARateAndSomeHaveNone() {
        rates.admit(caller("key_1", Optional.of(1L)));
        assertThatCode(() -> rates.admit(caller("key_2", Optional.of(1L)))).doesNotThrowAnyException();
        for (int i = 0; i < 10_000; i++) {
            rates.admit(caller("key_3", Optional.empty()));
        }
    }

    @Test
    void eachWrongKeyIsAnsweredLaterThanTheOneBefore() {
        for (int i = 0; i < 5; i++) {
            assertThat(guesses.wrong("198.51.100.1")).isZero();
        }
        assertThat(guesses.wrong("198.51.100.1")).isEqualTo(100);
        assertThat(guesses.wrong("198.51.100.1")).isEqualTo(200);
        assertThat(guesses.wrong("198.51.100.2")).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(guesses.wrong("198.51.100.1")).isBetween(400L, 5_000L);
        }
        assertThat(guesses.wrong("198.51.100.1")).isEqualTo(5_000);
        pass(Duration.ofMinutes(6));
        assertThat(guesses.wrong("198.51.100.1")).isZero();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Caller caller(String key, Optional<Long> perMinute) {
        return new Caller(key, Caller.DEFAULT_PROJECT, Scope.WRITE,
                new Limits(perMinute, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
