package io.dromedary.delivery;

import io.dromedary.job.WatchedObjects;
import java.util.Optional;
import java.util.Set;

/** The objects that are to be moved or deleted, as their jobs have succeeded; a piece is one of them. */
public record SourceQueue(WatchedObjects objects) implements Queue {

    @Override
    public Optional<Piece> claim() {
        return objects.claim().map(source -> new Piece(source.jobId(), source));
    }

    /** Whoever takes one has it for some minutes; then it waits again by itself. */
    @Override
    public void giveBackAllBut(Set<String> held) {
        // Nothing to be done now.
    }
}
