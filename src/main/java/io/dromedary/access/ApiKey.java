package io.dromedary.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * An API key, without the key itself.
 *
 * @param expiresAt Unix milliseconds from which it is refused; never if empty
 * @param createdAt Unix milliseconds
 */
public record ApiKey(String id, String name, Scope scope, String project, Limits limits, Optional<Long> expiresAt,
        long createdAt) {

    static final String COLUMNS = "id, name, scope, project, requests_per_minute, max_queued_jobs, max_running_jobs,"
            + " bytes_per_day, minutes_per_day, max_priority, expires_at, created_at";

    public record Draft(String name, Scope scope, String project, Limits limits, Optional<Long> expiresAt) {
    }

    Caller caller() {
        return new Caller(id, project, scope, limits);
    }

    static ApiKey read(ResultSet row) throws SQLException {
        return new ApiKey(row.getString("id"), row.getString("name"), Scope.of(row.getString("scope")),
                row.getString("project"),
                new Limits(number(row, "requests_per_minute"), number(row, "max_queued_jobs"),
                        number(row, "max_running_jobs"),
                        number(row, "bytes_per_day"), number(row, "minutes_per_day"), number(row, "max_priority")),
                number(row, "expires_at"), row.getLong("created_at"));
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
