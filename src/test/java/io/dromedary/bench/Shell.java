package io.dromedary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs bare programs. */
final class Shell {

    private Shell() {
    }

    /** The commands of a task as they are shown, as lists of words. */
    static List<List<String>> commands(JsonNode task) {
        var commands = new ArrayList<List<String>>();
        task.path("commands").forEach(command -> {
            var words = new ArrayList<String>();
            command.forEach(word -> words.add(word.asText()));
            commands.add(words);
        });
        return commands;
    }

    /**
     * Runs commands one after another, with their output thrown away.
     *
     * @return seconds
     */
    static double run(Path folder, List<List<String>> commands) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        for (List<String> command : commands) {
            run(folder, command, ProcessBuilder.Redirect.DISCARD);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Runs a command, and says in an error what it has said. */
    static void run(Path folder, List<String> command, ProcessBuilder.Redirect output) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("bench", ".log");
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectInput(new File("/dev/null"))
                    .redirectOutput(output).redirectError(errors.toFile()).start();
            if (process.waitFor() != 0) {
                throw new IOException(command + " ended with " + process.exitValue() + ": " + Files.readString(errors));
            }
        } finally {
            Files.delete(errors);
        }
    }

    /**
     * Runs the same commands in each of many folders, by {@code xargs -P} and a shell for each.
     *
     * @return seconds for all of them
     */
    static double runAll(Path parent, List<Path> folders, List<List<String>> commands, int atOnce)
            throws IOException, InterruptedException {
        Path script = Files.writeString(parent.resolve("one.sh"), "set -e\ncd \"$1\"\n" + commands.stream()
                .map(command -> command.stream().map(Shell::quoted).collect(Collectors.joining(" ")) + " >/dev/null </dev/null\n")
                .collect(Collectors.joining()));
        Path list = Files.write(parent.resolve("list"), folders.stream().map(Path::toString).toList());
        return run(parent, List.of(List.of("xargs", "-a", list.toString(), "-P", Integer.toString(atOnce), "-n", "1",
                "sh", script.toString())));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** A folder in which the commands of a task run: with the input, and a folder for results. */
    static Path folder(Path parent, Path input) throws IOException {
        Path folder = Files.createTempDirectory(parent, "by-hand");
        Files.createDirectory(folder.resolve("out"));
        Files.createLink(folder.resolve("input"), input);
        return folder;
    }
}
