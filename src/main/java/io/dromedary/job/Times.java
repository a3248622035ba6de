package io.dromedary.job;

import java.util.Optional;

/** When a job or a task was stored, begun, ended and last changed, in Unix milliseconds. */
public record Times(long createdAt, Optional<Long> startedAt, Optional<Long> finishedAt, long updatedAt) {

    /** The times of something that has not begun. */
    public static Times stored(long now) {
        return new Times(now, Optional.empty(), Optional.empty(), now);
    }
}
