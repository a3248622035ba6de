package io.dromedary.net;

import java.util.Set;
import java.util.stream.Stream;

/** Keys of objects, as they stand in the paths of requests. */
public final class ObjectKeys {

    private static final Set<String> UNREACHABLE = Set.of(".", "..");

    private ObjectKeys() {
    }

    /**
     * Does a key, or the beginning of one, mean the same to whoever reads it? Some take a '.' or '..' between slashes for
     * another place.
     */
    public static boolean isPlain(String key) {
        return Stream.of(key.split("/", -1)).noneMatch(UNREACHABLE::contains);
    }
}
