package io.dromedary.cli;

import java.time.Duration;

/** The clock by which the command line polls; tests replace it. */
public interface MonotonicClock {
    /** The time since some fixed moment, independent of changes of the system clock. */
    Duration passed();

    /**
     * Waits.
     *
     * @throws InterruptedException if Ctrl-C ends the wait
     */
    void pause(Duration duration) throws InterruptedException;

    /** The clock of this machine. */
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
