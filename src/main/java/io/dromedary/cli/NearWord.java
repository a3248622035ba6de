package io.dromedary.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that a mistyped one probably means. */
final class NearWord {
    /** The time of a comparison is proportional to the product of both lengths. */
    private static final int MAX_CHARS = 64;

    private NearWord() {
    }

    /** The most similar known word, if at most about a third of its letters differ. */
    static Optional<String> of(String typed, Collection<String> known) {
        String word = typed.substring(0, Math.min(typed.length(), MAX_CHARS));
        return known.stream().min(Comparator.comparingInt(candidate -> differences(word, candidate)))
                .filter(candidate -> differences(word, candidate) <= (candidate.length() + 2) / 3);
    }

    /** How many letters to add, remove, replace or exchange with the next one (optimal string alignment). */
    private static int differences(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int[][] cost, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean exchanged = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return exchanged ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
