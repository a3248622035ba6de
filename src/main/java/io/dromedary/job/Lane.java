package io.dromedary.job;

/** The queues that jobs wait in. Each has its own workers, so that light work never waits behind heavy. */
public enum Lane {
    LIGHT, HEAVY;

    /** The name of its queue at the broker. */
    public String queue() {
        return "jobs." + Rows.name(this);
    }
}
