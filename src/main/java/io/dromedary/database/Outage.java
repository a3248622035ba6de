package io.dromedary.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Distinguishes a database that is unavailable or has no space from one that refuses a statement. */
public final class Outage {

    /**
     * Classes of SQLSTATE: connection, insufficient resources (a full disk too), the operator's intervention, system
     * errors, and rollbacks that ask to be tried again. PostgreSQL, appendix A.
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58", "40");
    /** A standby, which takes no writes, and a transaction that was ended because it was idle. */
    private static final Set<String> STATES = Set.of("25006", "25P03");
    /** SQLite's BUSY, LOCKED, READONLY, IOERR, FULL and CANTOPEN; it gives no SQLSTATE. */
    private static final Set<Integer> SQLITE = Set.of(5, 6, 8, 10, 13, 14);
    private static final int SQLITE_PRIMARY = 0xff;

    private Outage() {
    }

    /** Was the database unavailable, so that the same statement may succeed later? */
    public static boolean isIn(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException sql && isOutage(sql));
    }

    private static boolean isOutage(SQLException sql) {
        return sql instanceof SQLTransientException || sql instanceof SQLNonTransientConnectionException
                || sql instanceof SQLRecoverableException
                || Optional.ofNullable(sql.getSQLState()).map(Outage::isOutage)
                        .orElseGet(() -> SQLITE.contains(sql.getErrorCode() & SQLITE_PRIMARY));
    }

    private static boolean isOutage(String state) {
        return state.length() == 5 && (CLASSES.contains(state.substring(0, 2)) || STATES.contains(state));
    }
}
