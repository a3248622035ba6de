package io.dromedary.storage;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits how slowly the files of a job may arrive: a server that sends single bytes without end must not block a worker.
 *
 * @param minBytesPerSecond the lowest total rate of all requests of a job, over each stretch; 0 for no limit, which leaves the
 *                          grace as the time for all files
 * @param stretch           the interval over which the rate is measured; only time in which a request waits for bytes counts
 * @param grace             how long all files may take in addition to what their size takes at that rate
 * @param nanoTime          the clock
 */
public record Pace(long minBytesPerSecond, Duration stretch, Duration grace, LongSupplier nanoTime) {

    private static final double NANOS = 1e9;

    /** A meter for all downloads of one job. */
    public Meter begin() {
        return new Meter();
    }

    /** Measures the bytes of all requests of a job, which may run in parallel. */
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

        /** Adds a size that a server has announced. */
        synchronized void expects(long size) {
            expected += size;
        }

        /** A request starts to wait for bytes. */
        synchronized void waits() {
            count();
            waiting++;
        }

        /**
         * A request stops waiting.
         *
         * @param count bytes that it got
         */
        synchronized void got(long count) {
            count();
            waiting--;
            bytes += count;
            received += count;
        }

        /** Time in which no request waits, as bytes are being written, does not count for the rate. */
        private void count() {
            long now = nanoTime.getAsLong();
            if (waiting > 0) {
                waitedNanos += now - lookedNanos;
            }
            lookedNanos = now;
        }

        /**
         * Checks the rate and the total time.
         *
         * @param wanted the download that was read last, for the message
         * @throws io.dromedary.problem.Problem if the rate is too low, or the time is over
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
