package io.dromedary.media;

/** What a job makes of its input. */
public enum Kind implements WireName {
    VIDEO,
    AUDIO,
    IMAGE,
    ANIMATION,
    ADAPTIVE_VIDEO;

    /**
     * The kind of this name.
     *
     * @throws IllegalArgumentException when there is none; the contract's schema has checked it before
     */
    public static Kind of(String word) {
        return WireName.find(values(), word)
                .orElseThrow(() -> new IllegalArgumentException("There is no kind '" + word + "'"));
    }
}
