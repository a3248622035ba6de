package io.dromedary.database;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.Properties;

/** The connections of each kind of database: how they are set up, and how long they wait. */
final class PoolSettings {

    private static final int BUSY_TIMEOUT_MS = 10_000;
    /** A caller of the API waits this long for a database that is away. */
    private static final int SERVER_TIMEOUT_MS = 5_000;
    /** A node that starts together with its database waits for that. */
    private static final int START_TIMEOUT_MS = 30_000;

    private PoolSettings() {
    }

    /** How long a caller waits for a connection, in milliseconds. */
    static int timeoutMs(boolean file) {
        return file ? BUSY_TIMEOUT_MS : SERVER_TIMEOUT_MS;
    }

    static HikariConfig sqlite(Path file) {
        var sqlite = new Properties();
        sqlite.setProperty("journal_mode", "WAL");
        sqlite.setProperty("synchronous", "FULL");
        sqlite.setProperty("foreign_keys", "true");
        sqlite.setProperty("busy_timeout", Integer.toString(BUSY_TIMEOUT_MS));
        // Otherwise a transaction that reads first and writes later would fail at once if another writer was faster.
        sqlite.setProperty("transaction_mode", "IMMEDIATE");
        // Nobody asks for keys that the database has made; the driver would look for one after each statement.
        sqlite.setProperty("jdbc.get_generated_keys", "false");

        var config = new HikariConfig();
        // By its name, as Java itself finds only drivers of the class path that it was started with.
        config.setDriverClassName("org.sqlite.JDBC");
        config.setJdbcUrl(DatabaseAddress.SQLITE + file);
        config.setDataSourceProperties(sqlite);
        config.setConnectionTimeout(BUSY_TIMEOUT_MS);
        return config;
    }

    static HikariConfig postgresql(DatabaseAddress address) {
        var postgresql = new Properties();
        postgresql.setProperty("connectTimeout", "5");
        // Without it, a server that disappears silently would block its callers forever.
        postgresql.setProperty("socketTimeout", "15");
        postgresql.setProperty("tcpKeepAlive", "true");
        postgresql.setProperty("ApplicationName", "dromedary");

        var config = new HikariConfig();
        config.setDriverClassName("org.postgresql.Driver");
        config.setJdbcUrl(address.url());
        address.user().ifPresent(config::setUsername);
        address.password().ifPresent(config::setPassword);
        config.setDataSourceProperties(postgresql);
        config.setConnectionTimeout(SERVER_TIMEOUT_MS);
        config.setInitializationFailTimeout(START_TIMEOUT_MS);
        return config;
    }
}
