package io.dromedary.watch;

import java.util.Locale;

/** What happens to an object when its job has succeeded. */
public enum AfterSuccess {
    KEEP, MOVE, DELETE;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
