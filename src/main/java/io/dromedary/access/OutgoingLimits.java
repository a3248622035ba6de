package io.dromedary.access;

import io.dromedary.problem.Problem;

/**
 * Limits the callers that wait while this node asks another server for them: a store, a web server. Such a server may
 * never answer, so there are limits for each key, each project and the node; other requests have threads beyond the last.
 */
public final class OutgoingLimits {

    /** By then, the callers that wait have their answers. */
    private static final long RETRY_AFTER_SECONDS = 2;

    private final Bounds bounds;
    private final Shares ofKeys;
    private final Shares ofProjects;
    private int all;

    public OutgoingLimits(Bounds bounds) {
        this.bounds = bounds;
        this.ofKeys = new Shares(bounds.ofKey());
        this.ofProjects = new Shares(bounds.ofProject());
    }

    /**
     * How many callers may wait at a time.
     *
     * @param ofKey     of one key
     * @param ofProject of all keys of a project, so that a project with many keys cannot use up the node's limit
     * @param ofNode    in all
     */
    public record Bounds(int ofKey, int ofProject, int ofNode) {
    }

    /**
     * Counts a caller that starts to wait; {@link #leave} must follow.
     *
     * @throws Problem {@code too_many_requests} if one of the limits is reached
     */
    public synchronized void enter(Caller caller) {
        if (ofKeys.isFull(caller.keyId())) {
            throw Problem.later("This key waits for " + bounds.ofKey() + " answers of others already (checks of connections and"
                    + " dry runs), and may not for more at a time: ask again when they are there.", RETRY_AFTER_SECONDS);
        }
        if (ofProjects.isFull(caller.project())) {
            throw Problem.later("The keys of this project wait for " + bounds.ofProject() + " answers of others already (checks"
                    + " of connections and dry runs), and may not for more at a time: ask again when they are there.",
                    RETRY_AFTER_SECONDS);
        }
        if (all >= bounds.ofNode()) {
            throw Problem.later("As many checks of connections and dry runs are at work on this node as may be: ask again in"
                    + " some seconds.", RETRY_AFTER_SECONDS);
        }
        ofKeys.take(caller.keyId());
        ofProjects.take(caller.project());
        all++;
    }

    /** Counts a caller that no longer waits. */
    public synchronized void leave(Caller caller) {
        ofKeys.giveBack(caller.keyId());
        ofProjects.giveBack(caller.project());
        all--;
    }
}
