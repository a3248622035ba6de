package io.dromedary.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelContext;
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
        var file = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve(DromedaryListener.SETTINGS))) {
            file.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var settings = new HashMap<String, String>();
        for (String name : file.stringPropertyNames()) {
            String value = environment.get(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
            if (value != null) {
                settings.put(name, value);
            }
        }
        return settings;
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

    /** Its routes and beans. */
    public CamelContext context() {
        return main.getCamelContext();
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
