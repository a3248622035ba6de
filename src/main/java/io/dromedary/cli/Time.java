package io.dromedary.cli;

import java.time.Duration;

/** The clock and the waiting of the command line; tests let it fly. */
public interface Time {
    /** The time that has passed since some moment, whatever becomes of the clock. */
    Duration passed();

    /**
     * Waits.
     *
     * @throws InterruptedException when Ctrl-C ends the wait
     */
    void pause(Duration duration) throws InterruptedException;

    /** The time of this machine. */
    static Time ofSystem() {
        return new Time() {
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
