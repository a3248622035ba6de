package io.dromedary.e2e;

import io.dromedary.machine.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * A real server for tests, with a data folder that survives it. Where it runs is the subclasses' business: {@link HereNode}
 * in this JVM, which is what most tests need; {@link Node} in a process, which can be killed.
 *
 * @param <S> the subclass
 */
abstract class BaseNode<S extends BaseNode<S>> implements AutoCloseable {

    static final String KEY = "key-of-the-tests-0123456789";

    private final Path folder;
    private final int port;
    private final Map<String, String> environment = new HashMap<>();
    private Path home = Path.of("").toAbsolutePath();
    private SharedDatabase.Place place;
    private Optional<SharedDatabase> database = Optional.empty();

    /**
     * A node that has not started. Its data is in a folder under this one.
     *
     * @param usual where its database is, if neither the run nor the test wants it elsewhere
     */
    BaseNode(Path folder, SharedDatabase.Place usual) {
        this.folder = folder;
        this.place = usual.orOfRun();
        this.port = Ports.free();
        environment.put("DROMEDARY_PORT", Integer.toString(port));
        environment.put("DROMEDARY_DATA", data().toString());
        environment.put("DROMEDARY_API_KEY", KEY);
        environment.put("DROMEDARY_ALLOW_HOSTS", "127.0.0.1");
        // Tests send the same job again to have it done again.
        environment.put("DROMEDARY_REUSE", "false");
    }

    abstract S self();

    /** Starts it and waits until it lets callers in. */
    abstract S start();

    /** Ends it as an operator would. */
    abstract void stop();

    @Override
    public abstract void close();

    /** Lets it use this database, with others. */
    S with(SharedDatabase shared) {
        shared.environment().forEach(environment::putIfAbsent);
        return self();
    }

    S with(String variable, String value) {
        environment.put(variable, value);
        return self();
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Lets it have its database inside, as the test is about a file that it has only then. */
    S alone() {
        place = SharedDatabase.Place.EMBEDDED;
        return self();
    }

    /** Takes a database of its own, where this node was told of no other. */
    void takeDatabase() {
        if (database.isEmpty() && !environment.containsKey("DROMEDARY_DATABASE_URL")) {
            database = place.database(folder);
            database.ifPresent(this::with);
        }
    }

    /** A copy of the routes and the configuration that this node runs on, to be changed at will. */
    Path ownHome() {
        home = folder.resolve("home");
        try {
            for (String name : List.of("routes", "config")) {
                Files.createDirectories(home.resolve(name));
                try (var files = Files.list(Path.of(name))) {
                    for (Path file : (Iterable<Path>) files::iterator) {
                        Files.copy(file, home.resolve(name).resolve(file.getFileName()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home;
    }

    /** The folder with the routes and the configuration that it runs on. */
    Path home() {
        return home;
    }

    /** The folder in which everything of this node is. */
    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** A file of secrets: those that nodes share are beside their key. */
    Path secret(String name) {
        return Path.of(environment.getOrDefault("DROMEDARY_KEY_FILE", data().resolve("secret.key").toString()))
                .resolveSibling(name);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Start of the URLs of published files. */
    String publicUrl() {
        return "http://localhost:" + port;
    }

    Api api() {
        return new Api(url(), KEY);
    }

    /** The tables. */
    Jdbi tables() {
        return database.map(SharedDatabase::tables).orElseGet(() -> Jdbi.create("jdbc:sqlite:" + data().resolve("dromedary.db")));
    }

    /** What is in the work folder. */
    List<Path> workFolders() {
        try (var list = Files.list(data().resolve("work"))) {
            return list.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
