package io.dromedary.machine;

import static io.dromedary.Patience.SOON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real PostgreSQL, Debian's, on a free port with its files in a temporary folder: it can be killed and started again.
 * It refuses to run as root, and is started as its own user then.
 */
public final class PostgresServer implements AutoCloseable {

    public static final String USER = "dromedary";
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final ServerFolder folder = new ServerFolder("postgres");
    private final int port = Ports.free();
    private final List<String> options = new ArrayList<>();
    private final List<String> around = new ArrayList<>();
    private Process process;

    /** One for all tests of this JVM, as starting it is what takes long. */
    private static final class Shared {

        private static final PostgresServer SERVER = new PostgresServer().start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    /** Its files are those of all others, as making them takes longer than to copy them. It never starts. */
    private static final class First {

        private static final PostgresServer SERVER = new PostgresServer(data -> List.of(program("initdb"), "-D", data, "-U", USER,
                "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"));

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    /** Files for a server that has not started. */
    public PostgresServer() {
        this(data -> List.of("cp", "-a", First.SERVER.data(), data));
    }

    private PostgresServer(Function<String, List<String>> made) {
        folder.run(folder.asItsUser(made.apply(data()).toArray(String[]::new)));
    }

    /**
     * A server that has started, and follows this one, which runs: from now on what it does not have is not committed
     * here. Let the other be promoted before this one is closed.
     */
    public PostgresServer newStandby() {
        var standby = new PostgresServer(data -> List.of(program("pg_basebackup"), "-h", "127.0.0.1", "-p",
                Integer.toString(port), "-U", USER, "-D", data, "-R", "-c", "fast", "-N"));
        standby.start();
        execute("alter system set synchronous_standby_names = '*'");
        execute("select pg_reload_conf()");
        Awaitility.await().atMost(SOON).until(() -> holds("select exists (select from pg_stat_replication"
                + " where sync_state = 'sync')"));
        return standby;
    }

    /** Lets it follow no other any more, and take writes. */
    public void promote() {
        if (!holds("select pg_promote()")) {
            throw new IllegalStateException("It does not end to follow:\n" + folder.log());
        }
    }

    private boolean holds(String query) {
        try (Connection connection = connect("postgres"); var rows = connection.createStatement().executeQuery(query)) {
            return rows.next() && rows.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one of all tests that need no more of it than a database of their own. It ends with this JVM. */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    /** Lets it speak TLS by a certificate; whoever does not ask for that is let in yet. */
    public PostgresServer with(Certificates certificates) {
        try {
            for (Path file : List.of(certificates.certificate(), certificates.key())) {
                Path own = Files.copy(file, folder.resolve(file.getFileName()));
                Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
                folder.give(own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        options.addAll(List.of("-c", "ssl=on",
                "-c", "ssl_cert_file=" + folder.resolve(certificates.certificate().getFileName()),
                "-c", "ssl_key_file=" + folder.resolve(certificates.key().getFileName())));
        return this;
    }

    /** Puts a disk of this size, in bytes, that ends with it. It refuses to be root there, too. */
    public PostgresServer disk(int size) {
        folder.run(folder.asItsUser("mkdir", folder.resolve("small").toString()));
        around.addAll(SmallDisk.words(folder.resolve("small"), size));
        around.addAll(List.of("unshare", "--user", "--map-user=1000", "--"));
        return this;
    }

    /** Leaves no room on that disk; this must be done by a user that is known there. */
    public void fillDisk() {
        folder.run(folder.asItsUser("sh", "-c", "! cat /dev/zero >\"$1\"", "fill", filling()));
    }

    /** Makes room there again. */
    public void makeRoom() {
        folder.run(folder.asItsUser("rm", filling()));
    }

    private String filling() {
        return SmallDisk.seenBy(process, folder.resolve("small")).resolve("filling").toString();
    }

    /** A new, empty database whose tables are on that disk; its log of changes is not. */
    public String newDatabaseOnDisk() {
        execute("create tablespace small location '" + folder.resolve("small") + "'");
        execute("create database small tablespace small");
        return url("small");
    }

    /** Starts it and waits until it answers. */
    public PostgresServer start() {
        // A crash of the machine is not what is tried here, so it need not wait for the disk.
        List<String> command = folder.asItsUser(around.toArray(String[]::new));
        command.addAll(List.of(program("postgres"), "-D", data(), "-p", Integer.toString(port), "-k",
                folder.resolve("").toString(), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=300"));
        command.addAll(options);
        process = folder.launch(command);
        try {
            Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(this::answers);
        } catch (ConditionTimeoutException e) {
            kill();
            throw new IllegalStateException("PostgreSQL does not answer:\n" + folder.log(), e);
        }
        return this;
    }

    /** The server itself, to be paused. */
    public Process process() {
        return process;
    }

    /** A new, empty database. */
    public String newDatabase() {
        return newDatabaseLike(url("template1"));
    }

    /** A copy of a database of this server, to which nobody is connected. */
    public String newDatabaseLike(String url) {
        String name = "dromedary_" + DATABASES.incrementAndGet();
        execute("create database " + name + " template " + url.substring(url.lastIndexOf('/') + 1));
        return url(name);
    }

    /** A database of this server and of its standby, of whichever takes writes. */
    public String urlOr(PostgresServer standby, String url) {
        return "jdbc:postgresql://127.0.0.1:" + port + ",127.0.0.1:" + standby.port + url.substring(url.lastIndexOf('/'))
                + "?targetServerType=primary";
    }

    private void execute(String sql) {
        try (Connection connection = connect("postgres"); var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), USER, "");
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("PostgreSQL ended by itself:\n" + folder.log());
        }
        try (Connection connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Ends it as a crash would, with all its children. */
    public void kill() {
        // It would go on making children until its own end, and those outlive it for a while.
        Signals.pause(process);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Ending.await(process, Duration.ofSeconds(30), folder::log);
    }

    private static String program(String name) {
        try (var versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin").resolve(name)).filter(Files::isExecutable)
                    .max(Comparator.comparing(Path::toString)).orElseThrow(() -> new IllegalStateException(
                            "There is no " + name + ": apt-get install postgresql")).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is not installed: apt-get install postgresql", e);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        folder.delete();
    }
}
