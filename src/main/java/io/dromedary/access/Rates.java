package io.dromedary.access;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How fast each key may send requests to this node: as many as it may in a minute, in one burst or spread over it. Keys
 * without a rate leave nothing here.
 */
public final class Rates {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    public Rates(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Lets one request of this caller in.
     *
     * @throws Problem {@code too_many_requests}, with the seconds after which there is room for one
     */
    public void admit(Caller caller) {
        caller.limits().requestsPerMinute().ifPresent(perMinute -> {
            // Never shared with a thread that has another idea of the rate: compute is atomic for a key.
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
     * What is left of a rate.
     *
     * @param tokens   requests that may come at once
     * @param at       when there were so many, in nanoseconds of the clock
     * @param admitted whether the last request was let in
     */
    private record Bucket(double tokens, long at, boolean admitted) {

        static Bucket next(Bucket before, long perMinute, long now) {
            double tokens = before == null ? perMinute
                    : Math.min(perMinute, before.tokens + (now - before.at) * perMinute / NANOS_PER_MINUTE);
            return tokens >= 1 ? new Bucket(tokens - 1, now, true) : new Bucket(tokens, now, false);
        }
    }
}
