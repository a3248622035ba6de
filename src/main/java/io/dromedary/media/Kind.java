package io.dromedary.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** What a job makes of its input. */
public enum Kind implements WireName {
    VIDEO(VideoOptions::of),
    AUDIO(AudioOptions::of),
    IMAGE(ImageOptions::of),
    ANIMATION(AnimationOptions::of),
    ADAPTIVE_VIDEO(AdaptiveOptions::of);

    private final Function<JsonNode, KindOptions> reader;

    Kind(Function<JsonNode, KindOptions> reader) {
        this.reader = reader;
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

    /**
     * Reads the {@code options} object of a job of this kind. Types and ranges are those of the contract's schema; what
     * is checked here are the rules between fields.
     *
     * @throws MediaException {@code invalid_input}, naming the field
     */
    public KindOptions options(JsonNode options) {
        return reader.apply(options);
    }
}
