package io.dromedary.watch;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a turn of a watch brings, piece by piece: a piece is asked for when the one before it has been dealt with.
 * (Camel's splitter would ask for one more ahead, and for another when it is stopped by an exception.)
 *
 * @param <T> a piece
 */
public final class Pieces<T> {

    private final Supplier<Optional<T>> source;
    private Optional<T> next = Optional.empty();

    Pieces(Supplier<Optional<T>> source) {
        this.source = source;
    }

    /** Asks for the next piece: is there one? */
    public boolean hasNext() {
        if (next.isEmpty()) {
            next = source.get();
        }
        return next.isPresent();
    }

    /** The next piece. */
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T piece = next.get();
        next = Optional.empty();
        return piece;
    }
}
