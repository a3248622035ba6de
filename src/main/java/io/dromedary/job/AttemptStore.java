package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores what a worker reports about a job. A write takes effect only for the current attempt: if the job was cancelled
 * or given to another worker, nothing changes and the method returns {@code false}.
 */
public final class AttemptStore {

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;
    private final String node;
    private final OutageRetry outages;
    private final JobTransitions transitions;
    private final Optional<Ended> before;

    /**
     * @param node    the name of this node
     * @param outages waits for the database with every write except reports of progress
     */
    public AttemptStore(Database database, Clock clock, String node, OutageRetry outages, JobTransitions transitions) {
        this(database, clock, node, outages, transitions, Optional.empty());
    }

    private AttemptStore(Database database, Clock clock, String node, OutageRetry outages, JobTransitions transitions,
            Optional<Ended> before) {
        this.database = database;
        this.outages = outages;
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.node = node;
        this.transitions = transitions;
        this.before = before;
    }

    /**
     * A step that succeeded, which is not written yet.
     *
     * @param kind       of its task
     * @param jobPercent of the whole job, 0 to 100
     * @param speed      how fast it was, as in {@link Task#speed}
     * @param at         when it ended, in milliseconds since 1970
     */
    record Ended(String kind, int jobPercent, ObjectNode output, Optional<Double> speed, long at) {
    }

    /** A step that succeeds now. */
    Ended ended(String kind, int jobPercent, ObjectNode output, Optional<Double> speed) {
        return new Ended(kind, jobPercent, output, speed, clock.millis());
    }

    /** The same store; each write of it records that this step has succeeded, too, as each commit takes time. */
    AttemptStore after(Optional<Ended> step) {
        return new AttemptStore(database, clock, node, outages, transitions, step);
    }

    /** Is this still the attempt whose results count? */
    public boolean isCurrent(String jobId, int attempt) {
        return isLast(jobId, attempt, "status = 'processing'");
    }

    /** Was it cancelled by its owner, with no new attempt since? It may be queued again. */
    public boolean isCancelled(String jobId, int attempt) {
        return isLast(jobId, attempt, "status in ('cancelled', 'queued')");
    }

    /** The tasks of a job, in their order. */
    public List<Task> tasks(String jobId) {
        return outages.outlast(() -> jdbi.withHandle(handle -> Rows.find(handle, jobId))).map(Job::tasks).orElse(List.of());
    }

    private boolean isLast(String jobId, int attempt, String condition) {
        return outages.outlast(() -> jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from jobs where id = :id and attempts = :attempt and " + condition)
                .bind("id", jobId).bind("attempt", attempt).mapTo(Integer.class).one() == 1));
    }

    /**
     * Records that a step begins. Its input and start time stay as they are if they were recorded before.
     *
     * @param kind of its task; of a job with several outputs the id of the task, here and in the other methods
     */
    public boolean startTask(String jobId, int attempt, String kind, ObjectNode input) {
        return whenCurrent(jobId, attempt, handle -> handle.createUpdate("""
                        update tasks set status = 'processing', input = coalesce(input, :input),
                            node = :node, started_at = coalesce(started_at, :now), updated_at = :now
                        where job_id = :id and :kind in (kind, id)""")
                .bind("id", jobId).bind("kind", kind).bind("input", input.toString())
                .bind("node", node).bind("now", clock.millis()).execute());
    }

    /**
     * Records the progress of a step.
     *
     * @param taskPercent of the step, 0 to 100
     * @param jobPercent  of the whole job, 0 to 100
     * @param speed       as in {@link Task#speed}
     */
    public boolean progress(
            String jobId, int attempt, String kind, int taskPercent, int jobPercent, Optional<Double> speed) {
        return writeWhenCurrent(jobId, attempt, OptionalInt.of(jobPercent), handle -> handle.createUpdate("""
                        update tasks set progress = :percent, speed = coalesce(:speed, speed), updated_at = :now
                        where job_id = :id and :kind in (kind, id)""")
                .bind("id", jobId).bind("kind", kind).bind("percent", taskPercent)
                .bind("speed", speed).bind("now", clock.millis()).execute());
    }

    /** Records the progress at the end of a step, which unlike {@link #progress} waits for the database. */
    public boolean reached(String jobId, int attempt, String kind, int percent, Optional<Double> speed) {
        return outages.outlast(() -> progress(jobId, attempt, kind, percent, percent, speed));
    }

    /** Records what the result of a step will lack of its input, at the step and at its job. */
    public boolean warn(String jobId, int attempt, String kind, List<Warning> warnings) {
        return warn(jobId, attempt, kind, warnings, warnings);
    }

    /** The same, where other steps of the job have warnings, too. */
    public boolean warn(String jobId, int attempt, String kind, List<Warning> own, List<Warning> all) {
        return whenCurrent(jobId, attempt, handle -> {
            handle.createUpdate("update jobs set warnings = :warnings where id = :id")
                    .bind("id", jobId).bind("warnings", Rows.text(all)).execute();
            handle.createUpdate("update tasks set warnings = :warnings, updated_at = :now where job_id = :id and :kind in (kind, id)")
                    .bind("id", jobId).bind("kind", kind).bind("warnings", Rows.text(own)).bind("now", clock.millis()).execute();
        });
    }

    /**
     * Records that a step succeeded.
     *
     * @param speed how fast it was, as in {@link Task#speed}
     */
    public boolean finishTask(String jobId, int attempt, String kind, int jobPercent, ObjectNode output, Optional<Double> speed) {
        return after(Optional.of(ended(kind, jobPercent, output, speed))).whenCurrent(jobId, attempt, handle -> { });
    }

    /** Records that one of several outputs failed, which these tasks make: those that were not begun are not done. */
    public boolean failTasks(String jobId, int attempt, List<String> tasks, Failure failure) {
        return whenCurrent(jobId, attempt, handle -> handle.createUpdate("""
                        update tasks set error_kind = case when status = 'processing' then :kind end,
                            error_message = case when status = 'processing' then :message end,
                            status = case when status = 'processing' then 'failed' else 'cancelled' end,
                            finished_at = :now, updated_at = :now
                        where job_id = :id and id in (<tasks>) and status in ('waiting', 'processing')""")
                .bindList("tasks", tasks).bind("id", jobId).bind("kind", failure.kind().wireName())
                .bind("message", failure.message()).bind("now", clock.millis()).execute());
    }

    /**
     * Records that the job succeeded.
     *
     * @param output     URL of the result, where there is one
     * @param taskOutput output of the task that is still at work, which is one that was requested on its own
     */
    public boolean succeed(String jobId, int attempt, Optional<String> output, Optional<ObjectNode> taskOutput) {
        return whenCurrent(jobId, attempt,
                handle -> transitions.succeed(handle, jobId, output, taskOutput, clock.millis()));
    }

    /** Records that the job failed, with the step that was at work; the steps after it are cancelled. */
    public boolean fail(String jobId, int attempt, Failure failure) {
        return whenCurrent(jobId, attempt, handle -> transitions.fail(handle, jobId, failure, clock.millis()));
    }

    /**
     * Records that the attempt failed for a temporary cause: the job is queued for another one, if there is to be one.
     *
     * @param failure why it failed, which the job shows while it waits
     * @param counts whether it counts as a failure; if not, the node was at fault, and the attempt is not shown
     * @param delays the delay after this number of failures, or of faults of nodes; none to give up
     * @return whether it is queued; it is not after the last attempt, or if this one is no longer current
     */
    public boolean putBack(String jobId, int attempt, Failure failure, boolean counts, IntFunction<Optional<Duration>> delays) {
        return outages.outlast(() -> database.write(handle -> handle.createQuery("""
                        update jobs set failures = failures + :failure, lacks = lacks + :lack
                        where id = :id and attempts = :attempt and status = 'processing' returning failures, lacks""")
                .bind("id", jobId).bind("attempt", attempt).bind("failure", counts ? 1 : 0).bind("lack", counts ? 0 : 1)
                .map((row, context) -> delays.apply(row.getInt(counts ? 1 : 2)))
                .findOne().flatMap(delay -> delay)
                .map(delay -> {
                    handle.createUpdate("update jobs set due_at = :due, error_kind = :kind,"
                                    + " error_message = :message, released = released + :lack, lacked_on = case when :lack = 1 then node end where id = :id")
                            .bind("id", jobId).bind("due", clock.millis() + delay.toMillis())
                            .bind("kind", failure.kind().wireName()).bind("message", failure.message())
                            .bind("lack", counts ? 0 : 1).execute();
                    JobTransitions.queueAgain(handle, jobId, clock.millis());
                    return true;
                }).orElse(false)));
    }

    /** Gives the job back for a cause that has nothing to do with the job; this attempt is not shown. */
    public boolean release(String jobId, int attempt) {
        return whenCurrent(jobId, attempt, handle -> {
            handle.createUpdate("update jobs set released = released + 1 where id = :id").bind("id", jobId).execute();
            JobTransitions.queueAgain(handle, jobId, clock.millis());
        });
    }

    /** Takes back a death that was counted although the worker was only paused. */
    public void lives(String jobId) {
        outages.outlast(() -> jdbi.inTransaction(handle -> handle.createUpdate(
                        "update jobs set deaths = deaths - 1 where id = :id and deaths > 0")
                .bind("id", jobId).execute()));
    }

    private boolean whenCurrent(String jobId, int attempt, Write write) {
        OptionalInt percent = before.map(step -> OptionalInt.of(step.jobPercent())).orElse(OptionalInt.empty());
        return outages.outlast(() -> writeWhenCurrent(jobId, attempt, percent, write));
    }

    private static void finish(Handle handle, String jobId, Ended step) {
        handle.createUpdate("""
                        update tasks set status = 'succeeded', progress = 100, speed = coalesce(:speed, speed), output = :output,
                            finished_at = :at, updated_at = :at where job_id = :id and :kind in (kind, id)""")
                .bind("id", jobId).bind("kind", step.kind()).bind("output", step.output().toString()).bind("speed", step.speed())
                .bind("at", step.at()).execute();
    }

    /** Writes to the job first, and its progress if there is one, which locks its row for the rest of the transaction. */
    private boolean writeWhenCurrent(String jobId, int attempt, OptionalInt percent, Write write) {
        return database.write(handle -> {
            boolean current = handle.createUpdate("""
                            update jobs set updated_at = :now, progress = coalesce(:percent, progress)
                            where id = :id and attempts = :attempt and status = 'processing'""")
                    .bind("id", jobId).bind("attempt", attempt).bind("now", clock.millis())
                    .bind("percent", percent.isPresent() ? percent.getAsInt() : null).execute() == 1;
            if (current) {
                before.ifPresent(step -> finish(handle, jobId, step));
                write.in(handle);
            }
            return current;
        });
    }

    private interface Write {
        void in(Handle handle);
    }
}
