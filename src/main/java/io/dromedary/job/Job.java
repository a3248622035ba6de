package io.dromedary.job;

import java.util.List;
import java.util.Optional;

/**
 * A job as the database knows it.
 *
 * @param id      {@code job_…}
 * @param taskId  the task that was requested on its own, of which this is the work; such a job shows nowhere
 * @param order   what was asked for; its output target is the very object or directory
 * @param lane    the queue that it waits in
 * @param tasks   its steps in order; empty in lists
 * @param webhook how its owner is told of its end
 */
public record Job(
        String id,
        Optional<String> taskId,
        JobOrder order,
        Lane lane,
        State state,
        Times times,
        List<Task> tasks,
        Optional<Webhook> webhook) {

    /** Where a job stands. */
    public enum Status {
        QUEUED, PROCESSING, SUCCEEDED, FAILED, CANCELLED;

        /** No state follows. */
        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }
    }

    /**
     * How far a job is.
     *
     * @param progress      percent
     * @param output        URL of the result, once there is one
     * @param attempts      how often work on it was begun; the latest is the current one, which alone can write or publish
     * @param released      those of its attempts that were given back by workers that were told to end
     * @param nextAttemptAt when it is to be tried again, of a job that waits for that
     */
    public record State(
            Status status,
            int progress,
            Optional<String> output,
            Optional<Failure> error,
            int attempts,
            int released,
            Optional<Long> nextAttemptAt) {

        /** The state of a job that nobody has begun. */
        public static State of(Status status, Optional<Failure> error) {
            return new State(status, 0, Optional.empty(), error, 0, 0, Optional.empty());
        }

        /** Its status alone: the URL of the result may hold a secret of its owner. */
        @Override
        public String toString() {
            return "State[" + status + "]";
        }

        /** How often work on it was begun, as its sender sees it: what a worker gave back does not count. */
        public int shownAttempts() {
            return attempts - released;
        }
    }

    /** Its kind: {@code video}, … */
    public String kind() {
        return order.kind();
    }

    /** URL of what to process, as its sender wrote it; routes of owners name it, as they do the next two. */
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

    /** Names its current attempt. */
    public String attemptName() {
        return id + "-" + attempts();
    }

    /** Its name alone: the URLs in it may hold secrets of their owners. */
    @Override
    public String toString() {
        return "Job[" + id + ", " + status() + "]";
    }

    /** The same job with these tasks. */
    public Job withTasks(List<Task> steps) {
        return new Job(id, taskId, order, lane, state, times, steps, webhook);
    }
}
