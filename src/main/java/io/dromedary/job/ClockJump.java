package io.dromedary.job;

import java.time.Clock;
import java.time.Duration;

/**
 * Recognises that the clock was set back: rows then have times in the future, and what is due by them would wait for
 * hours.
 */
public final class ClockJump {

    /** How far the clocks of several machines may differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    private ClockJump() {
    }

    /** A time later than anything is postponed to, unless the clock was set back since; in Unix milliseconds. */
    public static long never(Clock clock) {
        return future(clock) + LONGEST_DELAY.toMillis();
    }

    /** A row that was written after this time, in Unix milliseconds, was written by a clock that was ahead. */
    public static long future(Clock clock) {
        return clock.millis() + SKEW.toMillis();
    }
}
