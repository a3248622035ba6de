package io.dromedary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** The settings of the server in its help: names, values and comments of the installation's settings file. */
final class SettingsHelp implements IHelpSectionRenderer {
    static final String SECTION = "settings";
    private static final String FILE = "config/application.properties";
    private static final String PREFIX = "dromedary.";
    private static final String INDENT = "      ";

    private final Path file;
    private final int width;

    /** @param width of the help in characters */
    SettingsHelp(Path home, int width) {
        this.file = home.resolve(FILE);
        this.width = width;
    }

    @Override
    public String render(Help help) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Settings, in " + file + ":");
        lines.add("(A variable of the environment overrides each: DROMEDARY_WORKER_SLOTS for dromedary.worker.slots.)");
        try {
            settings(Files.readAllLines(file), lines);
        } catch (IOException e) {
            lines.add("  The file cannot be read; all settings have their defaults. docs/settings.md lists them.");
        }
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    /** A comment stands before the settings that it is about; here it follows them, as their explanation. */
    private void settings(List<String> source, List<String> lines) {
        var comment = new StringBuilder();
        List<String> names = new ArrayList<>();
        for (String line : source) {
            boolean isSetting = line.startsWith(PREFIX);
            if (!isSetting && !names.isEmpty()) {
                explain(names, comment, lines);
            }
            if (isSetting) {
                names.add("  " + line);
            } else if (line.startsWith("#")) {
                comment.append(line.substring(1).strip()).append(' ');
            } else {
                comment.setLength(0);
            }
        }
        if (!names.isEmpty()) {
            explain(names, comment, lines);
        }
    }

    private void explain(List<String> names, StringBuilder comment, List<String> lines) {
        lines.add("");
        lines.addAll(names);
        lines.addAll(TextFormat.wrapped(comment.toString().strip(), width - INDENT.length()).stream()
                .map(line -> INDENT + line).toList());
        names.clear();
        comment.setLength(0);
    }
}
