package io.dromedary.net;

import java.util.Set;
import java.util.stream.Stream;

/** Checks keys of objects for use in the paths of requests. */
public final class ObjectKeys {

    private static final Set<String> UNREACHABLE = Set.of(".", "..");

    private ObjectKeys() {
    }

    /** Do all programs read a key, or a prefix of one, in the same way? Some resolve a '.' or '..' between slashes. */
    public static boolean isPlain(String key) {
        return Stream.of(key.split("/", -1)).noneMatch(UNREACHABLE::contains);
    }
}
