package io.dromedary.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.problem.ProblemKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Jobs and tasks out of rows, and the texts that go into them. */
final class Rows {

    /** Jobs with their webhooks, to be selected from: {@link #job} reads both. */
    static final String JOBS = """
            (select jobs.*, webhooks.url as webhook_url, webhooks.status as webhook_status,
                webhooks.attempts as webhook_attempts, webhooks.last_error as webhook_error
            from jobs left join webhooks on webhooks.job_id = jobs.id) as jobs""";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Rows() {
    }

    static Job job(ResultSet row) throws SQLException {
        return new Job(row.getString("id"),
                new JobStore.Owner(row.getString("project"), text(row, "key_id")), row.getString("kind"),
                text(row, "preset"), row.getString("input"),
                text(row, "connection_id"), text(row, "output_target"), text(row, "output_connection_id"),
                json(row, "options").orElseThrow(), json(row, "metadata"), row.getInt("priority"),
                Lane.valueOf(row.getString("lane").toUpperCase(Locale.ROOT)),
                Job.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)), row.getInt("progress"),
                text(row, "output"), failure(row), row.getInt("attempts"), row.getInt("released"),
                text(row, "task_id"), List.of(), webhook(row),
                nextAttempt(row), row.getLong("created_at"), time(row, "started_at"),
                time(row, "finished_at"), row.getLong("updated_at"));
    }

    static Task task(ResultSet row) throws SQLException {
        double speed = row.getDouble("speed");
        Optional<Double> knownSpeed = row.wasNull() ? Optional.empty() : Optional.of(speed);
        return new Task(row.getString("id"), row.getString("job_id"), row.getString("kind"), json(row, "input"),
                json(row, "options").orElseThrow(), json(row, "output"),
                Task.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)), row.getInt("progress"),
                knownSpeed, failure(row), text(row, "node"), row.getLong("created_at"), time(row, "started_at"),
                time(row, "finished_at"), row.getLong("updated_at"));
    }

    /** Whatever became of a job that waited for its time, it does so no more. */
    private static Optional<Long> nextAttempt(ResultSet row) throws SQLException {
        return row.getString("status").equals("queued") ? time(row, "due_at") : Optional.empty();
    }

    private static Optional<Webhook> webhook(ResultSet row) throws SQLException {
        String error = row.getString("webhook_error");
        int attempts = row.getInt("webhook_attempts");
        String status = row.getString("webhook_status");
        return text(row, "webhook_url").map(url -> new Webhook(url,
                Webhook.Status.valueOf(status.toUpperCase(Locale.ROOT)), attempts, Optional.ofNullable(error)));
    }

    /** The name of a state in the database and on the wire. */
    static String name(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Long> time(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<Failure> failure(ResultSet row) throws SQLException {
        String message = row.getString("error_message");
        return text(row, "error_kind").map(kind -> new Failure(ProblemKind.of(kind), message));
    }

    private static Optional<ObjectNode> json(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((ObjectNode) JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new SQLException("Column " + column + " does not hold JSON", e);
        }
    }
}
