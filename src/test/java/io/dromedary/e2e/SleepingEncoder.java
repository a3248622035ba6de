package io.dromedary.e2e;

import io.dromedary.machine.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * In the place of FFmpeg: sleeps where that would encode, and has a sample as its result. Nodes that share a machine need
 * not divide its cores then, and each job takes as long as the other.
 */
final class SleepingEncoder {

    private final Path program;

    /**
     * Writes it.
     *
     * @param folder for the program
     * @param sample what every encode results in
     * @param tenths tenths of a second that one takes
     */
    SleepingEncoder(Path folder, Path sample, int tenths) {
        try {
            // Who encodes for a server that runs as root is not root.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            // What is asked of FFmpeg at the start is answered by the real one.
            program = Programs.write(folder.resolve("encoder"), """
                    #!/bin/bash
                    if [[ ${!#} != *.mp4 ]]; then
                        exec ffmpeg "$@"
                    fi
                    for ((i = 1; i <= %d; i++)); do
                        printf 'out_time_us=%%d\\nprogress=continue\\n' "$i"
                        sleep 0.1
                    done
                    output=${!#}
                    cp %s "${output#file:}"
                    """.formatted(tenths, sample));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a node encode by it. It has no need of a sandbox, and would see nothing of this program in one. */
    <S extends BaseNode<S>> S of(S node) {
        return node.with("DROMEDARY_FFMPEG_PATH", program.toString()).with("DROMEDARY_SANDBOX", "off");
    }
}
