package io.dromedary.storage;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How slowly a file may come: a server that sends byte after byte, and never ends, must not hold a worker.
 *
 * @param minBytesPerSecond the least that one request must bring on average, over each stretch of that length
 * @param stretch           over how long it is looked at
 * @param most              how long a whole file may take, with all its requests
 * @param nanoTime          the clock
 */
public record Pace(long minBytesPerSecond, Duration stretch, Duration most, LongSupplier nanoTime) {

    /** For one request of a download. */
    Meter meter(Download download) {
        return new Meter(download);
    }

    /** Watches the bytes of one request. */
    final class Meter {

        private final Download download;
        private long since = nanoTime.getAsLong();
        private long bytes;

        private Meter(Download download) {
            this.download = download;
        }

        /**
         * Counts what has come.
         *
         * @throws io.dromedary.problem.Problem when it comes too slowly, or has for too long
         */
        void received(long count) {
            bytes += count;
            long now = nanoTime.getAsLong();
            if (now - download.startedNanos() > most.toNanos()) {
                throw download.wanted().tooLong(most);
            }
            if (now - since >= stretch.toNanos()) {
                if (bytes < minBytesPerSecond * stretch.toSeconds()) {
                    throw download.wanted().tooSlow(minBytesPerSecond);
                }
                since = now;
                bytes = 0;
            }
        }
    }
}
