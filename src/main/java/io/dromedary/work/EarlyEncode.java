package io.dromedary.work;

import io.dromedary.storage.ArrivingBytes;
import java.util.Optional;

/** An encode that may begin while its input is fetched: two branches of a route work on it, in a thread each. */
public final class EarlyEncode {

    /** Seconds without which a rate says nothing. */
    private static final double SHORTEST = 0.1;
    /** Seconds of which the rate counts, at least: before them, it may have been another. */
    private static final double RECENT = 5;

    private final ArrivingBytes input;
    private Mark since;
    private Mark next;
    private volatile long begunNanos;
    private volatile Optional<Exception> failure = Optional.empty();
    private volatile Optional<Encoded> encoded = Optional.empty();

    /**
     * @param input          what the program reads
     * @param receivedBefore bytes that had arrived when the fetch began
     */
    EarlyEncode(ArrivingBytes input, long receivedBefore) {
        this.input = input;
        this.since = new Mark(System.nanoTime(), receivedBefore);
        this.next = since;
    }

    /** How much had arrived at a moment. */
    private record Mark(long nanos, long received) {

        double secondsTo(Mark later) {
            return (later.nanos - nanos) / 1e9;
        }
    }

    ArrivingBytes input() {
        return input;
    }

    /** In how many seconds the rest will be here, by the rate of the last ones. */
    synchronized double secondsLeft(long size, long received) {
        var now = new Mark(System.nanoTime(), received);
        if (next.secondsTo(now) >= RECENT) {
            since = next;
            next = now;
        }
        double elapsed = since.secondsTo(now);
        return elapsed < SHORTEST || received <= since.received ? Double.MAX_VALUE
                : (size - received) * elapsed / (received - since.received);
    }

    void begin() {
        begunNanos = System.nanoTime();
    }

    /** Seconds since it has begun in which it did not wait for its input. */
    double worked() {
        return (System.nanoTime() - begunNanos) / 1e9 - input.waited();
    }

    /** The rest of the input does not come. */
    void lacks(Exception cause) {
        failure = Optional.of(cause);
        input.breakOff();
    }

    /** Why the rest of the input does not come, if it does not. */
    Optional<Exception> failure() {
        return failure;
    }

    void setEncoded(Encoded made) {
        encoded = Optional.of(made);
    }

    void drop() {
        encoded = Optional.empty();
    }

    Optional<Encoded> encoded() {
        return encoded;
    }
}
