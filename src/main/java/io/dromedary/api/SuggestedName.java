package io.dromedary.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Suggests the name that a mistyped one probably means. */
public final class SuggestedName {

    /** The time of a comparison is proportional to the product of both lengths; no known name is nearly as long. */
    private static final int MAX_CHARS = 64;

    private SuggestedName() {
    }

    /** What follows the message about an unknown name: the one that was probably meant, or all known ones. */
    static String hint(String word, Collection<String> known) {
        return nearest(word, known).map(near -> "did you mean '" + near + "'?")
                .orElse("known are " + String.join(", ", known) + ".");
    }

    /** The most similar known name, if at most about a third of its letters differ. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        var distance = LevenshteinDistance.getDefaultInstance();
        String typed = word.substring(0, Math.min(word.length(), MAX_CHARS));
        return known.stream().min(Comparator.comparingInt(candidate -> distance.apply(typed, candidate)))
                .filter(candidate -> distance.apply(typed, candidate) <= (candidate.length() + 2) / 3);
    }
}
