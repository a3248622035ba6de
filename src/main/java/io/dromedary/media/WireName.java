package io.dromedary.media;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An enum whose constants are words of the HTTP contract or of the configuration. */
public interface WireName {

    String name();

    /** The name as callers write it, such as {@code very_low}. */
    default String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static <E extends WireName> Optional<E> find(E[] all, String word) {
        return Arrays.stream(all).filter(one -> one.wireName().equals(word)).findFirst();
    }

    /** The names of these constants, in order, for a message. */
    static <E extends WireName> List<String> words(E[] all) {
        return Arrays.stream(all).map(WireName::wireName).toList();
    }
}
