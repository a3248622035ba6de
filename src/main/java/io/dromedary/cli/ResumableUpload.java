package io.dromedary.cli;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Sends a file to the server by tus 1.0, and goes on where it was after a broken connection. */
final class ResumableUpload {
    /** Small enough for proxies that limit bodies. */
    private static final long BLOCK_BYTES = 64L << 20;
    private static final Duration BLOCK_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** For how long a server is tried that takes nothing. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String OFFSET = "Upload-Offset";

    private final ApiClient api;
    private final MonotonicClock time;
    private final UploadProgress progress;

    ResumableUpload(ApiClient api, MonotonicClock time, UploadProgress progress) {
        this.api = api;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Sends all of it.
     *
     * @param from how many bytes the server has already
     * @throws CliFailure if the server refuses it, or takes nothing for five minutes
     */
    void send(String id, Path file, long from) throws InterruptedException {
        long offset = from;
        if (from > 0) {
            progress.at(from);
        }
        Optional<Duration> silentSince = Optional.empty();
        boolean isKnown = true;
        while (offset < progress.size()) {
            try {
                long before = offset;
                offset = isKnown ? append(id, file, offset) : ask(id);
                progress.at(offset);
                silentSince = isKnown || offset > before ? Optional.empty() : silentSince;
                isKnown = true;
            } catch (Unreachable | ApiError e) {
                if (e instanceof ApiError error && !error.passing() && !error.isConflict()) {
                    throw e;
                }
                Duration since = silentSince.orElseGet(time::passed);
                Duration silent = time.passed().minus(since);
                if (silent.compareTo(PATIENCE) >= 0) {
                    throw e;
                }
                if (silentSince.isEmpty()) {
                    progress.trouble(e.getMessage());
                }
                silentSince = Optional.of(since);
                isKnown = false;
                time.pause(pause(silent));
            }
        }
    }

    /** The longer a server has taken nothing, the less often it is asked. */
    private static Duration pause(Duration silent) {
        Duration part = silent.dividedBy(2);
        return part.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : part.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : part;
    }

    private long append(String id, Path file, long offset) throws InterruptedException {
        long bytes = Math.min(BLOCK_BYTES, progress.size() - offset);
        long next = offset(api.exchange("PATCH", path(id), Map.of("Tus-Resumable", "1.0.0", OFFSET, Long.toString(offset),
                "Content-Type", "application/offset+octet-stream"), progress.part(file, offset, bytes), BLOCK_TIMEOUT));
        if (next != offset + bytes) {
            throw new CliFailure(ExitCode.UNREACHABLE, "The server has " + next + " bytes of the file after " + (offset + bytes)
                    + " were sent, and does not say why.");
        }
        return next;
    }

    private long ask(String id) throws InterruptedException {
        return offset(api.exchange("HEAD", path(id), Map.of("Tus-Resumable", "1.0.0"), BodyPublishers.noBody(), ASK_TIMEOUT));
    }

    private static String path(String id) {
        return "/uploads/" + ApiClient.segment(id);
    }

    private static long offset(HttpResponse<String> answer) {
        return answer.headers().firstValueAsLong(OFFSET).orElseThrow(() -> new CliFailure(ExitCode.UNREACHABLE,
                "The server did not say how much of the file it has. Is something between it and here that drops headers?"));
    }
}
