package io.dromedary.webhook;

import java.time.Duration;
import java.util.Optional;

/**
 * When a webhook that was not delivered is tried again: after the first delay and the time that it has been tried
 * already, which doubles the delay from one try to the next.
 *
 * @param first  delay after the first try
 * @param most   the longest delay
 * @param giveUp a try that fails so long after the first one was due is the last
 */
public record WebhookDelays(Duration first, Duration most, Duration giveUp) {

    /**
     * How long to wait now.
     *
     * @param tried time since the first try was due
     * @return none when enough was tried
     */
    public Optional<Duration> delay(Duration tried) {
        if (tried.compareTo(giveUp) >= 0) {
            return Optional.empty();
        }
        Duration doubled = first.plus(tried.isNegative() ? Duration.ZERO : tried);
        return Optional.of(doubled.compareTo(most) > 0 ? most : doubled);
    }
}
