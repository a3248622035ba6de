package io.dromedary.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a transaction of PostgreSQL was committed if the answer to the commit is lost: it remembers the
 * number of each transaction with changes, and asks the server for its status (PostgreSQL, 9.27: {@code txid_status},
 * which exists for this).
 */
final class KnownCommits extends DelegatingTransactionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(KnownCommits.class);

    /** A caller waits for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final long PAUSE_MS = 200;

    private final Supplier<Jdbi> others;

    /** Asks on other connections. */
    KnownCommits(Supplier<Jdbi> others) {
        this(LocalTransactionHandler.binding(), others);
    }

    private KnownCommits(TransactionHandler delegate, Supplier<Jdbi> others) {
        super(delegate);
        this.others = others;
    }

    /**
     * Commits.
     *
     * @throws TransactionException if nothing was changed
     * @throws UnknownCommit        if it cannot be found out whether anything was
     */
    @Override
    public void commit(Handle handle) {
        Optional<Long> number = handle.createQuery("select txid_current_if_assigned()").mapTo(Long.class).findOne();
        try {
            super.commit(handle);
        } catch (TransactionException e) {
            // A transaction without changes counts as committed.
            if (!Outage.isIn(e) || number.isPresent() && !isCommitted(number.get(), e)) {
                throw e;
            }
            LOG.info("A transaction was committed, though the database did not say so: {}", e.getCause().toString());
        }
    }

    private boolean isCommitted(long number, TransactionException lost) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            Optional<String> status = status(number, lost);
            if (status.isPresent() && !status.get().equals("in progress")) {
                return status.get().equals("committed");
            }
            pause();
        } while (System.nanoTime() < end && !Thread.currentThread().isInterrupted());
        throw new UnknownCommit(lost);
    }

    private Optional<String> status(long number, TransactionException lost) {
        // This thread's own handle is no longer usable.
        try (Handle other = others.get().open()) {
            return other.createQuery("select txid_status(:number)").bind("number", number).mapTo(String.class).findOne();
        } catch (JdbiException e) {
            if (!Outage.isIn(e)) {
                // The server does not know the transaction: a standby that was promoted before it was replicated.
                lost.addSuppressed(e);
                return Optional.of("unknown");
            }
            return Optional.empty();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new KnownCommits(getDelegate().specialize(handle), others);
    }
}
