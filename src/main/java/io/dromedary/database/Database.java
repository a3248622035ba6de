package io.dromedary.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of the server, with its schema up to date: a file of SQLite, or a database of PostgreSQL that several
 * machines share. In both, a confirmed commit survives a crash of the process and of the machine.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int CONNECTIONS = 8;
    /** While it is away, one caller tries again this often. */
    private static final int AWAY_TIMEOUT_MS = 1_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    /** Only for SQLite: PostgreSQL has many writers, and groups their commits itself. */
    private final Optional<GroupCommit> writer;
    /** Only for PostgreSQL: the nodes of a file share one clock. */
    private final Optional<DatabaseClock> clock;

    private final CorruptionDetector damage;

    private Database(HikariDataSource pool, boolean file) {
        this.pool = pool;
        long patience = pool.getConnectionTimeout();
        // While callers wait, the pool tries a database that is away less and less often: so they do not wait long.
        this.jdbi = Jdbi.create(new FailFastConnections(pool, System::nanoTime,
                away -> pool.setConnectionTimeout(away ? Math.min(patience, AWAY_TIMEOUT_MS) : patience)));
        this.damage = new CorruptionDetector();
        jdbi.setSqlLogger(damage);
        this.writer = file ? Optional.of(new GroupCommit(jdbi)) : Optional.empty();
        if (!file) {
            jdbi.setTransactionHandler(new ShortTransactions(new KnownCommits(this::jdbi)));
        }
        this.clock = file ? Optional.empty() : Optional.of(new DatabaseClock(jdbi, System::nanoTime));
        synchronizeClock();
    }

    /** Opens a file of SQLite. */
    public static Database open(Path file) {
        return open(DatabaseAddress.ofFile(file));
    }

    /**
     * Opens a database; creates the file and migrates the tables if needed. Several processes can have it open, and start
     * at the same time.
     *
     * @throws org.flywaydb.core.api.FlywayException if it has a newer version or was changed by hand
     */
    public static Database open(DatabaseAddress address) {
        return open(address, address);
    }

    /**
     * Opens a database behind a pooler.
     *
     * @param direct its address without the pooler: migrations wait for other nodes within a transaction, and would block
     *               one of the pooler's few connections
     */
    public static Database open(DatabaseAddress address, DatabaseAddress direct) {
        return address.file().map(Database::openFile).orElseGet(() -> openServer(address, direct));
    }

    private static Database openServer(DatabaseAddress address, DatabaseAddress direct) {
        try {
            return migrated(PoolSettings.postgresql(address), direct);
        } catch (HikariPool.PoolInitializationException e) {
            throw new IllegalStateException("The database " + address.url() + " cannot be reached, or does not let this"
                    + " node in (" + e.getCause().getMessage() + "): look at DROMEDARY_DATABASE_URL,"
                    + " DROMEDARY_DATABASE_USER and DROMEDARY_DATABASE_PASSWORD.");
        }
    }

    private static Database openFile(Path file) {
        Path starting = file.resolveSibling(file.getFileName() + ".start");
        try {
            OwnerOnlyFiles.make(file);
            OwnerOnlyFiles.make(starting);
            if (OwnerOnlyFiles.isOpen(file)) {
                LOG.warn("The database {} can be read by others: 'chmod 600 {}' closes it", file, file);
            }
        } catch (IOException e) {
            throw unusable(file, e);
        }
        // Flyway has no lock for SQLite.
        try (var channel = FileChannel.open(starting, StandardOpenOption.WRITE); var held = channel.lock()) {
            return migrated(PoolSettings.sqlite(file), DatabaseAddress.ofFile(file));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static UncheckedIOException unusable(Path file, IOException cause) {
        return new UncheckedIOException("The database " + file + " cannot be used: is its folder there, and writable?", cause);
    }

    private static Database migrated(HikariConfig config, DatabaseAddress address) {
        config.setPoolName("database");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(address.isShared() ? 0 : 1);
        var pool = new HikariDataSource(config);
        try {
            OlderNodes.refuse(pool);
            FluentConfiguration flyway = Flyway.configure().locations("classpath:db/migration");
            if (address.isShared()) {
                // Separate connections: migrations may take longer than the timeouts of the pool.
                flyway.dataSource(address.url(), address.user().orElse(null), address.password().orElse(null));
            } else {
                flyway.dataSource(pool);
            }
            Flyway migrations = flyway.load();
            NewerTables.refuse(migrations);
            migrations.migrate();
            return new Database(pool, !address.isShared());
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Is it PostgreSQL, with many writers at a time, rather than a file? */
    public boolean isServer() {
        return writer.isEmpty();
    }

    /**
     * SQL after a table that forces an index. SQLite has no statistics about the rows and may choose a worse one;
     * PostgreSQL has them.
     */
    public String by(String index) {
        return isServer() ? "" : " indexed by " + index;
    }

    /**
     * SQL after a query that locks its rows, and skips rows that are locked. SQLite has one writer at a time, which needs
     * no locks.
     */
    public String skipLocked() {
        return isServer() ? " for update skip locked" : "";
    }

    /**
     * SQL after a query that locks its rows until the transaction ends. SQLite has one writer at a time, which needs no locks.
     */
    public String forUpdate() {
        return isServer() ? " for update" : "";
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * Runs a short write in a transaction, perhaps together with those of other callers; it is durable when this method
     * returns. A nested call joins the transaction. Within any other transaction it must not be called.
     *
     * <p>As with every transaction here, an exception means that nothing was changed, except for an {@link UnknownCommit}.
     *
     * @param work must change nothing but the database: if a write in the same commit fails, it is run again
     */
    public <T> T write(HandleCallback<T, RuntimeException> work) {
        return writer.isPresent() ? writer.get().write(work) : jdbi.inTransaction(work);
    }

    /** The clock that all nodes share to decide when something is due. */
    public Clock clock() {
        return clock.<Clock>map(known -> known).orElse(Clock.systemUTC());
    }

    /** Synchronizes the clock with the database server, if there is one. */
    public void synchronizeClock() {
        clock.ifPresent(DatabaseClock::synchronize);
    }

    /** Has SQLite reported a damaged file? That does not go away by itself. */
    public boolean isDamaged() {
        return damage.isSeen();
    }

    /** Fails if the database does not answer. */
    public void ping() {
        jdbi.useHandle(handle -> handle.createQuery("select count(*) from api_keys").mapTo(Integer.class).one());
    }

    @Override
    public void close() {
        writer.ifPresent(GroupCommit::close);
        pool.close();
    }
}
