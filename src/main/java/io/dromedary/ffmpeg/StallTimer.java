package io.dromedary.ffmpeg;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Times one run: its deadline, and how long it has made no progress. */
final class StallTimer {

    private static final OptionalLong NONE = OptionalLong.of(0);

    private final Duration deadline;
    private final Duration stallTimeout;
    private final LongSupplier nanos;
    private volatile long start;
    private volatile long lastAdvance;
    private volatile double lastSeconds = -1;
    private volatile long awaitedSince;
    private volatile boolean awaited;
    private volatile boolean noPicture;

    /** @param nanos a clock that only goes on */
    StallTimer(Duration deadline, Duration stallTimeout, LongSupplier nanos) {
        this.deadline = deadline;
        this.stallTimeout = stallTimeout;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.lastAdvance = start;
    }

    void sees(ProgressReport progress) {
        noPicture = progress.frames().equals(NONE);
        if (progress.seconds() > lastSeconds) {
            lastSeconds = progress.seconds();
            lastAdvance = nanos.getAsLong();
        }
    }

    /** Input is waited for: until it comes, the program has nothing to do. */
    void awaitsInput() {
        awaitedSince = nanos.getAsLong();
        awaited = true;
    }

    /** Input was read: where it arrives slowly, so does the output. */
    void reads() {
        lastAdvance = nanos.getAsLong();
        start += lastAdvance - awaitedSince;
        awaited = false;
    }

    /** All input was read: the time until the deadline begins. */
    void hasRead() {
        start = lastAdvance;
    }

    /** Did the last report count no frames, although there should be some? */
    boolean sawNoPicture() {
        return noPicture;
    }

    /** The reason to end the run now, if any. */
    Optional<Reason> overdue() {
        if (awaited) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
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
