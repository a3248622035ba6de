package io.dromedary.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** A server embedded in another process. It runs in its own thread until it is closed. */
final class EmbeddedMain implements AutoCloseable {

    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final DromedaryBeans dromedary;
    private final Duration longestEnd;
    private final Main main;
    private final Thread thread = new Thread(this::run, "inner-server");

    /**
     * @param home       the folder with {@code routes/} and {@code config/}
     * @param settings   settings that override those of the files
     * @param longestEnd how long to wait for its end
     * @param files      settings files, within that folder
     */
    EmbeddedMain(Path home, DromedaryBeans dromedary, Map<String, String> settings, Duration longestEnd, String... files) {
        this.dromedary = dromedary;
        this.longestEnd = longestEnd;
        main = Server.main(home, dromedary, files);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport support) {
                started.complete(null);
            }
        });
        settings.forEach(main::addOverrideProperty);
        // The process handles signals.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        thread.setDaemon(true);
    }

    /**
     * Starts the server, and returns when it accepts requests.
     *
     * @throws IllegalStateException if it could not start, saying why; nothing of it is left then
     */
    void start() {
        thread.start();
        try {
            started.get();
        } catch (ExecutionException e) {
            close();
            throw new IllegalStateException(StartupError.explain(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted", e);
        }
    }

    private void run() {
        try {
            main.run();
            started.completeExceptionally(new IllegalStateException("The server ended"));
        } catch (Exception e) {
            started.completeExceptionally(e);
        }
    }

    /** What this machine lacks for jobs, if anything. */
    Optional<String> lack() {
        return dromedary.lack();
    }

    /** Stops all jobs and the server. */
    @Override
    public void close() {
        main.completed();
        try {
            thread.join(longestEnd.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dromedary.close();
    }
}
