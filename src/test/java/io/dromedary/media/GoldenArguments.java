package io.dromedary.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files of expected arguments: what they are for, an empty line, then the arguments. */
public final class GoldenArguments {

    private GoldenArguments() {
    }

    /** The files of a folder. */
    public static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** The lines above the empty one. */
    public static List<String> head(Path file) throws IOException {
        return Files.readAllLines(file).stream().takeWhile(line -> !line.isEmpty()).toList();
    }

    /** The lines of the arguments. */
    public static List<String> kept(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.subList(lines.indexOf("") + 1, lines.size());
    }

    /** An option and its value share a line. */
    public static List<String> lines(List<String> arguments) {
        var lines = new ArrayList<String>();
        for (String argument : arguments) {
            boolean option = argument.matches("-[a-z].*");
            boolean valueFollows = !lines.isEmpty() && lines.get(lines.size() - 1).matches("-[a-z][a-z0-9_:-]*");
            if (option || !valueFollows) {
                lines.add(argument);
            } else {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + argument);
            }
        }
        return lines;
    }

    /** Replaces the arguments of a file. */
    public static void write(Path file, List<String> lines) throws IOException {
        var all = new ArrayList<>(head(file));
        all.add("");
        all.addAll(lines);
        Files.write(file, all);
    }
}
