package io.dromedary.database;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers faults that the database has reported and that not every statement notices: a damaged file, a full disk. */
final class ReportedFaults implements SqlLogger {

    private static final Logger LOG = LoggerFactory.getLogger(ReportedFaults.class);

    /** SQLite's CORRUPT and NOTADB. */
    private static final Set<Integer> DAMAGE = Set.of(11, 26);
    private static final int PRIMARY = 0xff;
    /** PostgreSQL's disk_full. */
    private static final String DISK_FULL = "53100";

    private volatile boolean damaged;
    private volatile boolean full;

    boolean isDamaged() {
        return damaged;
    }

    boolean isFull() {
        return full;
    }

    /** The next statement that finds the disk full reports it again. */
    void forgetFull() {
        full = false;
    }

    @Override
    public void logException(StatementContext context, SQLException failure) {
        if (DISK_FULL.equals(failure.getSQLState())) {
            full = true;
        }
        if (failure.getSQLState() == null && DAMAGE.contains(failure.getErrorCode() & PRIMARY) && !damaged) {
            LOG.error("The database file is damaged: stop this node, and put back your backup", failure);
            damaged = true;
        }
    }
}
