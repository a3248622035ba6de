package io.dromedary.database;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;

/**
 * The time of a database server, as of the last synchronization plus the time since then, so that nodes whose clocks
 * differ or jump agree on when something is due.
 */
final class DatabaseClock extends Clock {

    private final Jdbi jdbi;
    private final LongSupplier nanos;
    private volatile Told told;

    /** Unix milliseconds, and the reading of a monotonic clock at the same moment. */
    private record Told(long millis, long nanos) {
    }

    DatabaseClock(Jdbi jdbi, LongSupplier nanos) {
        this.jdbi = jdbi;
        this.nanos = nanos;
        this.told = new Told(System.currentTimeMillis(), nanos.getAsLong());
    }

    /** Asks the server for its time. */
    void synchronize() {
        long before = nanos.getAsLong();
        long millis = jdbi.withHandle(handle -> handle.createQuery(
                "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)").mapTo(Long.class).one());
        told = new Told(millis, before + (nanos.getAsLong() - before) / 2);
    }

    @Override
    public long millis() {
        Told last = told;
        return last.millis() + (nanos.getAsLong() - last.nanos()) / 1_000_000;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Times are those of UTC");
    }
}
