package io.dromedary.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that narrow the list of jobs. */
final class JobFilters {
    @Option(names = "--kind", paramLabel = "<kind>", order = 1, description = "Only jobs of this kind.")
    private String kind;

    @Option(names = "--status", paramLabel = "<status>", order = 2,
            description = "Only jobs in this state: queued, processing, succeeded, failed or cancelled.")
    private String status;

    @Option(names = "--input", paramLabel = "<url>", order = 3, description = "Only jobs of exactly this input.")
    private String input;

    @Option(names = "--key", paramLabel = "<key>", order = 4,
            description = "Only jobs that read or wrote the object with this key, which is named without its bucket.")
    private String key;

    /** As the parameters of a request. */
    Map<String, String> parameters() {
        Map<String, String> filters = new LinkedHashMap<>();
        put(filters, "kind", kind == null ? null : KindCommand.wireName(kind));
        put(filters, "status", status);
        put(filters, "input", input);
        put(filters, "key", key);
        return filters;
    }

    private static void put(Map<String, String> filters, String name, String value) {
        if (value != null) {
            filters.put(name, value);
        }
    }
}
