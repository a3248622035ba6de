package io.dromedary.ffmpeg;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again to start programs whose last start failed: they may be installed, but lack libraries, a working sandbox or
 * memory. While all programs start, nothing is tried.
 */
public final class StartTrial {

    private static final Logger LOG = LoggerFactory.getLogger(StartTrial.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    /** How long a result is reused. */
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final FfmpegExecutor executor;
    private final JobFolder folder;
    private final LongSupplier nanos;
    private Optional<String> lack = Optional.empty();
    private long triedAt;

    /**
     * @param folder parent of a temporary folder for them
     * @param nanos  a monotonic clock, in nanoseconds
     */
    public StartTrial(FfmpegExecutor executor, Path folder, LongSupplier nanos) {
        this.nanos = nanos;
        this.executor = executor;
        this.folder = new JobFolder(folder.resolve("trial"));
    }

    /** Reports a program that still does not start. */
    public synchronized Optional<String> lack() {
        if (lack.isEmpty() || nanos.getAsLong() - triedAt > FRESH_NANOS) {
            lack = tried();
            triedAt = nanos.getAsLong();
        }
        return lack;
    }

    private Optional<String> tried() {
        for (String program : executor.unstarted()) {
            if (!starts(program)) {
                return Optional.of(program + " is there, and does not start: look whether its libraries are complete, whether"
                        + " the sandbox works, and whether there is memory for a process. The server's log says more.");
            }
        }
        return Optional.empty();
    }

    private boolean starts(String program) {
        var command = new ProcessCommand(program, List.of("-hide_banner", "-version"), folder, Map.of(), List.of(), DEADLINE,
                Optional.empty(), new CompletableFuture<>());
        try {
            folder.open();
            executor.execute(new FfmpegBinding.Command(command));
        } catch (ProcessFailure | UncheckedIOException e) {
            // Creating the folder fails too if the disk is full.
            LOG.warn("{} does not start yet: {}", program, e.getMessage());
        } finally {
            folder.remove();
        }
        return !executor.unstarted().contains(program);
    }
}
