package io.dromedary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of docs/architecture.md that are made from routes/, a diagram and a table. {@code bin/docs} writes them. */
final class RouteMap {

    static final Path DOCUMENT = Path.of("docs/architecture.md");

    private static final Set<String> CALLS = Set.of("to", "toD", "wireTap", "enrich", "poll");
    /** What an endpoint whose address is computed may be: the lane of a job. */
    private static final Map<String, List<String>> COMPUTED = Map.of("lane:", List.of("lane:heavy", "lane:light"));

    private final List<Route> routes;

    private RouteMap(List<Route> routes) {
        this.routes = routes;
    }

    /** A route or a template of routes: where it begins, and the endpoints that its steps call. */
    private record Route(String file, String id, boolean template, String description, String from, Set<String> calls) {

        String node() {
            String label = '"' + id + '"';
            return name() + (from.startsWith("lane:") ? "[[" + label + "]]"
                    : from.startsWith("scheduler:") ? "{{" + label + "}}" : "[" + label + "]");
        }

        String name() {
            return "n_" + id.replace('-', '_');
        }
    }

    static RouteMap read(Path folder) throws IOException {
        var yaml = new ObjectMapper(new YAMLFactory());
        var routes = new ArrayList<Route>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList()) {
                for (JsonNode entry : yaml.readTree(file.toFile())) {
                    String name = file.getFileName().toString().replace(".camel.yaml", "");
                    Optional.ofNullable(entry.get("route")).ifPresent(route -> routes.add(route(name, route, false)));
                    Optional.ofNullable(entry.get("routeTemplate"))
                            .ifPresent(route -> routes.add(route(name, route, true)));
                }
            }
        }
        return new RouteMap(routes);
    }

    private static Route route(String file, JsonNode route, boolean template) {
        JsonNode from = route.findValue("from");
        var calls = new LinkedHashSet<String>();
        collect(from.get("steps"), calls);
        return new Route(file, route.get("id").asText(), template, route.get("description").asText(),
                from.get("uri").asText(), calls);
    }

    private static void collect(JsonNode steps, Collection<String> calls) {
        if (steps.isObject()) {
            steps.properties().stream().filter(step -> CALLS.contains(step.getKey())).forEach(step ->
                    calls.addAll(endpoints(step.getValue().isTextual() ? step.getValue().asText()
                            : step.getValue().path("uri").asText())));
        }
        steps.forEach(step -> collect(step, calls));
    }

    /** What the diagram shows of the endpoint that a step calls: nothing for a log, the component for a store. */
    private static List<String> endpoints(String uri) {
        if (uri.contains("${")) {
            return COMPUTED.getOrDefault(uri.substring(0, uri.indexOf("${")), List.of(uri.split(":")[0]));
        }
        return switch (uri.split(":")[0]) {
            case "log" -> List.of();
            case "direct", "lane", "exec" -> List.of(uri);
            default -> List.of(uri.split(":")[0]);
        };
    }

    /** The diagram in Mermaid's language: all routes that call others, or are called by them. */
    String diagram() {
        Map<String, Route> byEndpoint = routes.stream()
                .collect(Collectors.toMap(Route::from, route -> route, (one, other) -> one));
        var edges = new LinkedHashSet<String>();
        var connected = new LinkedHashSet<Route>();
        var outside = new LinkedHashSet<String>();
        for (Route route : routes) {
            for (String call : route.calls) {
                connected.add(route);
                Optional<Route> called = Optional.ofNullable(byEndpoint.get(call));
                called.ifPresentOrElse(connected::add, () -> outside.add(call));
                edges.add("    " + route.name() + " --> " + called.map(Route::name).orElseGet(() -> outer(call)));
            }
        }
        var lines = new ArrayList<String>(List.of("```mermaid", "flowchart LR"));
        routes.stream().map(Route::file).distinct().forEach(file -> {
            List<Route> inside = routes.stream()
                    .filter(route -> route.file.equals(file) && connected.contains(route)).toList();
            if (!inside.isEmpty()) {
                lines.add("    subgraph " + file);
                inside.forEach(route -> lines.add("        " + route.node()));
                lines.add("    end");
            }
        });
        outside.forEach(call -> lines.add("    " + outer(call) + "([\"" + call + "\"])"));
        lines.addAll(edges);
        lines.add("```");
        return String.join("\n", lines);
    }

    private static String outer(String call) {
        return "o_" + call.replaceAll("\\W", "_");
    }

    /** The table of all routes. */
    String table() {
        return Stream.concat(Stream.of("| file | route | what it does |", "|---|---|---|"),
                routes.stream().map(route -> "| `%s` | `%s`%s | %s |".formatted(route.file, route.id,
                        route.template ? " (template)" : "", route.description))).collect(Collectors.joining("\n"));
    }

    /** The document with both parts as the routes are now. */
    String in(String document) {
        return part(part(document, "diagram", diagram()), "table", table());
    }

    private static String part(String document, String name, String made) {
        String begin = "<!-- " + name + ": made from routes/ by bin/docs -->";
        String end = "<!-- end of " + name + " -->";
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("The lines '" + begin + "' and '" + end + "' are missing");
        }
        return document.substring(0, from) + begin + "\n\n" + made + "\n\n" + document.substring(to);
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(DOCUMENT, read(Path.of("routes")).in(Files.readString(DOCUMENT)));
    }
}
