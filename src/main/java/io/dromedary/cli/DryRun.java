package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Shows the commands that a job would run. */
final class DryRun {
    private final Context context;

    DryRun(Context context) {
        this.context = context;
    }

    /** @param job the server's answer to a dry run: each task with its commands */
    void show(JsonNode job) {
        if (context.mode() != OutputMode.PEOPLE) {
            context.print(job);
            return;
        }
        for (JsonNode task : job.path("tasks")) {
            for (JsonNode command : task.path("commands")) {
                List<String> words = new ArrayList<>();
                command.forEach(word -> words.add(word.asText()));
                context.print(TextFormat.plain(task.path("kind")) + ":");
                lines(words).forEach(line -> context.print("  " + line));
            }
        }
    }

    /** Formats a command for a shell, with one option and its value per line. */
    static List<String> lines(List<String> words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            // The last word is the output file, unless it is the value of an option.
            boolean isOutput = i > 1 && i == words.size() - 1 && !isOption(words.get(i - 1));
            boolean startsLine = i > 0 && (isOption(word) || isOutput);
            if (startsLine) {
                lines.add(line + " \\");
                line = new StringBuilder("   ");
            }
            line.append(line.length() == 0 ? "" : " ").append(quoted(word));
        }
        lines.add(line.toString());
        return lines;
    }

    private static boolean isOption(String word) {
        return word.startsWith("-") && !word.matches("-[0-9.]+");
    }

    private static String quoted(String word) {
        String plain = TextFormat.plain(word);
        return plain.matches("[A-Za-z0-9_@%+=:,./-]+") ? plain : "'" + plain.replace("'", "'\\''") + "'";
    }
}
