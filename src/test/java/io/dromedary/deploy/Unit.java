package io.dromedary.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A unit of systemd's.
 *
 * @param sections by the name of a section, what each of its keys is set to, in the order of the file
 */
record Unit(Map<String, Map<String, List<String>>> sections) {

    /**
     * Reads a unit: sections, keys, and comments on lines of their own (systemd.syntax(7)).
     *
     * @throws IllegalArgumentException for a line that is none of these
     */
    static Unit read(Path file) {
        var sections = new LinkedHashMap<String, Map<String, List<String>>>();
        Map<String, List<String>> section = Map.of();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (line.isBlank() || line.startsWith("#") || line.startsWith(";")) {
                    continue;
                }
                if (line.matches("\\[\\w+]")) {
                    section = sections.computeIfAbsent(line.substring(1, line.length() - 1),
                            name -> new LinkedHashMap<>());
                } else if (equals > 0 && !sections.isEmpty()) {
                    section.computeIfAbsent(line.substring(0, equals), key -> new ArrayList<>())
                            .add(line.substring(equals + 1));
                } else {
                    throw new IllegalArgumentException(file + ": " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Unit(sections);
    }

    /** The keys of [Service]. */
    Set<String> service() {
        return sections.get("Service").keySet();
    }

    /** What a key of [Service] is set to; nothing where it is not there. */
    List<String> service(String key) {
        return sections.get("Service").getOrDefault(key, List.of());
    }
}
