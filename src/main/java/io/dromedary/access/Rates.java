package io.dromedary.access;

import io.dromedary.problem.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Limits the requests of each key to this node in a minute, as a burst or spread over it. Keys without a limit are not stored.
 */
public final class Rates {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    public Rates(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Admits one request of this caller.
     *
     * @throws Problem {@code too_many_requests}, with the seconds after which the next one is admitted
     */
    public void admit(Caller caller) {
        caller.limits().requestsPerMinute().ifPresent(perMinute -> {
            // Atomic for each key, so that no thread sees an outdated bucket.
            Bucket bucket = buckets.compute(caller.keyId(),
                    (id, before) -> Bucket.next(before, perMinute, nanos.getAsLong()));
            if (!bucket.admitted()) {
                double seconds = (1 - bucket.tokens()) * NANOS_PER_MINUTE / perMinute / 1e9;
                throw Problem.later("This key may send " + perMinute + " requests a minute, and has sent them: wait as"
                        + " the header Retry-After says, or ask for a higher rate where keys are made.",
                        (long) Math.ceil(seconds));
            }
        });
    }

    /**
     * A token bucket.
     *
     * @param tokens   requests that may come at once
     * @param at       the time of this count, in nanoseconds of the clock
     * @param admitted whether the last request was admitted
     */
    private record Bucket(double tokens, long at, boolean admitted) {

        static Bucket next(Bucket before, long perMinute, long now) {
            double tokens = before == null ? perMinute
                    : Math.min(perMinute, before.tokens + (now - before.at) * perMinute / NANOS_PER_MINUTE);
            return tokens >= 1 ? new Bucket(tokens - 1, now, true) : new Bucket(tokens, now, false);
        }
    }
}
