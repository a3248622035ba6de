package io.dromedary.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.util.ObjectHelper;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says where in a route file a mistake is, and what it is, in one line. */
final class RouteMistake {

    /** What the ids of routes begin with that are only built to see whether they can be. */
    static final String TRIAL = "trial of ";

    /** Camel puts the step that cannot be made between these. */
    private static final String STEP_BEGINS = ">>> ";
    private static final String STEP_ENDS = " <<<";

    private RouteMistake() {
    }

    /**
     * Words a mistake in a file.
     *
     * @param text   its content
     * @param routes what was read of it
     */
    static String words(String file, String text, Collection<RouteDefinition> routes, Throwable failure) {
        Optional<MarkedYamlEngineException> yaml = find(failure, MarkedYamlEngineException.class);
        if (yaml.isPresent()) {
            return file + yaml.get().getProblemMark().map(RouteMistake::line).orElse("") + ": "
                    + sentence(Optional.ofNullable(yaml.get().getContext()).map(context -> context + ", ").orElse("")
                            + yaml.get().getProblem());
        }
        return routes.stream().flatMap(route -> step(route, failure)).findFirst()
                .or(() -> routes.stream().filter(route -> isOf(route, failure)).<ProcessorDefinition<?>>map(route -> route).findFirst())
                .map(step -> file + line(step, text.lines().toList())).orElse(file)
                + routeId(failure).map(id -> ", route " + id).orElse("") + ": " + sentence(reason(failure));
    }

    /** Words a mistake in one of the routes of a context that does not start; none where no route is to blame. */
    static Optional<String> atStart(List<RouteDefinition> routes, Throwable failure) {
        return routes.stream().filter(route -> isOf(route, failure)).findFirst().map(RouteDefinition::getResource)
                .map(file -> words(file.getLocation().replaceFirst("^file:", ""), text(file), routes, failure));
    }

    private static String text(Resource resource) {
        try (InputStream bytes = resource.getInputStream()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The routes of " + resource.getLocation() + " cannot be read", e);
        }
    }

    private static String line(Mark mark) {
        return ", line " + (mark.getLine() + 1);
    }

    /** Camel counts from 0, and to where the step's own mapping begins: with braces, that is the line of its name. */
    private static String line(ProcessorDefinition<?> step, List<String> lines) {
        int line = step.getLineNumber();
        boolean braces = line > 0 && line < lines.size()
                && lines.get(line).matches("[\\s-]*" + step.getShortName() + "\\s*:\\s*\\S.*");
        return line <= 0 ? "" : ", line " + (braces ? line + 1 : line);
    }

    private static Stream<ProcessorDefinition<?>> step(RouteDefinition route, Throwable failure) {
        if (!isOf(route, failure)) {
            return Stream.empty();
        }
        String message = find(failure, FailedToCreateRouteException.class).map(Throwable::getMessage).orElse("");
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream()
                .filter(step -> message.contains(STEP_BEGINS + step + STEP_ENDS)).map(step -> (ProcessorDefinition<?>) step);
    }

    private static boolean isOf(RouteDefinition route, Throwable failure) {
        return routeId(failure).filter(id -> id.equals(route.getRouteId())).isPresent();
    }

    private static Optional<String> routeId(Throwable failure) {
        return find(failure, FailedToCreateRouteException.class).map(FailedToCreateRouteException::getRouteId)
                .or(() -> find(failure, FailedToStartRouteException.class).map(FailedToStartRouteException::getRouteId))
                .map(id -> id.startsWith(TRIAL) ? id.substring(TRIAL.length()) : id);
    }

    private static String reason(Throwable failure) {
        // Camel begins with the route's id, which is told before.
        return StartupError.reason(failure).lines().findFirst().orElseGet(failure::toString)
                .replaceFirst("^Failed to start route: .* because: ", "");
    }

    private static String sentence(String text) {
        return text.replaceAll("\\s+", " ").replaceFirst("[.\\s]+$", "") + ".";
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return Optional.ofNullable(ObjectHelper.getException(type, failure));
    }
}
