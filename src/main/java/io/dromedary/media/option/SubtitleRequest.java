package io.dromedary.media.option;

import io.dromedary.media.MediaException;
import java.util.Optional;

/**
 * The subtitles that a caller asks for.
 *
 * @param url where they are
 * @param style how they are used
 */
public record SubtitleRequest(String url, SubtitleStyle style) {

    /**
     * Reads {@code subtitle_url} and {@code subtitle_style}, where they are given.
     *
     * @param usual the style where none is given
     * @throws MediaException {@code invalid_input} for a style without subtitles
     */
    static Optional<SubtitleRequest> of(OptionReader options, SubtitleStyle usual) {
        Optional<SubtitleStyle> style = options.word("subtitle_style", SubtitleStyle.values());
        if (!options.has("subtitle_url")) {
            style.ifPresent(alone -> {
                throw OptionReader.invalid("subtitle_style",
                        "'subtitle_style' says what becomes of subtitles: give their 'subtitle_url' too.");
            });
            return Optional.empty();
        }
        return Optional.of(new SubtitleRequest(options.text("subtitle_url"), style.orElse(usual)));
    }
}
