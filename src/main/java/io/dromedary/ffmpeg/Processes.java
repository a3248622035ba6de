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

/** The processes of this machine as /proc shows them, whole command lines included, which Java cuts at 4096 bytes. */
final class Processes {

    private static final Path PROC = Path.of("/proc");

    private Processes() {
    }

    /** One that was there a moment ago. */
    record Seen(long pid) {

        private Path file(String name) {
            return PROC.resolve(pid + "/" + name);
        }

        /** The words by which it was started; none of one that has gone. */
        List<String> words() {
            return read("cmdline").map(text -> List.of(text.split("\0"))).orElse(List.of());
        }

        /** The effective user id; -1 of one that has gone. */
        long user() {
            return status("Uid:", 2).map(Long::valueOf).orElse(-1L);
        }

        /** The process that started it, or has taken it over; 0 of one that has gone. */
        long parent() {
            return status("PPid:", 1).map(Long::valueOf).orElse(0L);
        }

        /** Is nothing left of it, or only what its parent has yet to read? */
        boolean hasEnded() {
            return status("State:", 1).filter(state -> !state.equals("Z") && !state.equals("X")).isEmpty();
        }

        /**
         * What a path leads to that is seen as it sees it.
         *
         * @param path {@code cwd}, or below {@code root}
         * @return the key of the file; none where there is none, or this server must not look
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
                // Gone meanwhile, as processes go.
                return Optional.empty();
            }
        }
    }

    /** All of them; none where there is no /proc. */
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
