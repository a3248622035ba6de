package io.dromedary.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells by one text what makes results: this program, and the programs that it runs, by the size and the time of their
 * files, since an upgrade writes these anew and asking a program takes a process.
 */
final class ToolVersions {

    private final Settings settings;

    ToolVersions(Settings settings) {
        this.settings = settings;
    }

    /** Of other versions, another text. */
    String text() {
        return Stream.concat(Stream.of(Version.text()), programs().stream().map(ToolVersions::file))
                .collect(Collectors.joining(" "));
    }

    private List<Path> programs() {
        return Stream.of("dromedary.ffmpeg.path", "dromedary.vips.path").map(settings::required)
                .flatMap(program -> SandboxSettings.find(program).stream()).toList();
    }

    private static String file(Path program) {
        try {
            return program + " " + Files.size(program) + " " + Files.getLastModifiedTime(program).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(program + " cannot be looked at", e);
        }
    }
}
