package io.dromedary.job;

import java.util.Locale;

/** The queues that jobs wait in. Each has its own workers, so that light work never waits for heavy work. */
public enum Lane {
    LIGHT, HEAVY;

    /** Its name in the database and in routes. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
