package io.dromedary.cli;

import java.time.Duration;

/** The clock and the waiting of the command line; tests let it fly. */
public interface MonotonicClock {
    /** The time that has passed since some moment, whatever becomes of the clock. */
    Duration passed();

    /**
     * Waits.
     *
     * @throws InterruptedException when Ctrl-C ends the wait
     */
    void pause(Duration duration) throws InterruptedException;

    /** The time of this machine. */
    static MonotonicClock ofSystem() {
        return new MonotonicClock() {
            @Override
            public Duration passed() {
                return Duration.ofNanos(System.nanoTime());
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                Thread.sleep(duration.toMillis());
            }
        };
    }
}
