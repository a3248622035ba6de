package io.dromedary.database;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;

/**
 * Transactions of PostgreSQL that the server ends if they are idle: a paused node would otherwise keep its rows locked.
 * The timeout is set in each transaction, as sessions are shared behind a pooler.
 */
final class ShortTransactions extends DelegatingTransactionHandler {

    ShortTransactions(TransactionHandler delegate) {
        super(delegate);
    }

    @Override
    public void begin(Handle handle) {
        super.begin(handle);
        // JIT compilation takes longer than these statements, but PostgreSQL's estimate would enable it for claims.
        handle.execute("set local idle_in_transaction_session_timeout = '10s'; set local jit = off");
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new ShortTransactions(getDelegate().specialize(handle));
    }
}
