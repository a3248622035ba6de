package io.dromedary.job;

import java.util.List;
import java.util.Optional;

/**
 * A job as the database knows it.
 *
 * @param id      {@code job_…}
 * @param taskId  the task that was requested on its own, of which this is the work; such a job is not listed
 * @param order   what was asked for; its output target is the very object or directory
 * @param lane    the lane that it waits in
 * @param warnings those of its tasks
 * @param tasks   its steps in order; empty in lists
 * @param webhook the webhook that reports its end
 */
public record Job(
        String id,
        Optional<String> taskId,
        JobOrder order,
        Lane lane,
        State state,
        Times times,
        List<Warning> warnings,
        List<Task> tasks,
        Optional<Webhook> webhook) {

    /** The position of the first task of the first output: those of the probe and of the import are before it. */
    private static final int FIRST_OUTPUT = 2;

    /** Which jobs may have files on the CDN; of several outputs, those that succeeded stay. As SQL of the table jobs. */
    static final String HAS_FILES = "output_target is null and (status = 'succeeded' or outputs is not null)";

    /** May it have files on the CDN? */
    boolean hasFiles() {
        return order.outputTarget().isEmpty() && (status() == Status.SUCCEEDED || !order.outputs().isEmpty());
    }

    /** The status of a job. */
    public enum Status {
        QUEUED, PROCESSING, SUCCEEDED, FAILED, CANCELLED;

        /** Is it the last one? */
        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }
    }

    /**
     * The progress of a job.
     *
     * @param progress      percent
     * @param output        URL of the result, once there is one
     * @param lastError     why its last attempt failed, while it waits for the next one or has begun that
     * @param attempts      number of attempts; the last is the current one, and only that one can write or publish
     * @param released      the attempts among these that were given back by workers that were shut down
     * @param nextAttemptAt when the next attempt is due, if the job waits for that
     */
    public record State(
            Status status,
            int progress,
            Optional<String> output,
            Optional<Failure> error,
            Optional<Failure> lastError,
            int attempts,
            int released,
            Optional<Long> nextAttemptAt) {

        /** The state of a job without attempts. */
        public static State of(Status status, Optional<Failure> error) {
            return new State(status, 0, Optional.empty(), error, Optional.empty(), 0, 0, Optional.empty());
        }

        /** Its status alone: the URL of the result may hold a secret of its owner. */
        @Override
        public String toString() {
            return "State[" + status + "]";
        }

        /** The number of attempts as its owner sees it, without those that were given back. */
        public int shownAttempts() {
            return attempts - released;
        }
    }

    /** Its kind: {@code video}, … */
    public String kind() {
        return order.kind();
    }

    /** URL of the input, as its sender wrote it. Custom routes use this, {@link #status} and {@link #output}. */
    public String input() {
        return order.input();
    }

    public Status status() {
        return state.status();
    }

    /** URL of the result, once there is one. */
    public Optional<String> output() {
        return state.output();
    }

    /** The number of its current attempt, from 1. */
    public int attempts() {
        return state.attempts();
    }

    /** The id by which its sender knows it. */
    public String publicId() {
        return taskId.orElse(id);
    }

    /** The name of its current attempt. */
    public String attemptName() {
        return id + "-" + attempts();
    }

    /** Its name alone: the URLs in it may hold secrets of their owners. */
    @Override
    public String toString() {
        return "Job[" + id + ", " + status() + "]";
    }

    /** The same job with another order. */
    public Job withOrder(JobOrder other) {
        return new Job(id, taskId, other, lane, state, times, warnings, tasks, webhook);
    }

    /** The task that publishes the output of this number, from 0, of several. */
    public Task exportTask(int number) {
        return tasks.get(FIRST_OUTPUT + 2 * number + 1);
    }

    /** The task that makes the output of this number. */
    public Task encodeTask(int number) {
        return tasks.get(FIRST_OUTPUT + 2 * number);
    }

    /** The same job with these tasks. */
    public Job withTasks(List<Task> steps) {
        return new Job(id, taskId, order, lane, state, times, warnings, steps, webhook);
    }
}
