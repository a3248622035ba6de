package io.dromedary.machine;

import static io.dromedary.Patience.SOON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A real PgBouncer, Debian's, in front of a PostgreSQL: it gives each transaction any of a few connections. */
public final class PgBouncer implements AutoCloseable {

    private final ServerFolder folder = new ServerFolder("pgbouncer");
    private final int port = Ports.free();
    private final String database;
    private Process process;

    /**
     * One that has not started.
     *
     * @param url         of a database of PostgreSQL, on this machine
     * @param connections how many it has to that, at most
     */
    public PgBouncer(String url, int connections) {
        String place = url.substring(url.lastIndexOf(':') + 1);
        String server = place.substring(0, place.indexOf('/'));
        database = place.substring(place.indexOf('/') + 1);
        try {
            Files.writeString(users(), '"' + PostgresServer.USER + "\" \"\"\n");
            Files.writeString(settings(), """
                    [databases]
                    * = host=127.0.0.1 port=%s
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = trust
                    auth_file = %s
                    pool_mode = transaction
                    default_pool_size = %d
                    """.formatted(server, port, users(), connections));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        folder.give(users());
        folder.give(settings());
    }

    private Path users() {
        return folder.resolve("users.txt");
    }

    private Path settings() {
        return folder.resolve("pgbouncer.ini");
    }

    /** The database behind it, for a driver that prepares no statements by name. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?prepareThreshold=0";
    }

    /** Starts it and waits until the database answers through it. */
    public PgBouncer start() {
        process = folder.launch(folder.asItsUser("/usr/sbin/pgbouncer", settings().toString()));
        try {
            Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(this::answers);
        } catch (ConditionTimeoutException e) {
            kill();
            throw new IllegalStateException("PgBouncer does not answer:\n" + folder.log(), e);
        }
        return this;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("PgBouncer ended by itself:\n" + folder.log());
        }
        try (Connection connection = DriverManager.getConnection(url(), PostgresServer.USER, "")) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Ends it as a crash would. */
    public void kill() {
        process.destroyForcibly();
        Ending.await(process, Duration.ofSeconds(30), folder::log);
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        folder.delete();
    }
}
