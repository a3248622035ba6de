package io.dromedary.access;

import io.dromedary.problem.Problem;

/**
 * Who waits while this node asks somebody else for him: a store, a web server. Whoever is asked may accept and say nothing,
 * so there are bounds for a key, for a project and for all, and the threads of other requests are beyond the last.
 */
public final class OutgoingLimits {

    /** Whoever waits has his answer by then. */
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
     * How many may wait at a time.
     *
     * @param ofKey     of one key
     * @param ofProject of all keys of a project, so that more keys are no way to take all
     * @param ofNode    in all
     */
    public record Bounds(int ofKey, int ofProject, int ofNode) {
    }

    /**
     * This caller begins to wait; {@link #leave} must follow.
     *
     * @throws Problem {@code too_many_requests} where one of the bounds is reached
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

    /** This caller waits no more. */
    public synchronized void leave(Caller caller) {
        ofKeys.giveBack(caller.keyId());
        ofProjects.giveBack(caller.project());
        all--;
    }
}
