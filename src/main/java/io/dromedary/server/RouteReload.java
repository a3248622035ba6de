package io.dromedary.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the routes of a file with those of its new content. The new routes are built first, without being started: a
 * mistake in them leaves the old ones at work. Routes that are no longer in the file end.
 */
final class RouteReload {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

    private final CamelContext context;
    private final Map<Path, String> inUse = new ConcurrentHashMap<>();

    /**
     * Reads what the routes of a context were made of.
     *
     * @param files the route files that have been loaded
     */
    RouteReload(CamelContext context, Collection<Path> files) {
        this.context = context;
        files.forEach(file -> read(file).ifPresent(text -> inUse.put(plain(file), text)));
    }

    /** Loads a file that has changed, is new, or is gone. A mistake is logged, with what to do about it. */
    void reload(Path changed) {
        Path file = plain(changed);
        Optional<String> text = read(file);
        if (text.isEmpty()) {
            remove(file);
        } else if (!text.get().isBlank() && !text.get().equals(inUse.get(file))) {
            load(file, text.get());
        }
    }

    /** The content of a file; none where there is no file. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The routes of " + file + " cannot be read", e);
        }
    }

    private void remove(Path file) {
        if (inUse.remove(file) != null) {
            Set<String> ids = idsOf(file);
            end(ids);
            LOG.info("{} is gone: its routes have ended ({})", file, String.join(", ", ids));
        }
    }

    private void load(Path file, String text) {
        Resource resource = resource(file, text);
        var routes = new ArrayList<RouteDefinition>();
        try {
            build(file, resource, routes);
        } catch (Exception e) {
            refuse(file, text, routes, e);
            return;
        }
        Set<String> before = idsOf(file);
        try {
            Set<String> ids = PluginHelper.getRoutesLoader(context).updateRoutes(resource);
            end(before.stream().filter(id -> !ids.contains(id)).collect(Collectors.toSet()));
            inUse.put(file, text);
            LOG.info("Loaded {}: {}", file, ids.isEmpty() ? "no routes" : String.join(", ", ids));
        } catch (Exception e) {
            refuse(file, text, routes, e);
            putBack(file);
        }
    }

    private void refuse(Path file, String text, List<RouteDefinition> routes, Exception mistake) {
        LOG.error("{} Correct it, and save the file; until then the routes that were there go on.",
                RouteMistake.words(file.toString(), text, routes, mistake));
    }

    /** What could be built may still not start, for example where a port is taken. */
    private void putBack(Path file) {
        end(idsOf(file));
        Optional.ofNullable(inUse.get(file)).ifPresent(text -> {
            try {
                PluginHelper.getRoutesLoader(context).updateRoutes(resource(file, text));
            } catch (Exception e) {
                LOG.error("{} cannot be put back as it was: the server must be started again.", file, e);
            }
        });
    }

    private static Path plain(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static Resource resource(Path file, String text) {
        return ResourceHelper.fromString("file:" + file, text);
    }

    private Set<String> idsOf(Path file) {
        return context.getRoutes().stream().filter(route -> isOf(file, route)).map(Route::getRouteId)
                .collect(Collectors.toSet());
    }

    private static boolean isOf(Path file, Route route) {
        return fileOf(route).filter(file::equals).isPresent();
    }

    private static Optional<Path> fileOf(Route route) {
        return Optional.ofNullable(route.getSourceResource()).map(Resource::getLocation)
                .filter(location -> location.startsWith("file:")).map(location -> plain(Path.of(location.substring("file:".length()))));
    }

    private void end(Set<String> ids) {
        for (String id : ids) {
            try {
                context.getRouteController().stopRoute(id);
                context.removeRoute(id);
            } catch (Exception e) {
                throw new IllegalStateException("The route " + id + " cannot be ended", e);
            }
        }
    }

    /**
     * Makes the routes of a file beside those that run, and removes them again.
     *
     * @param read gets those that could be read
     */
    private void build(Path file, Resource resource, List<RouteDefinition> read) throws Exception {
        for (RoutesBuilder each : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
            if (each instanceof RouteBuilder builder) {
                read.addAll(builder.configureRoutes(context).getRoutes());
            }
        }
        refuseClashes(file, read);
        var model = (ModelCamelContext) context;
        Set<String> running = context.getRoutes().stream().map(Route::getRouteId).collect(Collectors.toSet());
        Map<RouteDefinition, String> ids = read.stream().filter(route -> route.getRouteId() != null)
                .collect(Collectors.toMap(route -> route, RouteDefinition::getRouteId));
        try {
            ids.forEach((route, id) -> route.setId(RouteMistake.TRIAL + id));
            read.forEach(route -> route.setAutoStartup("false"));
            model.addRouteDefinitions(read);
        } finally {
            for (Route route : context.getRoutes()) {
                if (!running.contains(route.getRouteId())) {
                    context.removeRoute(route.getRouteId());
                }
            }
            model.removeRouteDefinitions(read);
            ids.forEach(RouteDefinition::setId);
        }
    }

    /** Camel would end the route of the other file, or have two that wait for each other's place with every later change. */
    private void refuseClashes(Path file, List<RouteDefinition> routes) {
        var own = new HashSet<String>();
        for (RouteDefinition route : routes) {
            if (route.getRouteId() != null && !own.add(route.getRouteId())) {
                throw new IllegalArgumentException("Two routes have the id " + route.getRouteId());
            }
            Optional<String> consumed = onlyConsumer(route);
            for (Route other : context.getRoutes()) {
                if (isOf(file, other)) {
                    continue;
                }
                String where = fileOf(other).map(Path::toString).orElse("the application");
                if (other.getRouteId().equals(route.getRouteId())) {
                    throw new IllegalArgumentException("The id " + route.getRouteId() + " is that of a route of " + where
                            + ": give one of them another");
                }
                if (consumed.filter(other.getEndpoint().getEndpointUri()::equals).isPresent()) {
                    throw new IllegalArgumentException("A route of " + where + " (" + other.getRouteId() + ") begins with "
                            + route.getEndpointUrl() + " as well, and only one may: remove one of them");
                }
            }
        }
    }

    /** The endpoint that a route begins with, if it allows no second route. */
    private Optional<String> onlyConsumer(RouteDefinition route) {
        Endpoint endpoint = context.getEndpoint(context.resolvePropertyPlaceholders(route.getEndpointUrl()));
        boolean several = endpoint instanceof MultipleConsumersSupport support && support.isMultipleConsumersSupported();
        return several ? Optional.empty() : Optional.of(endpoint.getEndpointUri());
    }
}
