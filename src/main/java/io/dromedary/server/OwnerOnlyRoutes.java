package io.dromedary.server;

import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceReload;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads changed route files like Camel, but only those that only their owner can change: a route can run any program.
 * Others are logged once for each change, and the loaded routes keep running.
 */
final class OwnerOnlyRoutes extends RouteWatcherReloadStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnlyRoutes.class);

    private final OwnerOnlyFile owners;
    private final Map<Path, Told> told = new ConcurrentHashMap<>();

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
    static void replace(BaseMainSupport main, OwnerOnlyFile owners) throws Exception {
        CamelContext context = main.getCamelContext();
        RouteWatcherReloadStrategy usual = context.hasService(RouteWatcherReloadStrategy.class);
        if (usual == null) {
            return;
        }
        // A service that waits for the start is started even after its removal; without a folder it watches nothing.
        usual.setFolder(null);
        context.removeService(usual);
        MainConfigurationProperties settings = main.configure();
        var ours = new OwnerOnlyRoutes(owners, settings.getRoutesReloadDirectory(), settings.isRoutesReloadDirectoryRecursive());
        ours.setPattern(settings.getRoutesReloadPattern());
        ours.setRemoveAllRoutes(settings.isRoutesReloadRemoveAllRoutes());
        context.addService(ours);
    }

    /** Camel sets here what to do with a changed file. */
    @Override
    public void setResourceReload(ResourceReload reload) {
        super.setResourceReload((name, resource) -> {
            if (readAgain(resource).allMatch(this::isOwners)) {
                reload.onReload(name, resource);
            }
        });
    }

    /** The changed file, and those that Camel reloads with it. */
    private Stream<Path> readAgain(Resource changed) {
        List<Resource> others = isRemoveAllRoutes()
                ? getCamelContext().getRoutes().stream().map(Route::getSourceResource).filter(Objects::nonNull).toList()
                : List.of();
        return Stream.concat(Stream.of(changed), others.stream())
                .filter(resource -> "file".equals(resource.getScheme()))
                .map(resource -> Path.of(resource.getURI())).distinct();
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
