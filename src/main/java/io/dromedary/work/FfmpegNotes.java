package io.dromedary.work;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads notes, which are the text files that ffmpeg writes for this server. Their lines are short; a longer line is an
 * error.
 */
final class FfmpegNotes {

    private static final int LONGEST_LINE = 1_000;

    private FfmpegNotes() {
    }

    /**
     * The lines of a note, which are read one by one.
     *
     * @throws Problem while the lines are read, {@code encode_failed} for one that is too long
     */
    static Stream<String> lines(Path note) throws IOException {
        // Invalid UTF-8 is no error here, as callers look for numbers only.
        Reader reader = new BufferedReader(new InputStreamReader(Files.newInputStream(note), StandardCharsets.UTF_8));
        return Stream.generate(() -> line(reader)).takeWhile(Objects::nonNull).onClose(() -> close(reader));
    }

    private static String line(Reader reader) {
        var line = new StringBuilder();
        try {
            int next = reader.read();
            if (next < 0) {
                return null;
            }
            while (next >= 0 && next != '\n') {
                if (line.length() == LONGEST_LINE) {
                    throw new Problem(ProblemKind.ENCODE_FAILED,
                            "The encoder wrote down what it found out in no form that this server knows.");
                }
                line.append((char) next);
                next = reader.read();
            }
            return line.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("What ffmpeg wrote down cannot be read back", e);
        }
    }

    private static void close(Reader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("What ffmpeg wrote down cannot be closed", e);
        }
    }
}
