package io.dromedary.media;

import java.util.List;

/** What a job makes of its input. */
public enum Kind implements WireName {
    VIDEO("mp4"),
    AUDIO("mp3"),
    /** A picture becomes what its input is. */
    IMAGE("jpeg", "png", "webp", "avif"),
    ANIMATION("gif"),
    ADAPTIVE_VIDEO("hls");

    private final List<String> usualFormats;

    Kind(String... usualFormats) {
        this.usualFormats = List.of(usualFormats);
    }

    /** The formats that it may make when it is asked for none. */
    public List<String> usualFormats() {
        return usualFormats;
    }

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
