package io.dromedary.r2;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One write per second and key (rule 23), when switched on. */
final class WriteRate {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Map<String, Instant> lastWrites = new ConcurrentHashMap<>();
    private volatile boolean limited;

    void limit(boolean on) {
        limited = on;
        lastWrites.clear();
    }

    /**
     * Counts a write.
     *
     * @throws R2Error 429 when the key was written less than a second ago
     */
    void count(String bucket, String key, Instant now) {
        if (!limited) {
            return;
        }
        lastWrites.compute(bucket + "/" + key, (name, last) -> {
            if (last != null && Duration.between(last, now).compareTo(INTERVAL) < 0) {
                throw new R2Error(429, "TooManyRequests", "Reduce your concurrent request rate for the same object.");
            }
            return now;
        });
    }
}
