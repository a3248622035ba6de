package io.dromedary.database;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers that SQLite has reported a damaged file: not every statement notices the damage. */
final class CorruptionDetector implements SqlLogger {

    private static final Logger LOG = LoggerFactory.getLogger(CorruptionDetector.class);

    /** SQLite's CORRUPT and NOTADB. */
    private static final Set<Integer> CODES = Set.of(11, 26);
    private static final int PRIMARY = 0xff;

    private volatile boolean seen;

    boolean isSeen() {
        return seen;
    }

    @Override
    public void logException(StatementContext context, SQLException failure) {
        if (failure.getSQLState() == null && CODES.contains(failure.getErrorCode() & PRIMARY) && !seen) {
            LOG.error("The database file is damaged: stop this node, and put back your backup", failure);
            seen = true;
        }
    }
}
