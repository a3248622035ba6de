package io.dromedary.r2;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A switched-on fault: tells how often it struck, and is taken back by closing it, which also ends its stalls. */
public final class Fault implements AutoCloseable {

    /** What a fault does to an exchange before it is worked on: refuse it, spoil its bytes, wait, or run code. */
    @FunctionalInterface
    interface Trouble {
        void strike(Exchange exchange) throws IOException;
    }

    private final Predicate<RequestHead> which;
    private final double share;
    private final Trouble trouble;
    private final CountDownLatch released;
    private int left;
    private double due;
    private int struck;
    private boolean closed;

    Fault(Predicate<RequestHead> which, int times, double share, CountDownLatch released, Trouble trouble) {
        this.which = which;
        this.left = times;
        this.share = share;
        this.released = released;
        this.trouble = trouble;
    }

    /** Decides, and counts the decision. A share is spread evenly, so the same requests always fare the same. */
    synchronized boolean strikes(RequestHead head) {
        if (closed || left == 0 || !which.test(head)) {
            return false;
        }
        due += share;
        if (due < 1 - 1e-9) {
            return false;
        }
        due -= 1;
        left--;
        struck++;
        notifyAll();
        return true;
    }

    Trouble trouble() {
        return trouble;
    }

    /** How many requests it has struck. */
    public synchronized int struck() {
        return struck;
    }

    /**
     * Waits until it has struck.
     *
     * @throws IllegalStateException when it has not in that time
     */
    public synchronized void awaitStruck(int times, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (struck < times) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException("fault struck " + struck + " times of " + times);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Lets stalled requests go on; the fault strikes no more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        released.countDown();
    }
}
