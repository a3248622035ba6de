package io.dromedary.server;

import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads changed route files like Camel, but only those that only their owner can change: a route can run any program.
 * Others are logged once for each change, and the loaded routes keep running.
 */
final class OwnerOnlyRoutes extends RouteWatcherReloadStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnlyRoutes.class);

    /** A file that nobody has written to for so long is taken for whole. */
    private static final long QUIET_MS = 300;
    private static final long LOOK_MS = 50;
    private static final long LONGEST_WRITE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final OwnerOnlyFile owners;
    private final Map<Path, Told> told = new ConcurrentHashMap<>();

    private RouteReload routes;

    private record Told(String reason, long modified, long size) {
    }

    OwnerOnlyRoutes(OwnerOnlyFile owners, String folder, boolean recursive) {
        super(folder, recursive);
        this.owners = owners;
    }

    /**
     * Replaces Camel's own strategy, if reloading is enabled ({@code camel.main.routesReload*}). Call it after the
     * context is configured, and before it starts.
     */
    static void replace(CamelContext context, OwnerOnlyFile owners) throws Exception {
        RouteWatcherReloadStrategy usual = context.hasService(RouteWatcherReloadStrategy.class);
        if (usual == null) {
            return;
        }
        var ours = new OwnerOnlyRoutes(owners, usual.getFolder(), usual.isRecursive());
        ours.setPattern(usual.getPattern());
        // A service that waits for the start is started even after its removal; without a folder it watches nothing.
        usual.setFolder(null);
        context.removeService(usual);
        context.addService(ours);
    }

    /** Remembers the files that the routes were made from. */
    @Override
    protected void doStart() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(getFolder()))) {
            routes = new RouteReload(getCamelContext(), files.filter(Files::isRegularFile).toList());
        }
        super.doStart();
    }

    @Override
    protected void onRouteReload(Collection<Resource> changed, boolean removeEverything) {
        for (Resource resource : changed) {
            Path file = Path.of(resource.getURI());
            if (isOwners(file)) {
                awaitWritten(file);
                routes.reload(file);
            }
        }
    }

    /** The changed file, and those that Camel reloads with it. */
    private static void awaitWritten(Path file) {
        long end = System.nanoTime() + LONGEST_WRITE_NANOS;
        try {
            while (System.currentTimeMillis() - file.toFile().lastModified() < QUIET_MS && System.nanoTime() < end) {
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOwners(Path path) {
        File file = path.toFile();
        if (!file.exists()) {
            // A removed file is not read.
            return true;
        }
        Optional<String> refusal = refusal(path);
        refusal.ifPresentOrElse(reason -> {
            var now = new Told(reason, file.lastModified(), file.length());
            if (!now.equals(told.put(path, now))) {
                LOG.error("{}. Until then it is not read again; the routes that are there go on", reason);
            }
        }, () -> told.remove(path));
        return refusal.isEmpty();
    }

    private Optional<String> refusal(Path path) {
        try {
            return owners.refusal(path);
        } catch (UncheckedIOException e) {
            if (Files.exists(path)) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
