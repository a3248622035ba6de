package io.dromedary.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the processes of this machine from /proc, with complete command lines, which Java cuts at 4096 bytes. */
final class Processes {

    private static final Path PROC = Path.of("/proc");

    private Processes() {
    }

    /** A process that existed a moment ago. */
    record Seen(long pid) {

        private Path file(String name) {
            return PROC.resolve(pid + "/" + name);
        }

        /** Its command line; empty if it has ended. */
        List<String> words() {
            return read("cmdline").map(text -> List.of(text.split("\0"))).orElse(List.of());
        }

        /** The effective user id; -1 if it has ended. */
        long user() {
            return status("Uid:", 2).map(Long::valueOf).orElse(-1L);
        }

        /** Its parent; 0 if it has ended. */
        long parent() {
            return status("PPid:", 1).map(Long::valueOf).orElse(0L);
        }

        /** Has it ended, or is it a zombie? */
        boolean hasEnded() {
            return status("State:", 1).filter(state -> !state.equals("Z") && !state.equals("X")).isEmpty();
        }

        /**
         * The file that a path of this process leads to.
         *
         * @param path {@code cwd}, or below {@code root}
         * @return the key of the file; none if there is none, or this server has no permission
         */
        Optional<Object> fileKey(String path) {
            try {
                return Optional.ofNullable(Files.readAttributes(file(path),
                        BasicFileAttributes.class).fileKey());
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        private Optional<String> status(String name, int column) {
            return read("status").flatMap(text -> text.lines().filter(line -> line.startsWith(name)).findFirst())
                    .map(line -> line.split("\\s+")[column]);
        }

        private Optional<String> read(String name) {
            try {
                return Optional.of(Files.readString(file(name), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // It has just ended.
                return Optional.empty();
            }
        }
    }

    /** All processes; none without /proc. */
    static Stream<Seen> all() {
        if (!Files.isDirectory(PROC)) {
            return Stream.of();
        }
        var found = new ArrayList<Seen>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            entries.forEach(entry -> found.add(new Seen(Long.parseLong(entry.getFileName().toString()))));
        } catch (DirectoryIteratorException | IOException e) {
            throw new IllegalStateException("The processes of this machine cannot be listed", e);
        }
        return found.stream();
    }
}
