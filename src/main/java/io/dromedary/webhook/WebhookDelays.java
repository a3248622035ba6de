package io.dromedary.webhook;

import java.time.Duration;
import java.util.Optional;

/**
 * The delays between tries to deliver a webhook: each is the first delay plus the time since the first try, which
 * doubles it from one try to the next.
 *
 * @param first  delay after the first try
 * @param most   the longest delay
 * @param giveUp a try that fails this long after the first one was due is the last
 */
public record WebhookDelays(Duration first, Duration most, Duration giveUp) {

    /**
     * The delay before the next try.
     *
     * @param tried time since the first try was due
     * @return none if there is no further try
     */
    public Optional<Duration> delay(Duration tried) {
        if (tried.compareTo(giveUp) >= 0) {
            return Optional.empty();
        }
        Duration doubled = first.plus(tried.isNegative() ? Duration.ZERO : tried);
        return Optional.of(doubled.compareTo(most) > 0 ? most : doubled);
    }
}
