package io.dromedary.database;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;

/**
 * Transactions of PostgreSQL that are cut off when nothing comes of them: a node that was paused within one would hold its
 * rows for as long, and others shall go on. It is said in each transaction, as behind a pooler a session is not one's own.
 */
final class ShortTransactions extends DelegatingTransactionHandler {

    ShortTransactions(TransactionHandler delegate) {
        super(delegate);
    }

    @Override
    public void begin(Handle handle) {
        super.begin(handle);
        // To compile a statement takes longer than what is asked of it here, and PostgreSQL thinks otherwise of claims.
        handle.execute("set local idle_in_transaction_session_timeout = '10s'; set local jit = off");
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new ShortTransactions(getDelegate().specialize(handle));
    }
}
