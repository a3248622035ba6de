package io.dromedary.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * First runs in bubblewrap: whether it works, and whether processes are counted in it, depends on the kernel, on who runs
 * it and on what is around.
 *
 * @param searchPath where the programs are looked for
 */
record Trials(Bubblewrap bubblewrap, String searchPath) {

    /** Long, as a busy machine would else run without it. */
    private static final int PATIENCE_SECONDS = 30;
    private static final int REASON_BYTES = 500;

    /** Why it does not work; none where it does. */
    Optional<String> trouble() {
        return run(List.of(), program("true")).map(reason -> "bubblewrap does not work here (" + reason + ")");
    }

    /**
     * Why a guest may start as many processes as it likes; none where they are limited.
     *
     * @param prlimit where it is
     */
    Optional<String> uncounted(Path prlimit, ProcessLimits limits) {
        Optional<String> refused = run(limits.innerWords(prlimit), program("true"));
        if (refused.isPresent()) {
            return Optional.of("their limit cannot be set (" + refused.get() + ")");
        }
        // It starts another; the limit does not hold for root, and not for a namespace alone before Linux 5.14.
        return run(limits.withProcesses(1).innerWords(prlimit), program("timeout"), "20", program("true")).isPresent()
                ? Optional.empty() : Optional.of("the kernel does not count them for this user; run as one that is not root");
    }

    private String program(String name) {
        return Launch.find(name, searchPath).orElse(Path.of("/usr/bin", name)).toString();
    }

    /** Runs a guest; says what went wrong, if anything did. */
    private Optional<String> run(List<String> limits, String... guest) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        var line = new ArrayList<>(bubblewrap.words(Path.of(guest[0]), new Place(folder, folder, folder, java.util.Map.of())));
        Stream.concat(limits.stream(), Stream.of(guest)).forEach(line::add);
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return Optional.of("it does not end");
                }
                String said = new String(process.getInputStream().readNBytes(REASON_BYTES), StandardCharsets.UTF_8);
                return process.exitValue() == 0 ? Optional.empty() : Optional.of(said.strip());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bubblewrap cannot be tried out", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted", e);
        }
    }
}
