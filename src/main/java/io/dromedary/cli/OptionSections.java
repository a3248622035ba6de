package io.dromedary.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The options in the help, in sections with headings; the columns of all sections are aligned. */
final class OptionSections implements IHelpSectionRenderer {
    private static final String OTHERS = "Options";
    private static final String GLOBAL = "Global options";

    private final Map<String, List<OptionSpec>> headings = new LinkedHashMap<>();
    private boolean withoutGlobal;

    /** For commands to which the global options mean nothing. */
    static OptionSections withoutGlobal() {
        var sections = new OptionSections();
        sections.withoutGlobal = true;
        return sections;
    }

    /** Puts an option under a heading; options without one come first, the global ones last. */
    void put(String heading, OptionSpec option) {
        headings.computeIfAbsent(heading, h -> new ArrayList<>()).add(option);
    }

    @Override
    public String render(Help help) {
        CommandSpec spec = help.commandSpec();
        List<OptionSpec> shown = spec.options().stream()
                .filter(option -> !option.hidden() && (!withoutGlobal || option.usageHelp() || !isGlobal(option)))
                .sorted(Comparator.comparingInt(OptionSpec::order)).toList();
        Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
        sections.put(OTHERS, new ArrayList<>());
        headings.keySet().forEach(heading -> sections.put(heading, new ArrayList<>()));
        sections.put(GLOBAL, new ArrayList<>());
        shown.forEach(option -> sections.get(heading(option)).add(option));
        StringBuilder text = new StringBuilder();
        sections.forEach((heading, options) -> {
            if (!options.isEmpty()) {
                Help.Layout layout = help.createDefaultLayout(shown, List.of(), help.colorScheme());
                layout.addAllOptions(options, help.parameterLabelRenderer());
                text.append(help.createHeading("%n" + heading + ":%n")).append(layout);
            }
        });
        return text.toString();
    }

    private String heading(OptionSpec option) {
        return headings.entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(o -> o.longestName().equals(option.longestName())))
                .map(Map.Entry::getKey).findFirst()
                .orElse(isGlobal(option) ? GLOBAL : OTHERS);
    }

    private static boolean isGlobal(OptionSpec option) {
        return option.scopeType() == ScopeType.INHERIT || option.inherited() || option.versionHelp();
    }
}
