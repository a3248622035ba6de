package io.dromedary.server;

import io.dromedary.storage.FolderRemoval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server for one command, with the same routes, inside the command's process: on a free local port, with a random key,
 * a temporary data folder, and local files as inputs.
 */
public final class LocalServer implements AutoCloseable {

    private static final String LOG_LEVEL = "dromedary.log.level";
    /** What one command never calls; an operator's own files are loaded. */
    private static final String WITHOUT = Stream.of("connections", "housekeeping", "keys", "signatures", "uploads", "watch", "webhook")
            .map(file -> "**/" + file + ".camel.yaml").collect(Collectors.joining(","));
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final URI url;
    private final String key;
    private final Path folder;
    private final Thread removal;
    private EmbeddedMain inner;

    private LocalServer(URI url, String key, Path folder) {
        this.url = url;
        this.key = key;
        this.folder = folder;
        this.removal = new Thread(this::remove, "remove-local");
    }

    /**
     * Starts the server, and returns when it accepts jobs.
     *
     * @param home the folder with {@code routes/} and {@code config/}
     * @param temporary the parent of its temporary folder
     * @param log whether it logs to standard error
     * @throws IllegalStateException if it could not start, saying why
     */
    public static LocalServer start(Path home, Path temporary, boolean log) {
        // The log configuration reads this property; nothing has been logged yet.
        System.setProperty(LOG_LEVEL, log ? "INFO" : "OFF");
        SettingNames.check(home, List.of(DromedaryBeans.SETTINGS), System.getenv().keySet());
        try {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            var server = new LocalServer(URI.create("http://127.0.0.1:" + freePort()), HexFormat.of().formatHex(secret),
                    Files.createTempDirectory(temporary, "dromedary-"));
            server.run(home);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for the work can be made in " + temporary, e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void run(Path home) {
        Runtime.getRuntime().addShutdownHook(removal);
        // Overrides settings that are meant for a public server.
        Map<String, String> settings = Map.ofEntries(
                Map.entry("dromedary.host", url.getHost()), Map.entry("dromedary.port", Integer.toString(url.getPort())),
                Map.entry("dromedary.public.url", url.toString()),
                Map.entry("dromedary.data", folder.resolve("data").toString()), Map.entry("dromedary.database.url", ""),
                Map.entry("dromedary.roles", "api,worker"), Map.entry("dromedary.key.file", ""),
                Map.entry("dromedary.cdn", ""), Map.entry("dromedary.cdn.signed", "false"),
                Map.entry("dromedary.tls.certificate", ""), Map.entry("dromedary.tls.key", ""),
                Map.entry("dromedary.job.max-attempts", "1"),
                Map.entry("camel.main.routesExcludePattern", WITHOUT),
                Map.entry("camel.component.rest-openapi.missingOperation", "ignore"),
                Map.entry("camel.main.routesReloadEnabled", "false"), Map.entry("camel.main.shutdownTimeout", "1"));
        Map<String, String> secrets = Map.of("DROMEDARY_API_KEY", key, "DROMEDARY_KEY", "", "DROMEDARY_TLS_PASSWORD", "");
        var dromedary = new DromedaryBeans(Optional.of(home),
                name -> Optional.ofNullable(secrets.get(name)).orElseGet(() -> System.getenv(name)), settings, true, TablesFile::of);
        inner = new EmbeddedMain(home, dromedary, settings, LONGEST_END, DromedaryBeans.SETTINGS);
        try {
            inner.start();
        } catch (IllegalStateException e) {
            remove();
            throw e;
        }
    }

    /** The server's URL. */
    public URI url() {
        return url;
    }

    /** The server's key. */
    public String key() {
        return key;
    }

    /** What this machine lacks for jobs, if anything: they would wait for it. */
    public Optional<String> lack() {
        return inner.lack();
    }

    /** Stops all jobs, and removes the temporary folder. */
    @Override
    public void close() {
        inner.close();
        remove();
    }

    private void remove() {
        FolderRemoval.remove(folder);
    }
}
