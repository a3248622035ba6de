package io.dromedary.storage;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How slowly the files of a job may come: a server that sends byte after byte, and never ends, must not hold a worker.
 *
 * @param minBytesPerSecond the least that all requests of a job must bring together, over each stretch; 0 for any rate, which
 *                          leaves the grace as the time for all
 * @param stretch           over how long it is looked at, of the time in which some of them waits for bytes
 * @param grace             how long all may take beside what their size takes at that rate
 * @param nanoTime          the clock
 */
public record Pace(long minBytesPerSecond, Duration stretch, Duration grace, LongSupplier nanoTime) {

    private static final double NANOS = 1e9;

    /** For all that one job fetches. */
    public Meter begin() {
        return new Meter();
    }

    /** Watches the bytes of all requests of a job, which may come side by side. */
    public final class Meter {

        private final long startedNanos = nanoTime.getAsLong();
        private int waiting;
        private long lookedNanos;
        private long waitedNanos;
        private long bytes;
        private long received;
        private long expected;

        private Meter() {
        }

        /** So many bytes will come, as their server says. */
        synchronized void expects(long size) {
            expected += size;
        }

        /** Somebody waits for bytes from now on. */
        synchronized void waits() {
            count();
            waiting++;
        }

        /**
         * He waits no more.
         *
         * @param count what he got
         */
        synchronized void got(long count) {
            count();
            waiting--;
            bytes += count;
            received += count;
        }

        /** While nobody waits, as what came is written or looked at, no time passes for the rate. */
        private void count() {
            long now = nanoTime.getAsLong();
            if (waiting > 0) {
                waitedNanos += now - lookedNanos;
            }
            lookedNanos = now;
        }

        /**
         * Looks how fast it comes.
         *
         * @param wanted what was read last, for the words
         * @throws io.dromedary.problem.Problem when it comes too slowly, or has for too long
         */
        synchronized void check(DownloadLimits wanted) {
            if (minBytesPerSecond > 0 && waitedNanos >= stretch.toNanos()) {
                double rate = bytes / (waitedNanos / NANOS);
                if (rate < minBytesPerSecond) {
                    throw wanted.tooSlow((long) rate, waitedNanos, minBytesPerSecond);
                }
                waitedNanos = 0;
                bytes = 0;
            }
            long most = grace.toSeconds() + (minBytesPerSecond == 0 ? 0 : Math.max(expected, received) / minBytesPerSecond);
            if (lookedNanos - startedNanos > most * NANOS) {
                throw wanted.tooLong(most, received);
            }
        }
    }
}
