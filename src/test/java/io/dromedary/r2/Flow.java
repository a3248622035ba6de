package io.dromedary.r2;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The body bytes of one exchange, in both directions together, and what faults do to them. Used by the exchange's own
 * thread only.
 */
final class Flow {

    /** Slow bytes pass in slices of a twentieth of a second. */
    private static final int SLICES_PER_SECOND = 20;

    private long passed;
    private long breakAt = Long.MAX_VALUE;
    private ConnectionBroken.Kind breakKind;
    private long stallAt = Long.MAX_VALUE;
    private CountDownLatch stallLatch;
    private Optional<Duration> stallTime = Optional.empty();
    private long bytesPerSecond;
    private long pacedSince;
    private long pacedFrom;
    private Optional<Line> line = Optional.empty();

    void breakAfter(long bytes, ConnectionBroken.Kind kind) {
        breakAt = bytes;
        breakKind = kind;
    }

    void stallAfter(long bytes, CountDownLatch release, Optional<Duration> time) {
        stallAt = bytes;
        stallLatch = release;
        stallTime = time;
    }

    void pace(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        this.pacedSince = System.nanoTime();
        this.pacedFrom = passed;
    }

    void over(Line shared) {
        line = Optional.of(shared);
    }

    /**
     * Asks for bytes to pass, waiting where a fault says so.
     *
     * @param wanted at least 1
     * @return how many may pass now, at least 1
     * @throws ConnectionBroken when a fault ends the connection here
     */
    int admit(int wanted) throws ConnectionBroken {
        if (passed >= stallAt) {
            stallAt = Long.MAX_VALUE;
            await(stallLatch, stallTime);
        }
        if (passed >= breakAt) {
            throw new ConnectionBroken(breakKind);
        }
        long allowed = Math.min(wanted, Math.min(breakAt - passed, stallAt - passed));
        if (bytesPerSecond > 0) {
            allowed = Math.min(allowed, Math.max(1, bytesPerSecond / SLICES_PER_SECOND));
            long due = pacedSince + (passed - pacedFrom + allowed) * 1_000_000_000L / bytesPerSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    throw new ConnectionBroken(ConnectionBroken.Kind.CLOSE);
                }
            }
        }
        if (line.isPresent()) {
            allowed = line.get().admit((int) allowed);
        }
        passed += allowed;
        return (int) allowed;
    }

    static void await(CountDownLatch release, Optional<Duration> time) throws ConnectionBroken {
        try {
            if (time.isPresent()) {
                release.await(time.get().toNanos(), TimeUnit.NANOSECONDS);
            } else {
                release.await();
            }
        } catch (InterruptedException e) {
            throw new ConnectionBroken(ConnectionBroken.Kind.CLOSE);
        }
    }
}
