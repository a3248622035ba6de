package io.dromedary.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** The whole server in this JVM: the same routes, settings and wiring as {@code dromedary serve}, without a process. */
public final class ServerHere implements AutoCloseable {

    private final DromedaryListener dromedary;
    private final Main main;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "server-here");

    /**
     * A server that has not started.
     *
     * @param home        the folder with {@code routes/} and {@code config/}
     * @param environment what a process would have in its environment, by the names of variables
     */
    public ServerHere(Path home, Map<String, String> environment) {
        Map<String, String> settings = settings(home, environment);
        dromedary = new DromedaryListener(home, environment::get, settings, false);
        main = Server.main(home, dromedary, DromedaryListener.SETTINGS, DromedaryListener.WATCHES);
        settings.forEach(main::addOverrideProperty);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport support) {
                started.complete(null);
            }
        });
    }

    /** What the variables say, by the names of the settings. */
    private static Map<String, String> settings(Path home, Map<String, String> environment) {
        return Settings.read(home.resolve(DromedaryListener.SETTINGS)).stringPropertyNames().stream()
                .filter(name -> environment.containsKey(Settings.variable(name)))
                .collect(Collectors.toMap(name -> name, name -> environment.get(Settings.variable(name))));
    }

    /**
     * Starts it, and returns when it lets callers in.
     *
     * @throws IllegalStateException when it could not start, in the words that a process would end with
     */
    public void start() {
        thread.start();
        try {
            started.join();
        } catch (CompletionException e) {
            close();
            throw new IllegalStateException(StartupError.explain(e.getCause()), e.getCause());
        }
    }

    private void run() {
        try {
            main.run();
            started.completeExceptionally(new IllegalStateException("The server ended by itself"));
        } catch (Exception e) {
            started.completeExceptionally(e);
        }
    }

    /** Ends it as an operator would. */
    @Override
    public void close() {
        main.completed();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dromedary.close();
    }
}
