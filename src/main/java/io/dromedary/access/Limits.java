package io.dromedary.access;

import java.util.Optional;

/**
 * The limits of a key; an empty one is unlimited. Days are in UTC.
 *
 * @param requestsPerMinute requests of any kind that one node answers in a minute
 * @param maxQueuedJobs     jobs of this key that wait at a time
 * @param maxRunningJobs    jobs of this key that run at a time
 * @param bytesPerDay       bytes of the inputs of its jobs in a day
 * @param minutesPerDay     minutes of media in the inputs of its jobs in a day
 * @param maxPriority       the highest priority that its jobs may have
 */
public record Limits(Optional<Long> requestsPerMinute, Optional<Long> maxQueuedJobs, Optional<Long> maxRunningJobs,
        Optional<Long> bytesPerDay, Optional<Long> minutesPerDay,
        Optional<Long> maxPriority) {

    public static final Limits NONE = new Limits(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
