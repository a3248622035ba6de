package io.dromedary.watch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the entries among the properties: {@code camel.route-template[<name>].<parameter>=…}, from which Camel makes a
 * route of a template. It rejects what Camel would silently accept, such as a misspelt parameter.
 */
final class Entries {

    private static final Pattern KEY = Pattern.compile("camel\\.route-?[tT]emplate\\[(.*?)]\\.(.+)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String TEMPLATE = "template-id";

    private final Map<String, Template> templates;
    private final UnaryOperator<String> resolve;

    /**
     * Creates entries of these templates.
     *
     * @param resolve replaces property placeholders
     */
    Entries(Map<String, Template> templates, UnaryOperator<String> resolve) {
        this.templates = templates;
        this.resolve = resolve;
    }

    /** The entries that define watches, each with its template, ordered by name. */
    Map<Entry, Template> read(Map<String, String> properties) {
        var found = new TreeMap<String, Map<String, String>>();
        properties.forEach((key, value) -> {
            Matcher parts = KEY.matcher(key);
            if (parts.matches()) {
                found.computeIfAbsent(parts.group(1), name -> new TreeMap<>()).put(parts.group(2), value);
            }
        });
        var entries = new LinkedHashMap<Entry, Template>();
        found.forEach((name, given) -> {
            Template template = template(name, given);
            if (template.makesWatches()) {
                entries.put(new Entry(name, values(name, given, template)), template);
            }
        });
        return entries;
    }

    private Template template(String name, Map<String, String> given) {
        String id = Optional.ofNullable(given.get(TEMPLATE)).or(() -> Optional.ofNullable(given.get("templateId")))
                .orElseThrow(() -> Entry.wrong(name, TEMPLATE, "is missing: it must be one of " + ids()));
        return Optional.ofNullable(templates.get(id.strip())).orElseThrow(() ->
                Entry.wrong(name, TEMPLATE, "is '" + id + "': it must be one of " + ids()));
    }

    private String ids() {
        return String.join(", ", templates.keySet());
    }

    private Map<String, String> values(String name, Map<String, String> given, Template template) {
        if (!NAME.matcher(name).matches()) {
            throw Entry.wrong(name, "name", "must be 1 to 64 letters, digits, '-', '_' or '.'");
        }
        var values = new LinkedHashMap<String, String>();
        template.parameters().forEach((parameter, value) -> value.ifPresent(text -> values.put(parameter, text)));
        given.forEach((parameter, value) -> {
            if (parameter.equals(Template.WATCH)
                    || !template.parameters().containsKey(parameter) && !parameter.matches("template-?[iI]d")) {
                throw Entry.wrong(name, parameter, "is no parameter of " + template.id() + ": known are "
                        + String.join(", ", template.parameters().keySet().stream()
                        .filter(known -> !known.equals(Template.WATCH)).toList()));
            }
            // A token is looked up later, past Camel, which logs what it looks up when it is told to log all. Elsewhere
            // two braces that end nothing are JSON.
            boolean placeholder = value.contains("{{") && !parameter.equals(WatchReader.TOKEN);
            values.put(parameter, placeholder ? resolve.apply(value) : value);
        });
        return values;
    }
}
