package io.dromedary.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * Connections from a pool that fail fast. While the database is away, about once a second one caller waits for it; all
 * others fail at once: otherwise the queue of waiting callers would grow without limit.
 */
final class FailFastConnections implements ConnectionFactory {

    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final ConnectionFactory pool;
    private final LongSupplier nanos;
    private final Consumer<Boolean> told;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile boolean away;
    private volatile long failedAt;

    /**
     * @param nanos a monotonic clock, in nanoseconds
     * @param told  is called with whether the database is away, whenever that changes
     */
    FailFastConnections(ConnectionFactory pool, LongSupplier nanos, Consumer<Boolean> told) {
        this.pool = pool;
        this.nanos = nanos;
        this.told = told;
    }

    @Override
    public Connection openConnection() throws SQLException {
        if (!away) {
            return open();
        }
        if (nanos.getAsLong() - failedAt < PAUSE_NANOS || !waiting.compareAndSet(false, true)) {
            throw new SQLTransientConnectionException("The database is away, as others have just found");
        }
        try {
            return open();
        } finally {
            waiting.set(false);
        }
    }

    private Connection open() throws SQLException {
        try {
            Connection connection = pool.openConnection();
            isNow(false);
            return connection;
        } catch (SQLException e) {
            failedAt = nanos.getAsLong();
            isNow(true);
            throw e;
        }
    }

    private void isNow(boolean seenAway) {
        if (away != seenAway) {
            away = seenAway;
            told.accept(seenAway);
        }
    }
}
