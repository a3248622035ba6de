package io.dromedary.database;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.DefinedAttributeTemplateEngine;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * The database of the server, with its schema up to date: a file of SQLite, or a database of PostgreSQL that several
 * machines share. In both, a confirmed commit survives a crash of the process and of the machine.
 */
public final class Database implements AutoCloseable {

    /** While it is away, one caller tries again this often. */
    private static final int AWAY_TIMEOUT_MS = 1_000;

    /** Takes some 500 kB for a moment, without a line in the log of changes. */
    private static final String NEW_SPACE = "create temporary table dromedary_space on commit drop as"
            + " select md5(random()::text) as filler from generate_series(1, 8000)";

    /** Only SQL with lists is a template; to read other SQL as one takes longer than many statements do. */
    private static final TemplateEngine.Parsing TEMPLATES = (sql, config) ->
            sql.contains("(<") ? new DefinedAttributeTemplateEngine().parse(sql, config) : Optional.of(context -> sql);

    private final CompletableFuture<HikariDataSource> pool;
    private final Jdbi jdbi;
    /** Only for SQLite: PostgreSQL has many writers, and groups their commits itself. */
    private final Optional<GroupCommit> writer;
    /** Only for PostgreSQL: the nodes of a file share one clock. */
    private final Optional<DatabaseClock> clock;

    private final ReportedFaults faults;

    private Database(CompletableFuture<HikariDataSource> pool, boolean file) {
        this.pool = pool;
        // While callers wait, the pool tries a database that is away less and less often: so they do not wait long.
        this.jdbi = Jdbi.create(new FailFastConnections(() -> opened().getConnection(), System::nanoTime, away ->
                opened().setConnectionTimeout(away ? AWAY_TIMEOUT_MS : PoolSettings.timeoutMs(file))));
        this.faults = new ReportedFaults();
        jdbi.setSqlLogger(faults);
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TEMPLATES);
        this.writer = file ? Optional.of(new GroupCommit(jdbi)) : Optional.empty();
        if (!file) {
            jdbi.setTransactionHandler(new ShortTransactions(new KnownCommits(this::jdbi)));
        }
        this.clock = file ? Optional.empty() : Optional.of(new DatabaseClock(jdbi, System::nanoTime));
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
        Database database = begin(address, direct, Optional.empty());
        database.awaitOpen();
        return database;
    }

    /**
     * Begins to open a database, in the background: whoever uses it until then waits.
     *
     * @param tables for a new file: a file with the tables of this version, which is copied instead of creating them
     */
    public static Database begin(DatabaseAddress address, DatabaseAddress direct, Optional<Path> tables) {
        var pool = new CompletableFuture<HikariDataSource>();
        new Thread(() -> {
            try {
                pool.complete(MigratedPool.open(address, direct, tables));
            } catch (RuntimeException | Error e) {
                pool.completeExceptionally(e);
            }
        }, "database-start").start();
        return new Database(pool, address.file().isPresent());
    }

    /**
     * Waits until it is open, and its tables are up to date.
     *
     * @throws org.flywaydb.core.api.FlywayException if it has a newer version or was changed by hand
     */
    public void awaitOpen() {
        try {
            opened();
            synchronizeClock();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private HikariDataSource opened() {
        try {
            return pool.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
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
        return faults.isDamaged();
    }

    /** Fails if the database does not answer. */
    public void ping() {
        jdbi.useHandle(handle -> handle.createQuery("select count(*) from api_keys").mapTo(Integer.class).one());
    }

    /**
     * Is the disk of the database server full, as far as this node has noticed? Statements that fit into the free space of
     * the tables still succeed then, so this tries one that needs new space.
     */
    public boolean isFull() {
        if (!faults.isFull()) {
            return false;
        }
        faults.forgetFull();
        try {
            jdbi.useTransaction(handle -> handle.execute(NEW_SPACE));
            return faults.isFull();
        } catch (JdbiException e) {
            // Has it reported the same again?
            return faults.isFull();
        }
    }

    @Override
    public void close() {
        writer.ifPresent(GroupCommit::close);
        pool.handle((opened, failure) -> Optional.ofNullable(opened)).join().ifPresent(HikariDataSource::close);
    }
}
