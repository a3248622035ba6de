package io.dromedary.access;

import java.util.Optional;

/**
 * How much the holder of a key may ask for; what is empty has no bound. Days are those of UTC.
 *
 * @param requestsPerMinute requests that one node answers in a minute, of whatever kind
 * @param maxQueuedJobs     jobs of this key that wait at a time
 * @param maxRunningJobs    jobs of this key that are at work at a time
 * @param bytesPerDay       bytes of the inputs of its jobs in a day
 * @param minutesPerDay     minutes of media in the inputs of its jobs in a day
 * @param maxPriority       the highest priority that its jobs may have
 */
public record Limits(Optional<Long> requestsPerMinute, Optional<Long> maxQueuedJobs, Optional<Long> maxRunningJobs,
        Optional<Long> bytesPerDay, Optional<Long> minutesPerDay,
        Optional<Long> maxPriority) {

    /** As much as one likes. */
    public static final Limits NONE = new Limits(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
