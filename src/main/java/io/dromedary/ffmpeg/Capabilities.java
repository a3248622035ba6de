package io.dromedary.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The version and the encoders of the installed ffmpeg. It is asked once, in another thread, when they are first needed,
 * as this starts a process; it is asked again only if it did not answer.
 */
public final class Capabilities {

    private static final Logger LOG = LoggerFactory.getLogger(Capabilities.class);
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** Long enough for a working ffmpeg, and short for callers that wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S+)");
    /** A line of {@code -encoders}: six letters or dots, and the name. */
    private static final Pattern ENCODER = Pattern.compile("(?m)^ [VAS][A-Z.]{5} (\\S+)");

    private final FfmpegExecutor executor;
    private final JobFolder folder;
    private CompletableFuture<Found> asked = new CompletableFuture<>();
    private boolean asking;

    /** @param folder parent of a temporary folder for ffmpeg */
    public Capabilities(FfmpegExecutor executor, Path folder) {
        this.executor = executor;
        this.folder = new JobFolder(folder.resolve("capabilities"));
    }

    private record Found(String version, Set<String> encoders) {
    }

    /** The version, such as {@code 5.1.9}; empty if ffmpeg has not answered. */
    public Optional<String> version() {
        return known().map(Found::version);
    }

    /** The missing ones of these encoders, in their order; empty if ffmpeg has not answered. */
    public Optional<List<String>> missing(Collection<String> wanted) {
        return known().map(found -> wanted.stream().filter(name -> !found.encoders().contains(name)).toList());
    }

    private Optional<Found> known() {
        try {
            return Optional.of(ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("ffmpeg has not told what it can", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private synchronized CompletableFuture<Found> ask() {
        if (!asking || asked.isCompletedExceptionally()) {
            asking = true;
            asked = CompletableFuture.supplyAsync(this::found);
        }
        return asked;
    }

    private Found found() {
        folder.open();
        try {
            Matcher version = VERSION.matcher(run("-version"));
            return new Found(version.find() ? version.group(1) : "unknown",
                    ENCODER.matcher(run("-encoders")).results().map(match -> match.group(1))
                            .collect(Collectors.toUnmodifiableSet()));
        } finally {
            folder.remove();
        }
    }

    private String run(String question) {
        var command = new ProcessCommand("ffmpeg", List.of("-nostdin", "-hide_banner", question), folder, Map.of(),
                List.of(), DEADLINE, Optional.empty(), new CompletableFuture<>());
        try {
            return new String(executor.execute(new FfmpegBinding.Command(command)).getStdout().readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
