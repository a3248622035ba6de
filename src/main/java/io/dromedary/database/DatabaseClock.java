package io.dromedary.database;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;

/**
 * The time of a database server, as it was told last, and what has passed since then: nodes whose clocks differ, or jump,
 * agree on when something is due. Whoever has none asks his own clock.
 */
final class DatabaseClock extends Clock {

    private final Jdbi jdbi;
    private final LongSupplier nanos;
    private volatile Told told;

    /** Unix milliseconds at a moment of a clock that only goes on. */
    private record Told(long millis, long nanos) {
    }

    DatabaseClock(Jdbi jdbi, LongSupplier nanos) {
        this.jdbi = jdbi;
        this.nanos = nanos;
        this.told = new Told(System.currentTimeMillis(), nanos.getAsLong());
    }

    /** Asks for the time. */
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
