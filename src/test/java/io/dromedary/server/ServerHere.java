package io.dromedary.server;

import io.dromedary.database.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The whole server in this JVM: the same routes, settings and wiring as {@code dromedary serve}, without a process. */
public final class ServerHere implements AutoCloseable {

    private static final Duration LONGEST_END = Duration.ofMinutes(1);

    private final EmbeddedMain inner;

    /**
     * A server that has not started.
     *
     * @param home        the folder with {@code routes/} and {@code config/}
     * @param environment what a process would have in its environment, by the names of variables
     */
    public ServerHere(Path home, Map<String, String> environment) {
        Map<String, String> settings = settings(home, environment);
        inner = new EmbeddedMain(home, new DromedaryBeans(Optional.of(home), environment::get, settings, false,
                any -> Optional.of(Engine.tables())), settings, LONGEST_END, DromedaryBeans.SETTINGS, DromedaryBeans.WATCHES);
    }

    /** What the variables say, by the names of the settings. */
    private static Map<String, String> settings(Path home, Map<String, String> environment) {
        return Settings.read(home.resolve(DromedaryBeans.SETTINGS)).stringPropertyNames().stream()
                .filter(name -> environment.containsKey(Settings.variable(name)))
                .collect(Collectors.toMap(name -> name, name -> environment.get(Settings.variable(name))));
    }

    /**
     * Starts it, and returns when it lets callers in.
     *
     * @throws IllegalStateException when it could not start, in the words that a process would end with
     */
    public void start() {
        inner.start();
    }

    /** Ends it as an operator would. */
    @Override
    public void close() {
        inner.close();
    }
}
