package io.dromedary.media;

import java.util.List;

/**
 * Which sounds of an input an adaptive result has.
 *
 * @param all whether it has every language of the input; otherwise the one that players choose
 * @param languages those that it has, in their order; none where the caller does not name any
 */
public record AudioTracks(boolean all, List<Language> languages) {

    /** The words of the contract and of the table. */
    public static final String ALL = "all";
    public static final String FIRST = "first";

    public AudioTracks {
        languages = List.copyOf(languages);
    }

    /** By one of the words. */
    public static AudioTracks of(String word) {
        return new AudioTracks(word.equals(ALL), List.of());
    }
}
