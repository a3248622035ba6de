package io.dromedary.r2;

import java.util.concurrent.locks.LockSupport;

/** A line of a bandwidth that all requests over it share, in the order in which their bytes come. */
public final class Line {

    /** What passes at a time, so that nobody waits long for another. */
    private static final int SLICE = 16 << 10;
    /** What is left of the line by a thread that wakes late is used by the next bytes. */
    private static final long LATE_NANOS = 5_000_000;

    private final long bytesPerSecond;
    private long freeAt = System.nanoTime();

    /** A line on which nothing is yet. */
    public Line(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** How many of these bytes may pass as soon as the line has carried those before them, which is waited for. */
    int admit(int wanted) throws ConnectionBroken {
        int allowed = Math.min(wanted, SLICE);
        long end = take(allowed);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new ConnectionBroken(ConnectionBroken.Kind.CLOSE);
            }
        }
        return allowed;
    }

    private synchronized long take(int bytes) {
        freeAt = Math.max(freeAt, System.nanoTime() - LATE_NANOS) + bytes * 1_000_000_000L / bytesPerSecond;
        return freeAt;
    }
}
