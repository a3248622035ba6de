package io.dromedary.storage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** Which bytes of a file have arrived: from the beginnings of its pieces up to where each has come. */
final class Coverage {

    private final List<Piece> pieces = new CopyOnWriteArrayList<>();

    private record Piece(long start, LongSupplier end) {

        long from(long position) {
            return position < start ? 0 : end.getAsLong() - position;
        }
    }

    /** Something has arrived, or nothing more will. */
    synchronized void changed() {
        notifyAll();
    }

    /** Waits for a change, for so many milliseconds at most. */
    synchronized void await(long position, long ms) throws InterruptedException {
        if (presentFrom(position) == 0) {
            wait(ms);
        }
    }

    /** Receives where something begins, and the first byte behind it. */
    interface Gap {
        void is(long from, long to);
    }

    /**
     * Adds a piece, of which nothing need be here yet.
     *
     * @param end up to where it has come
     */
    void add(long start, LongSupplier end) {
        pieces.add(new Piece(start, end));
    }

    /** How many bytes are here from this position on, without a gap. */
    long presentFrom(long position) {
        return Math.max(0, pieces.stream().mapToLong(piece -> piece.from(position)).max().orElse(0));
    }

    /** Is every byte of a range here? */
    boolean holds(long from, long to) {
        long at = from;
        for (long here = presentFrom(at); at < to && here > 0; here = presentFrom(at)) {
            at += here;
        }
        return at >= to;
    }

    /**
     * Tells what is missing of a range.
     *
     * @param most bytes at a time
     */
    void missing(long from, long to, long most, Gap gap) {
        for (long at = from; at < to; ) {
            long here = presentFrom(at);
            if (here == 0) {
                long end = Math.min(Math.min(at + most, to), next(at));
                gap.is(at, end);
                at = end;
            } else {
                at += here;
            }
        }
    }

    /** Where the next piece begins of which something is here. */
    private long next(long position) {
        return pieces.stream().filter(piece -> piece.start() > position && piece.end().getAsLong() > piece.start())
                .mapToLong(Piece::start).min().orElse(Long.MAX_VALUE);
    }
}
