package io.dromedary.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The memory of the server: one SQLite file with its schema up to date.
 *
 * <p>WAL with full sync: a commit that was answered survives a crash of the process and of the machine.
 */
public final class Database implements AutoCloseable {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final int CONNECTIONS = 8;
    private static final int BUSY_TIMEOUT_MS = 10_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * The file that a {@code jdbc:sqlite:<path>} URL names.
     *
     * @throws IllegalArgumentException when it is no such URL
     */
    public static Path fileOf(String url) {
        String path = url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : "";
        // A question mark begins parameters of the driver, a colon its other kinds of database.
        if (path.isBlank() || path.startsWith(":") || path.contains("?")) {
            throw new IllegalArgumentException("It must be " + SQLITE + "<path>");
        }
        return Path.of(path).toAbsolutePath().normalize();
    }

    /**
     * Opens the file, creating it and bringing its tables up to date as needed. Several processes of one machine can
     * have it open, and start at the same time.
     *
     * @throws org.flywaydb.core.api.FlywayException when the file is of a newer version or was changed by hand
     */
    public static Database open(Path file) {
        // Flyway has no lock of its own for SQLite.
        try (var channel = FileChannel.open(file.resolveSibling(file.getFileName() + ".start"),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE); var held = channel.lock()) {
            return connect(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The database " + file + " cannot be used: is its folder there, and writable?",
                    e);
        }
    }

    private static Database connect(Path file) {
        var sqlite = new Properties();
        sqlite.setProperty("journal_mode", "WAL");
        sqlite.setProperty("synchronous", "FULL");
        sqlite.setProperty("foreign_keys", "true");
        sqlite.setProperty("busy_timeout", Integer.toString(BUSY_TIMEOUT_MS));
        // A transaction that reads first and writes later would fail at once when another writer was quicker.
        sqlite.setProperty("transaction_mode", "IMMEDIATE");

        var config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(SQLITE + file);
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
