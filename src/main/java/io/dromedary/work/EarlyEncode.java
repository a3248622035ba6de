package io.dromedary.work;

import io.dromedary.storage.ArrivingBytes;
import java.util.Optional;

/** An encode that may begin while its input is fetched: two branches of a route work on it, in a thread each. */
public final class EarlyEncode {

    /** Seconds without which a rate says little. */
    private static final double SHORTEST = 0.5;

    private final ArrivingBytes input;
    private final long openedNanos = System.nanoTime();
    private final long receivedBefore;
    private volatile long begunNanos;
    private volatile Optional<Exception> failure = Optional.empty();
    private volatile Optional<Encoded> encoded = Optional.empty();

    /**
     * @param input          what the program reads
     * @param receivedBefore bytes that had arrived when the fetch began
     */
    EarlyEncode(ArrivingBytes input, long receivedBefore) {
        this.input = input;
        this.receivedBefore = receivedBefore;
    }

    ArrivingBytes input() {
        return input;
    }

    /** In how many seconds the rest will be here, by the rate so far. */
    double secondsLeft(long size, long received) {
        double elapsed = (System.nanoTime() - openedNanos) / 1e9;
        return elapsed < SHORTEST || received <= receivedBefore ? Double.MAX_VALUE
                : (size - received) * elapsed / (received - receivedBefore);
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
