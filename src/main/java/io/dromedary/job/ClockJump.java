package io.dromedary.job;

import java.time.Clock;
import java.time.Duration;

/** Tells that the clock was set back: rows are then from the future, and what is due in them would wait for hours. */
public final class ClockJump {

    /** Clocks of several machines may differ so much. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    private ClockJump() {
    }

    /** Nothing is put off for so long, unless the clock was set back meanwhile; in Unix milliseconds. */
    public static long never(Clock clock) {
        return future(clock) + LONGEST_DELAY.toMillis();
    }

    /** A row that was written after this time, in Unix milliseconds, was written by a clock that was ahead. */
    public static long future(Clock clock) {
        return clock.millis() + SKEW.toMillis();
    }
}
