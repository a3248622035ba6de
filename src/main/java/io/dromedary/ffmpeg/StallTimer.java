package io.dromedary.ffmpeg;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Times one run: its deadline, and how long it has made no progress. */
final class StallTimer {

    private static final OptionalLong NONE = OptionalLong.of(0);

    private final Duration deadline;
    private final Duration stallTimeout;
    private volatile long start = System.nanoTime();
    private volatile long lastAdvance = start;
    private volatile double lastSeconds = -1;
    private volatile boolean noPicture;

    StallTimer(Duration deadline, Duration stallTimeout) {
        this.deadline = deadline;
        this.stallTimeout = stallTimeout;
    }

    void sees(ProgressReport progress) {
        noPicture = progress.frames().equals(NONE);
        if (progress.seconds() > lastSeconds) {
            lastSeconds = progress.seconds();
            lastAdvance = System.nanoTime();
        }
    }

    /** Input was read: where it arrives slowly, so does the output. */
    void reads() {
        lastAdvance = System.nanoTime();
    }

    /** All input was read: the time until the deadline begins, which does not count waiting for input. */
    void hasRead() {
        reads();
        start = lastAdvance;
    }

    /** Did the last report count no frames, although there should be some? */
    boolean sawNoPicture() {
        return noPicture;
    }

    /** The reason to end the run now, if any. */
    Optional<Reason> overdue() {
        long now = System.nanoTime();
        if (now - start > deadline.toNanos()) {
            return Optional.of(Reason.TIMED_OUT);
        }
        return now - lastAdvance > stallTimeout.toNanos() ? Optional.of(Reason.STALLED) : Optional.empty();
    }

    String describe(Reason reason) {
        return switch (reason) {
            case TIMED_OUT -> "was ended at its deadline of " + deadline.toSeconds() + " s";
            case STALLED -> "was ended after " + stallTimeout.toSeconds() + " s without progress";
            default -> "was ended, as its folder held more than it may";
        };
    }
}
