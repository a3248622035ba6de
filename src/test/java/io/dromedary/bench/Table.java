package io.dromedary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table for people: printed line by line as it is measured, and kept for bench/RESULTS.md. */
final class Table {

    private final String command;
    private final List<String> lines = new ArrayList<>();

    /** @param command that measures the same again */
    Table(String command) {
        this.command = command;
        print(String.format(Locale.ROOT, "%-13s %-6s %26s %26s %8s  %s", "", "", "jobs:   least   median     most",
                "compared:   least   median     most", "figure", "aim"));
    }

    void add(Result result) {
        print(result.line());
    }

    /** Says where and with which programs and settings all of it was measured. */
    void end(JsonNode machine) throws IOException {
        print("%s, Dromedary %s (%s), Java %s, FFmpeg %s, %s; load at the beginning %s".formatted(
                LocalDate.now().format(DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH)), text(machine, "dromedary"),
                text(machine, "commit"), text(machine, "java"), text(machine, "ffmpeg"), text(machine, "vips"), text(machine, "load")));
        print(text(machine, "processor") + ", " + text(machine, "system") + "; " + Switches.all().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue()).collect(Collectors.joining(", ")));
        print("(" + text(machine, "cores") + " cores for all of it; again: " + command + ")");
    }

    private static String text(JsonNode machine, String name) {
        return machine.get(name).asText();
    }

    private void print(String line) {
        System.out.println(line);
        lines.add(line);
    }

    /** Writes it as a block of Markdown. */
    void write(Path file) throws IOException {
        Files.writeString(file, "```\n$ " + command + "\n" + String.join("\n", lines) + "\n```\n");
    }
}
