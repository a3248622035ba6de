package io.dromedary.cli;

import java.time.Duration;
import java.time.Instant;

/** The clock and the waiting of the command line; tests let it fly. */
public interface Time {
    /** The present. */
    Instant now();

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
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                Thread.sleep(duration.toMillis());
            }
        };
    }
}
