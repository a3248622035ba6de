package io.dromedary.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds programs, and the command lines that start them.
 *
 * <p>If the system has {@code setpriv} (util-linux, always present on Debian), it starts programs with a parent-death
 * signal: when this process is killed, the kernel ends the encode too.
 */
public final class Executables {

    private Executables() {
    }

    /** The file of a program: a path as it is, otherwise the first match in the search path. */
    public static Optional<Path> find(String program, String searchPath) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(Executables::isProgram);
        }
        return Stream.of(searchPath.split(":")).filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program)).filter(Executables::isProgram).findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** The command line that starts a program; only its name, which fails to start, if it is missing. */
    public static List<String> words(String program, String searchPath) {
        Optional<Path> file = find(program, searchPath);
        if (file.isEmpty()) {
            return List.of(program);
        }
        var words = new ArrayList<String>();
        find("setpriv", searchPath).ifPresent(setpriv ->
                words.addAll(List.of(setpriv.toString(), "--pdeathsig=KILL", "--")));
        words.add(file.get().toString());
        return List.copyOf(words);
    }
}
