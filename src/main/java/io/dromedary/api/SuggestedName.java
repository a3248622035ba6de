package io.dromedary.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the word that was meant. */
final class SuggestedName {

    /** Comparing takes time by the product of both lengths; no name is nearly as long. */
    private static final int MAX_CHARS = 64;

    private SuggestedName() {
    }

    /** The known word that is closest, when it is close enough to be meant: about a third of its letters may be wrong. */
    static Optional<String> nearest(String word, Collection<String> known) {
        var distance = LevenshteinDistance.getDefaultInstance();
        String typed = word.substring(0, Math.min(word.length(), MAX_CHARS));
        return known.stream().min(Comparator.comparingInt(candidate -> distance.apply(typed, candidate)))
                .filter(candidate -> distance.apply(typed, candidate) <= (candidate.length() + 2) / 3);
    }
}
