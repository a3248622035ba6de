package io.dromedary.storage;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The limit of a {@link Download}, its name in messages, and its failures.
 *
 * @param name     its name for callers: {@code input}, {@code watermark}
 * @param maxBytes the largest size that is accepted
 * @param setting  the setting with this limit; empty if it is fixed
 */
public record DownloadLimits(String name, long maxBytes, Optional<String> setting) {

    Problem tooLarge() {
        return new Problem(ProblemKind.INPUT_TOO_LARGE, "The " + name + " is larger than the " + maxBytes
                + " bytes that this server takes" + setting.map(key -> " (" + key + ")").orElse("") + ".");
    }

    Problem changed() {
        return changed(name);
    }

    /** The failure for a file that was replaced after its first part was read. */
    public static Problem changed(String name) {
        return new Problem(ProblemKind.INPUT_UNREACHABLE, "The " + name
                + " was replaced by another file while it was being read: send the job again.");
    }

    /** May be repeated, as the server may be faster then. */
    Problem tooSlow(long bytesPerSecond, long nanos, long least) {
        return Problem.passing(ProblemKind.INPUT_UNREACHABLE, "The server of the " + name + " sent " + bytesPerSecond
                + " bytes a second, for " + Duration.ofNanos(nanos).toSeconds() + " s, and this server waits for no fewer than "
                + least + " (dromedary.input.min-rate).");
    }

    Problem tooLong(long seconds, long bytes) {
        return Problem.passing(ProblemKind.INPUT_UNREACHABLE, "The " + name + " was not here after " + seconds
                + " seconds, which is as long as a file of its size may take (dromedary.input.max-seconds and .min-rate): "
                + bytes + " bytes were, which is " + bytes / Math.max(1, seconds) + " a second.");
    }

    Problem empty() {
        return empty(name);
    }

    /** The failure for an empty file, for which a request of the first byte fails. */
    public static Problem empty(String name) {
        return new Problem(ProblemKind.INPUT_CORRUPT, "The " + name + " is an empty file.");
    }

    /**
     * Checks the status of an answer that must be the whole file.
     *
     * @param wait the answer's {@code Retry-After}
     * @throws IOException if the server is in trouble: the request can be repeated
     * @throws Problem     if repeating the request cannot help
     */
    public void check(int status, Optional<String> wait) throws IOException {
        switch (status) {
            case 200 -> { }
            case 408, 425, 429, 500, 502, 503, 504 -> throw new RetryAfter.Later(status, wait);
            default -> throw refused(status);
        }
    }

    /** The failure for a refusal that a repeated request would get again. */
    Problem refused(int status) {
        return switch (status) {
            case 404, 410 -> new Problem(ProblemKind.INPUT_NOT_FOUND,
                    "There is nothing at the " + name + "'s URL (its server answers " + status + ").");
            case 401, 403 -> new Problem(ProblemKind.INPUT_FORBIDDEN,
                    "The " + name + "'s server does not let us read it (it answers " + status + ").");
            default -> new Problem(ProblemKind.INPUT_UNREACHABLE,
                    "The " + name + "'s server answers " + status + " instead of the file.");
        };
    }

    Problem missing() {
        return new Problem(ProblemKind.INPUT_NOT_FOUND, "The file of the " + name + " is not there.");
    }

    Problem halfRanges() {
        return new Problem(ProblemKind.INPUT_UNREACHABLE,
                "The " + name + "'s server answers some range requests and ignores others.");
    }
}
