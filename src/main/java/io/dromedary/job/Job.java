package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A job as the database knows it.
 *
 * @param id                 {@code job_…}
 * @param owner              whose it is
 * @param kind               {@code video}, …
 * @param preset             name of the preset that it was sent with
 * @param input              URL of what to process, as its sender wrote it
 * @param connectionId       connection that reads an {@code s3://} input
 * @param outputTarget       {@code s3://} URL that was asked for; none means the CDN folder
 * @param outputConnectionId connection that writes to {@code outputTarget}
 * @param options            those of the preset, with those that were sent in their place
 * @param metadata           as sent
 * @param priority           0 to 9, higher first
 * @param lane               the queue that it waits in
 * @param progress           percent
 * @param output             URL of the result, once there is one
 * @param attempts           how often work on it was begun; the latest is the current one, which alone can write or publish
 * @param released           those of its attempts that were given back by workers that were told to end
 * @param taskId             the task that was asked for on its own, of which this is the work; such a job shows nowhere
 * @param tasks              its steps in order; empty in lists
 * @param webhook            how its owner is told of its end
 * @param nextAttemptAt      when it is to be tried again, of a job that waits for that
 * @param createdAt          Unix milliseconds, as all times
 */
public record Job(
        String id,
        Owner owner,
        String kind,
        Optional<String> preset,
        String input,
        Optional<String> connectionId,
        Optional<String> outputTarget,
        Optional<String> outputConnectionId,
        ObjectNode options,
        Optional<ObjectNode> metadata,
        int priority,
        Lane lane,
        Status status,
        int progress,
        Optional<String> output,
        Optional<Failure> error,
        int attempts,
        int released,
        Optional<String> taskId,
        List<Task> tasks,
        Optional<Webhook> webhook,
        Optional<Long> nextAttemptAt,
        long createdAt,
        Optional<Long> startedAt,
        Optional<Long> finishedAt,
        long updatedAt) {

    /** Where a job stands. */
    public enum Status {
        QUEUED, PROCESSING, SUCCEEDED, FAILED, CANCELLED;

        /** No state follows. */
        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }
    }

    /** The id by which its sender knows it. */
    public String publicId() {
        return taskId.orElse(id);
    }

    /** How often work on it was begun, as its sender sees it: what a worker gave back does not count. */
    public int shownAttempts() {
        return attempts - released;
    }

    /** Names its current attempt. */
    public String attemptName() {
        return id + "-" + attempts;
    }

    /** Its name alone: the URLs in it may hold secrets of their owners. */
    @Override
    public String toString() {
        return "Job[" + id + ", " + status + "]";
    }

    /** The same job with these tasks. */
    public Job withTasks(List<Task> steps) {
        return new Job(id, owner, kind, preset, input, connectionId, outputTarget, outputConnectionId, options, metadata,
                priority, lane, status, progress, output, error, attempts, released, taskId, steps, webhook,
                nextAttemptAt, createdAt,
                startedAt, finishedAt, updatedAt);
    }
}
