package io.dromedary.server;

import io.dromedary.api.SuggestedName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Refuses settings and variables of the environment that nothing reads, as they are most likely mistyped. */
final class SettingNames {

    private static final String PREFIX = "dromedary.";
    private static final String VARIABLE_PREFIX = "DROMEDARY_";
    private static final String WATCH = "camel\\.route-?[tT]emplate\\[[^]]*]\\..+";

    /** Variables that are no settings: one of the launchers, and those that Kubernetes sets for a service of this name. */
    private static final String OTHER_VARIABLE = "DROMEDARY_(JAVA_OPTS|SERVICE_.*|PORT_\\d+_.*|.*_(SERVICE_(HOST|PORT)(_.*)?"
            + "|PORT(_\\d+_(TCP|UDP).*)?))";

    /** What Camel Main reads, by the word after {@code camel}, in lower case without dashes. */
    private static final Set<String> CAMEL = Set.of("beans", "component", "context", "dataformat", "debug", "devconsole",
            "faulttolerance", "globaloptions", "health", "language", "lra", "main", "management", "mdc", "metrics",
            "opentelemetry", "opentelemetry2", "resilience4j", "rest", "routecontroller", "routetemplate", "server", "ssl",
            "startupcondition", "telemetrydev", "threadpool", "trace", "variable", "vault");

    private static final Set<String> KNOWN = Stream.concat(Settings.GONE.keySet().stream(),
            Settings.DEFAULTS.stringPropertyNames().stream()).filter(name -> name.startsWith(PREFIX))
            .collect(Collectors.toCollection(TreeSet::new));

    private SettingNames() {
    }

    /**
     * Checks the names of all settings.
     *
     * @param home      the folder with {@code config/}
     * @param files     the settings files within that folder; missing ones are skipped
     * @param variables the names of the variables of the environment
     * @throws IllegalArgumentException if one is unknown, saying where it is and which one is meant
     */
    static void check(Path home, Collection<String> files, Set<String> variables) {
        var values = new StringBuilder();
        for (String name : files) {
            Path file = home.resolve(name);
            if (Files.exists(file)) {
                Properties properties = TypedSettings.load(file);
                boolean watches = name.equals(DromedaryBeans.WATCHES);
                new TreeSet<>(properties.stringPropertyNames()).forEach(key -> problem(key, watches).ifPresent(problem -> {
                    throw new IllegalArgumentException(place(name, lines(file), key) + ": " + problem);
                }));
                values.append(properties.values());
            }
        }
        Set<String> known = KNOWN.stream().map(Settings::variable).collect(Collectors.toCollection(TreeSet::new));
        new TreeSet<>(variables).stream().filter(name -> name.startsWith(VARIABLE_PREFIX))
                .filter(name -> !known.contains(name) && !name.matches(OTHER_VARIABLE))
                // One that the files name is read.
                .filter(name -> values.indexOf("env:" + name) < 0).findFirst().ifPresent(name -> {
                    throw new IllegalArgumentException("The variable " + name + " of the environment is no setting."
                            + meant(name, known));
                });
    }

    private static Optional<String> problem(String key, boolean watches) {
        if (key.startsWith(PREFIX)) {
            return KNOWN.contains(key) ? Optional.empty() : Optional.of("there is no setting " + key + "." + meant(key, KNOWN));
        }
        if (key.startsWith("camel.")) {
            String group = key.split("[.\\[]", 3)[1];
            if (!CAMEL.contains(group.replace("-", "").toLowerCase(Locale.ROOT))) {
                return Optional.of(key + " is no setting of Camel." + SuggestedName.nearest(group, List.of("route-template",
                        "main", "component")).map(near -> " Did you mean camel." + near + "?").orElse(""));
            }
            if (!watches) {
                return Optional.empty();
            }
        }
        if (watches && !key.matches(WATCH)) {
            return Optional.of("'" + key + "' belongs to no watch: each line is"
                    + " camel.route-template[<name>].<parameter>=<value>. docs/watches.md has examples.");
        }
        // Operators may have properties of their own, for their routes.
        return SuggestedName.nearest(key, KNOWN).filter(near -> !watches)
                .map(near -> "there is no setting " + key + ". Did you mean " + near + "?");
    }

    private static String meant(String name, Collection<String> known) {
        // Without what all have in common, which would make short names look alike.
        String prefix = name.substring(0, PREFIX.length());
        return SuggestedName.nearest(name.substring(prefix.length()), known.stream()
                .map(one -> one.substring(prefix.length())).toList())
                .map(near -> " Did you mean " + prefix + near + "?").orElse("")
                + " docs/settings.md lists all.";
    }

    private static String place(String file, List<String> lines, String key) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(key) && line.substring(key.length()).matches("|[\\s=:].*")) {
                return file + ", line " + (i + 1);
            }
        }
        return file;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The settings " + file + " cannot be read", e);
        }
    }
}
