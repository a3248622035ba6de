package io.dromedary.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads jobs and tasks from their rows. */
public final class Rows {

    /** A subquery for jobs with their webhooks, as {@link #job} reads them. */
    public static final String JOBS = """
            (select jobs.*, webhooks.url as webhook_url, webhooks.status as webhook_status,
                webhooks.attempts as webhook_attempts, webhooks.last_error as webhook_error
            from jobs left join webhooks on webhooks.job_id = jobs.id) as jobs""";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Rows() {
    }

    /** The job of a row, without its tasks. */
    public static Job job(ResultSet row) throws SQLException {
        var owner = new Owner(row.getString("project"), text(row, "key_id"));
        JobOrder order = OrderLists.read(new JobOrder(owner, row.getString("kind"), text(row, "preset"), row.getString("input"),
                text(row, "connection_id"), text(row, "output_target"), text(row, "output_connection_id"),
                json(row, "options").orElseThrow(), json(row, "metadata"), row.getInt("priority"), text(row, "webhook_url"),
                json(row, "output_headers"), List.of(), List.of()),
                row.getString("inputs"), row.getString("outputs"));
        var status = Job.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
        // The same columns hold why the job failed, and before its end why its last attempt did.
        Optional<Failure> failure = failure(row);
        var state = new Job.State(status, row.getInt("progress"), text(row, "output"), failure.filter(end -> status.isFinal()),
                failure.filter(passing -> !status.isFinal()), row.getInt("attempts"), row.getInt("released"), nextAttempt(row));
        return new Job(row.getString("id"), text(row, "task_id"), order,
                Lane.valueOf(row.getString("lane").toUpperCase(Locale.ROOT)), state, times(row), warnings(row), List.of(), webhook(row));
    }

    /** The job with its tasks. */
    public static Optional<Job> find(Handle handle, String id) {
        return handle.createQuery("select * from " + JOBS + " where id = :id").bind("id", id)
                .map((row, context) -> job(row)).findOne()
                .map(job -> job.withTasks(handle
                        .createQuery("select * from tasks where job_id = :id order by position").bind("id", id)
                        .map((row, context) -> task(row)).list()));
    }

    /** The job of a project, whether it was requested as a job or does the work of a task. */
    public static Optional<Job> findOwn(Handle handle, String project, String id) {
        return find(handle, id).filter(job -> job.order().owner().project().equals(project));
    }

    /**
     * The job of a project, if it was requested as a job.
     *
     * @throws Problem {@code job_not_found}
     */
    static Job findShown(Handle handle, String project, String id) {
        return findOwn(handle, project, id).filter(job -> job.taskId().isEmpty()).orElseThrow(() -> notFound(id));
    }

    /** The problem of a caller who names a job that does not exist. */
    public static Problem notFound(String id) {
        return new Problem(ProblemKind.JOB_NOT_FOUND, "There is no job '" + id + "'. GET /jobs lists them.");
    }

    /** Locks a job by a write, so that what is read afterwards does not change until the transaction ends. */
    public static void lock(Handle handle, String id) {
        handle.createUpdate("update jobs set updated_at = updated_at where id = :id").bind("id", id).execute();
    }

    static Task task(ResultSet row) throws SQLException {
        double speed = row.getDouble("speed");
        Optional<Double> knownSpeed = row.wasNull() ? Optional.empty() : Optional.of(speed);
        return new Task(row.getString("id"), row.getString("job_id"), row.getString("kind"), json(row, "input"), list(row, "inputs"),
                json(row, "options").orElseThrow(), json(row, "output"),
                Task.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)), row.getInt("progress"),
                knownSpeed, failure(row), warnings(row), text(row, "node"), times(row));
    }

    /** The column may still have a time when the job is no longer queued. */
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

    /** The name of a state in the database and in the API. */
    public static String name(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Times times(ResultSet row) throws SQLException {
        return new Times(row.getLong("created_at"), time(row, "started_at"), time(row, "finished_at"),
                row.getLong("updated_at"));
    }

    private static Optional<Long> time(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<Failure> failure(ResultSet row) throws SQLException {
        String message = row.getString("error_message");
        // One that a later version wrote before this one came back is still shown, with its message.
        return text(row, "error_kind").map(kind -> new Failure(ProblemKind.find(kind).orElse(ProblemKind.INTERNAL_ERROR), message));
    }

    private static List<Warning> warnings(ResultSet row) throws SQLException {
        String text = row.getString("warnings");
        try {
            return text == null ? List.of() : List.of(JSON.readValue(text, Warning[].class));
        } catch (JsonProcessingException e) {
            throw new SQLException("Column warnings does not hold a list of warnings", e);
        }
    }

    /** Warnings as a column holds them. */
    static String text(List<Warning> warnings) {
        try {
            return JSON.writeValueAsString(warnings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Warnings are texts", e);
        }
    }

    private static List<ObjectNode> list(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        try {
            return text == null ? List.of() : List.of(JSON.readValue(text, ObjectNode[].class));
        } catch (JsonProcessingException e) {
            throw new SQLException("Column " + column + " does not hold a list of objects", e);
        }
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
