package io.dromedary.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The memory of the server: one SQLite file with its schema up to date.
 *
 * <p>WAL with full sync: a commit that was answered survives a crash of the process and of the machine.
 */
public final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final int BUSY_TIMEOUT_MS = 10_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * Opens the file, creating it and bringing its tables up to date as needed.
     *
     * @throws org.flywaydb.core.api.FlywayException when the file is of a newer version or was changed by hand
     */
    public static Database open(Path file) {
        var sqlite = new Properties();
        sqlite.setProperty("journal_mode", "WAL");
        sqlite.setProperty("synchronous", "FULL");
        sqlite.setProperty("foreign_keys", "true");
        sqlite.setProperty("busy_timeout", Integer.toString(BUSY_TIMEOUT_MS));
        // A transaction that reads first and writes later would fail at once when another writer was quicker.
        sqlite.setProperty("transaction_mode", "IMMEDIATE");

        var config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl("jdbc:sqlite:" + file);
        config.setDataSourceProperties(sqlite);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(BUSY_TIMEOUT_MS);
        var pool = new HikariDataSource(config);
        try {
            Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
            return new Database(pool);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** Fails when the database does not answer. */
    public void ping() {
        jdbi.useHandle(handle -> handle.createQuery("select count(*) from api_keys").mapTo(Integer.class).one());
    }

    @Override
    public void close() {
        pool.close();
    }
}
