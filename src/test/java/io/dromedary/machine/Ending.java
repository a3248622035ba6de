package io.dromedary.machine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for servers that were told to end. */
public final class Ending {

    private Ending() {
    }

    /** Waits; fails with the server's log when it goes on. */
    public static void await(Process process, Duration atMost, Supplier<String> log) {
        try {
            if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The server does not end:\n" + log.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
