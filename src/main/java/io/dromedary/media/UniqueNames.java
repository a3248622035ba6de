package io.dromedary.media;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of tracks, among which a viewer chooses: of two that are the same, the second gets a number. */
public final class UniqueNames {

    private final Set<String> taken = new HashSet<>();

    /** The name, or if it is taken, the same with the first free number behind it. */
    public String take(String name) {
        String free = name;
        for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
            free = name + " " + number;
        }
        return free;
    }
}
