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
 * The memory of the server, with its schema up to date: a file of SQLite, or a database of PostgreSQL that several
 * machines share. Either way a commit that was answered survives a crash of the process and of the machine.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int CONNECTIONS = 8;
    /** While it is away, somebody asks anew as often. */
    private static final int AWAY_TIMEOUT_MS = 1_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    /** Of a file alone: a server of PostgreSQL has many writers, and groups their commits itself. */
    private final Optional<GroupCommit> writer;
    /** Of a server alone: a file's nodes have one clock. */
    private final Optional<DatabaseClock> clock;

    private final CorruptionDetector damage;

    private Database(HikariDataSource pool, boolean file) {
        this.pool = pool;
        long patience = pool.getConnectionTimeout();
        // The pool asks for a database that is away less and less often, as long as somebody waits: so nobody waits long.
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
     * Opens a database, creating the file and bringing the tables up to date as needed. Several processes can have it
     * open, and start at the same time.
     *
     * @throws org.flywaydb.core.api.FlywayException when it is of a newer version or was changed by hand
     */
    public static Database open(DatabaseAddress address) {
        return open(address, address);
    }

    /**
     * The same behind a pooler.
     *
     * @param direct where a server is reached past it: who brings the tables up to date waits for the others within a
     *               transaction, and would keep one of its few connections from whoever they wait for
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
        // Flyway has no lock of its own for SQLite.
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
                // Connections of its own: migrations may take longer than what is allowed to those of the pool.
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

    /** Is it a server, with many writers at a time, rather than a file? */
    public boolean isServer() {
        return writer.isEmpty();
    }

    /**
     * Names the index that finds rows of a table, to stand behind the table. A file does not know how many rows there are of
     * which kind, and takes what suits any; a server counts them, and knows.
     */
    public String by(String index) {
        return isServer() ? "" : " indexed by " + index;
    }

    /**
     * Locks the rows of a query, to stand behind it, and passes over those that another is just taking. A file has one writer
     * at a time, who needs no locks.
     */
    public String skipLocked() {
        return isServer() ? " for update skip locked" : "";
    }

    /** Locks the rows of a query until the end of its transaction, to stand behind it; a file has one writer at a time. */
    public String forUpdate() {
        return isServer() ? " for update" : "";
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * Does short work in a transaction, of which many come at once; it is durable when this returns. Within such work
     * more of it is a part of the same transaction. Within any other transaction it must not be asked for.
     *
     * <p>As with every transaction here, an exception says that nothing was changed; but for an {@link UnknownCommit}.
     *
     * @param work changes nothing but the database: when what it was to be committed with fails, it is done again
     */
    public <T> T write(HandleCallback<T, RuntimeException> work) {
        return writer.isPresent() ? writer.get().write(work) : jdbi.inTransaction(work);
    }

    /** The time by which its nodes agree on when something is due. */
    public Clock clock() {
        return clock.<Clock>map(known -> known).orElse(Clock.systemUTC());
    }

    /** Asks for that time again, where the database has a clock of its own. */
    public void synchronizeClock() {
        clock.ifPresent(DatabaseClock::synchronize);
    }

    /** Has it said that its file is damaged? That does not pass by itself. */
    public boolean isDamaged() {
        return damage.isSeen();
    }

    /** Fails when the database does not answer. */
    public void ping() {
        jdbi.useHandle(handle -> handle.createQuery("select count(*) from api_keys").mapTo(Integer.class).one());
    }

    @Override
    public void close() {
        writer.ifPresent(GroupCommit::close);
        pool.close();
    }
}
