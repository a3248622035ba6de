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

    /**
     * Shows what a job would run, or why it would fail.
     *
     * @param job the server's answer to a dry run: each task with its commands
     * @return the exit code of the command
     */
    ExitCode show(JsonNode job) {
        if (context.mode() == OutputMode.PEOPLE) {
            commands(job);
        } else {
            context.print(job);
        }
        if (job.path("status").asText().equals("failed")) {
            JsonNode error = job.path("error");
            context.tell("The job would fail: %s (%s)".formatted(
                    CommandWords.of(context.program(), TextFormat.plain(error.path("message"))), TextFormat.plain(error.path("kind"))));
            return ExitCode.FAILED;
        }
        if (context.mode() == OutputMode.PEOPLE) {
            WarningLines.tell(context, job);
        }
        return ExitCode.DONE;
    }

    private void commands(JsonNode job) {
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
