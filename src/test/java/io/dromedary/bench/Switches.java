package io.dromedary.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The settings of the servers that are measured, which differ from the defaults. */
final class Switches {

    /** Nothing is given again, as turns would not measure anything; the shortcuts are taken. */
    private static final Map<String, String> WISHED = Map.of("dromedary.reuse", "false", "dromedary.transfer.ranges", "true",
            "dromedary.transfer.stream", "true");

    private Switches() {
    }

    /** Those that this version has, by their names. */
    static Map<String, String> all() throws IOException {
        var known = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("config/application.properties"))) {
            known.load(reader);
        }
        var found = new TreeMap<>(WISHED);
        found.keySet().retainAll(known.stringPropertyNames());
        return found;
    }

    /** The same as variables. */
    static Map<String, String> environment() throws IOException {
        var variables = new LinkedHashMap<String, String>();
        all().forEach((name, value) -> variables.put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        return variables;
    }
}
