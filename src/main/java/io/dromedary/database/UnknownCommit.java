package io.dromedary.database;

import java.util.Objects;
import java.util.stream.Stream;
import org.jdbi.v3.core.transaction.TransactionException;

/** The database became unavailable during a commit, and it is not known whether it was committed. */
public final class UnknownCommit extends TransactionException {

    private static final long serialVersionUID = 1;

    public UnknownCommit(Throwable cause) {
        super("It is not known whether a transaction was committed", cause);
    }

    /** Is one of these among the causes? */
    public static boolean isIn(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).anyMatch(UnknownCommit.class::isInstance);
    }
}
