package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a worker writes of a job. Every write holds only for the attempt that is current: a worker whose job was
 * cancelled, or given to another, changes nothing and learns it by the answer {@code false}.
 */
public final class AttemptStore {

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;
    private final String node;
    private final OutageRetry outages;
    private final JobTransitions transitions;

    /**
     * A store.
     *
     * @param node    the name of the node that works
     * @param outages waits for the database with all but reports of progress
     */
    public AttemptStore(Database database, Clock clock, String node, OutageRetry outages, JobTransitions transitions) {
        this.database = database;
        this.outages = outages;
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.node = node;
        this.transitions = transitions;
    }

    /** Is this still the attempt whose results count? */
    public boolean isCurrent(String jobId, int attempt) {
        return outages.outlast(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from jobs where id = :id and attempts = :attempt and status = 'processing'""")
                .bind("id", jobId).bind("attempt", attempt).mapTo(Integer.class).one() == 1));
    }

    /** Did its owner cancel it, and nobody begin it again since? It may wait to be. */
    public boolean isCancelled(String jobId, int attempt) {
        return outages.outlast(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from jobs
                        where id = :id and attempts = :attempt and status in ('cancelled', 'queued')""")
                .bind("id", jobId).bind("attempt", attempt).mapTo(Integer.class).one() == 1));
    }

    /** A step begins. What was said before of its input, or when it began, stays. */
    public boolean startTask(String jobId, int attempt, String kind, ObjectNode input) {
        return whenCurrent(jobId, attempt, handle -> handle.createUpdate("""
                        update tasks set status = 'processing', input = coalesce(input, :input),
                            node = :node, started_at = coalesce(started_at, :now), updated_at = :now
                        where job_id = :id and kind = :kind""")
                .bind("id", jobId).bind("kind", kind).bind("input", input.toString())
                .bind("node", node).bind("now", clock.millis()).execute());
    }

    /**
     * A step got on.
     *
     * @param taskPercent of the step, 0 to 100
     * @param jobPercent  of the whole job, 0 to 100
     * @param speed       as in {@link Task#speed}
     */
    public boolean progress(
            String jobId, int attempt, String kind, int taskPercent, int jobPercent, Optional<Double> speed) {
        return writeWhenCurrent(jobId, attempt, handle -> {
            handle.createUpdate("update jobs set progress = :percent where id = :id")
                    .bind("id", jobId).bind("percent", jobPercent).execute();
            handle.createUpdate("""
                    update tasks set progress = :percent, speed = coalesce(:speed, speed), updated_at = :now
                    where job_id = :id and kind = :kind""")
                    .bind("id", jobId).bind("kind", kind).bind("percent", taskPercent)
                    .bind("speed", speed).bind("now", clock.millis()).execute();
        });
    }

    /** As {@link #progress}, of a step that has ended: this is not missed. */
    public boolean reached(String jobId, int attempt, String kind, int percent) {
        return outages.outlast(() -> progress(jobId, attempt, kind, percent, percent, Optional.empty()));
    }

    /** A step ended well. */
    public boolean finishTask(String jobId, int attempt, String kind, int jobPercent, ObjectNode output) {
        return whenCurrent(jobId, attempt, handle -> {
            handle.createUpdate("update jobs set progress = :percent where id = :id")
                    .bind("id", jobId).bind("percent", jobPercent).execute();
            handle.createUpdate("""
                    update tasks set status = 'succeeded', progress = 100, output = :output, finished_at = :now,
                        updated_at = :now where job_id = :id and kind = :kind""")
                    .bind("id", jobId).bind("kind", kind).bind("output", output.toString())
                    .bind("now", clock.millis()).execute();
        });
    }

    /**
     * The job ended well.
     *
     * @param output     URL of the result, where there is one
     * @param taskOutput what a task has made that is still at work, as one is that was asked for on its own
     */
    public boolean succeed(String jobId, int attempt, Optional<String> output, Optional<ObjectNode> taskOutput) {
        return whenCurrent(jobId, attempt,
                handle -> transitions.succeed(handle, jobId, output, taskOutput, clock.millis()));
    }

    /** The job ended badly; the step that was at work failed, the ones after it never come. */
    public boolean fail(String jobId, int attempt, Failure failure) {
        return whenCurrent(jobId, attempt, handle -> transitions.fail(handle, jobId, failure, clock.millis()));
    }

    /**
     * The attempt failed for a cause that passes: the job waits for another one, if there is to be one.
     *
     * @param counts whether it is to be counted as a failure; else its node was in trouble, and it is not shown
     * @param delays how long it waits after as many failures, or as much trouble of nodes; none when that was enough
     * @return whether it waits; not when its attempts were enough, or this one does not count any more
     */
    public boolean putBack(String jobId, int attempt, boolean counts,
            IntFunction<Optional<Duration>> delays) {
        return outages.outlast(() -> database.write(handle -> handle.createQuery("""
                        update jobs set failures = failures + :failure, lacks = lacks + :lack
                        where id = :id and attempts = :attempt and status = 'processing' returning failures, lacks""")
                .bind("id", jobId).bind("attempt", attempt).bind("failure", counts ? 1 : 0).bind("lack", counts ? 0 : 1)
                .map((row, context) -> delays.apply(row.getInt(counts ? 1 : 2)))
                .findOne().flatMap(delay -> delay)
                .map(delay -> {
                    handle.createUpdate("update jobs set due_at = :due, released = released + :lack,"
                                    + " lacked_on = case when :lack = 1 then node end where id = :id")
                            .bind("id", jobId).bind("due", clock.millis() + delay.toMillis())
                            .bind("lack", counts ? 0 : 1).execute();
                    JobTransitions.queueAgain(handle, jobId, clock.millis());
                    return true;
                }).orElse(false)));
    }

    /** The worker gives the job back for a cause that is not the job's: this attempt is not shown. */
    public boolean release(String jobId, int attempt) {
        return whenCurrent(jobId, attempt, handle -> {
            handle.createUpdate("update jobs set released = released + 1 where id = :id").bind("id", jobId).execute();
            JobTransitions.queueAgain(handle, jobId, clock.millis());
        });
    }

    /** The worker of an attempt lives, though it was taken for dead and its job taken back: it had been paused. */
    public void lives(String jobId) {
        outages.outlast(() -> jdbi.inTransaction(handle -> handle.createUpdate(
                        "update jobs set deaths = deaths - 1 where id = :id and deaths > 0")
                .bind("id", jobId).execute()));
    }

    private boolean whenCurrent(String jobId, int attempt, Write write) {
        return outages.outlast(() -> writeWhenCurrent(jobId, attempt, write));
    }

    /** The first write claims the row, so that what follows in the transaction cannot be overtaken. */
    private boolean writeWhenCurrent(String jobId, int attempt, Write write) {
        return database.write(handle -> {
            boolean current = handle.createUpdate("""
                            update jobs set updated_at = :now
                            where id = :id and attempts = :attempt and status = 'processing'""")
                    .bind("id", jobId).bind("attempt", attempt).bind("now", clock.millis()).execute() == 1;
            if (current) {
                write.in(handle);
            }
            return current;
        });
    }

    private interface Write {
        void in(Handle handle);
    }
}
