package io.dromedary.machine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs that tests write and then run.
 *
 * <p>Another process puts them in their places: a program that this one has open for writing, be it for a moment, is open
 * in each child that another thread starts in that moment as well, and the kernel runs no program that somebody may write
 * to ("Text file busy").
 */
public final class Programs {

    private Programs() {
    }

    /** Makes a program of this text, which everybody may run; the folder is there. */
    public static Path write(Path file, String text) throws IOException {
        Path written = Files.writeString(Files.createTempFile(file.toAbsolutePath().getParent(), "program", ".text"), text);
        copy(written, file);
        Files.delete(written);
        return file;
    }

    /** Makes a program as another one is. */
    public static void copy(Path from, Path to) throws IOException {
        try {
            Process install = new ProcessBuilder("install", "-m", "755", from.toString(), to.toString()).inheritIO()
                    .redirectInput(new File("/dev/null")).start();
            if (install.waitFor() != 0) {
                throw new IOException(to + " cannot be made");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a command in a folder, and waits for its end, which must be a good one. */
    public static void run(Path folder, List<String> command) {
        try {
            Path log = Files.createTempFile(folder, "command", ".log");
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).redirectInput(new File("/dev/null")).start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed:\n" + Files.readString(log));
            }
            Files.delete(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
