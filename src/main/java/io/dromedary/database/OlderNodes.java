package io.dromedary.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Refuses to start beside nodes of version 0.1, which get jobs from a broker: they and later ones would process the same jobs.
 */
final class OlderNodes {

    /** A little more than two of their heartbeats. */
    private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_MS = 250;

    private OlderNodes() {
    }

    /**
     * Fails if one is running. Returns at once if there cannot be one.
     *
     * @throws IllegalStateException saying what to do
     */
    static void refuse(DataSource source) {
        try (Connection connection = source.getConnection()) {
            if (!isOlder(connection)) {
                return;
            }
            Map<String, Integer> first = signs(connection);
            long end = System.nanoTime() + WATCHED_NANOS;
            while (!first.isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                Map<String, Integer> now = signs(connection);
                if (first.entrySet().stream().anyMatch(sign -> now.getOrDefault(sign.getKey(), sign.getValue()) > sign.getValue())) {
                    throw new IllegalStateException("Nodes of the version before are at work on this database, and versions do"
                            + " not mix over this step: stop all nodes, then start them (docs/upgrading.md).");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database cannot be looked at: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted", e);
        }
    }

    private static boolean isOlder(Connection connection) throws SQLException {
        try (var columns = connection.getMetaData().getColumns(null, null, "jobs", "beats")) {
            return columns.next();
        }
    }

    private static Map<String, Integer> signs(Connection connection) throws SQLException {
        var signs = new HashMap<String, Integer>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(
                "select id, beats from jobs where status = 'processing'")) {
            while (rows.next()) {
                signs.put(rows.getString(1), rows.getInt(2));
            }
        }
        return signs;
    }
}
