package io.dromedary.ffmpeg;

import io.dromedary.storage.FolderRemoval;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Trial runs of guests: whether an isolation works, and whether it counts processes, depends on the kernel, the user and
 * the container.
 *
 * @param host the machine
 */
record SandboxTrials(SandboxHost host) {

    /** Long, as otherwise a busy machine would run without the isolation. */
    private static final int PATIENCE_SECONDS = 30;
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final int REASON_BYTES = 500;

    /** Why a program does not run in a sandbox; none if it does. */
    Optional<String> trouble(Sandbox sandbox) {
        return run(sandbox, program("true"));
    }

    /** Can a program in a sandbox start another one? */
    boolean startsAnother(Sandbox sandbox) {
        return run(sandbox, program("timeout"), "20", program("true")).isEmpty();
    }

    private String program(String name) {
        return Executables.find(name, host.searchPath()).orElse(Path.of("/usr/bin", name)).toString();
    }

    /** Runs a guest; returns what went wrong, if anything. */
    private Optional<String> run(Sandbox sandbox, String... guest) {
        try {
            Path folder = Files.createTempDirectory(host.scratch(), "trial",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            try {
                Path given = Files.createDirectory(folder.resolve("given"));
                Path results = Files.createDirectory(folder.resolve("out"));
                Path made = Files.createDirectory(folder.resolve("made"));
                try (Guest admitted = sandbox.admit(Path.of(guest[0]),
                        new GuestMounts(given, results, made, Map.of()), DEADLINE)) {
                    return run(made, Stream.concat(admitted.words().stream(), Stream.of(guest)).toList());
                }
            } catch (UncheckedIOException e) {
                return Optional.of("the folders of a guest cannot be made ready: " + e.getCause().getMessage());
            } finally {
                FolderRemoval.remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot be tried out", e);
        }
    }

    private static Optional<String> run(Path folder, List<String> line) throws IOException {
        Process process = new ProcessBuilder(new ArrayList<>(line)).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return Optional.of("it does not end");
            }
            String said = new String(process.getInputStream().readNBytes(REASON_BYTES), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? Optional.empty()
                    : Optional.of(said.isEmpty() ? "it ends with exit value " + process.exitValue() : said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
