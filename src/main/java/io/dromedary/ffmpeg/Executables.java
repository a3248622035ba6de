package io.dromedary.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a program is started.
 *
 * <p>Where the system has {@code setpriv} (util-linux, always there on Debian), a program is started through it with
 * a parent-death signal: when this process is killed, the kernel ends the encode with it rather than leaving it to
 * burn a core for nobody.
 */
public final class Executables {

    private Executables() {
    }

    /** The file of a program: itself when it is a path, else the first of that name in the search path. */
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

    /** The words that start a program; its name alone, which will not start, when it is not there. */
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
