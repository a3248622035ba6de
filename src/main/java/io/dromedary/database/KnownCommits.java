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
 * Transactions of PostgreSQL of which it is known whether they were committed. A commit may be carried out and its answer be
 * lost; so each transaction that has changed something is known by its number, and a server that answers again is asked what
 * became of it (PostgreSQL, 9.27: {@code txid_status}, which is there for this).
 */
final class KnownCommits extends DelegatingTransactionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(KnownCommits.class);

    /** A caller waits for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final long PAUSE_MS = 200;

    private final Supplier<Jdbi> others;

    /** Transactions of which it is asked on other connections. */
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
     * @throws TransactionException when nothing was changed
     * @throws UnknownCommit        when nobody can say whether anything was
     */
    @Override
    public void commit(Handle handle) {
        Optional<Long> number = handle.createQuery("select txid_current_if_assigned()").mapTo(Long.class).findOne();
        try {
            super.commit(handle);
        } catch (TransactionException e) {
            // What has changed nothing is as good as committed.
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
        // This thread has a handle already, and that is of no use any more.
        try (Handle other = others.get().open()) {
            return other.createQuery("select txid_status(:number)").bind("number", number).mapTo(String.class).findOne();
        } catch (JdbiException e) {
            if (!Outage.isIn(e)) {
                // A server that has never heard of it: the standby of one that was not replicated in time.
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
