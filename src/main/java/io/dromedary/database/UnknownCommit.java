package io.dromedary.database;

import org.jdbi.v3.core.transaction.TransactionException;

/** The database went away when it was to commit, and nobody can say yet whether it has. */
public final class UnknownCommit extends TransactionException {

    private static final long serialVersionUID = 1;

    /** It was to be committed, and this happened. */
    public UnknownCommit(Throwable cause) {
        super("It is not known whether a transaction was committed", cause);
    }

    /** Is one of these among the causes? */
    public static boolean isIn(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownCommit) {
                return true;
            }
        }
        return false;
    }
}
