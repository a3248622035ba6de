package io.dromedary.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down guessing of keys: each wrong key from an address is answered later than the one before. Valid keys are never
 * delayed, as many people may share an address.
 */
public final class WrongKeyDelays {

    /** Wrong keys without a delay: a client with an old key sends a few requests before somebody notices. */
    private static final int FREE = 5;
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;
    /** Wrong keys are forgotten after this time without one. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int MOST_ADDRESSES = 10_000;

    private final LongSupplier nanos;
    private final Map<String, Wrong> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    public WrongKeyDelays(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Wrong(int count, long last) {
    }

    /**
     * Counts a wrong key.
     *
     * @param address where it came from
     * @return milliseconds to wait before the answer
     */
    public synchronized long wrong(String address) {
        long now = nanos.getAsLong();
        Wrong before = byAddress.get(address);
        int count = before == null || now - before.last > REMEMBERED_NANOS ? 1 : before.count + 1;
        byAddress.put(address, new Wrong(count, now));
        int doublings = Math.min(count - FREE - 1, 16);
        return count <= FREE ? 0 : Math.min(LONGEST_MILLIS, FIRST_MILLIS << doublings);
    }
}
