package io.dromedary.media.option;

import io.dromedary.media.MediaException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Optional;

/**
 * The subtitles that a caller asks for.
 *
 * @param url where they are
 * @param style how they are used
 * @param encoding how their text is encoded; where it is not given, that is detected
 */
public record SubtitleRequest(String url, SubtitleStyle style, Optional<Charset> encoding) {

    /**
     * Reads {@code subtitle_url}, {@code subtitle_style} and {@code subtitle_encoding}, where they are given.
     *
     * @param usual the style where none is given
     * @throws MediaException {@code invalid_input} for a style or an encoding without subtitles, or an encoding that is not
     *     known
     */
    static Optional<SubtitleRequest> of(OptionReader options, SubtitleStyle usual) {
        Optional<SubtitleStyle> style = options.word("subtitle_style", SubtitleStyle.values());
        Optional<Charset> encoding =
                options.has("subtitle_encoding") ? Optional.of(charset(options.text("subtitle_encoding"))) : Optional.empty();
        if (!options.has("subtitle_url")) {
            style.ifPresent(alone -> {
                throw OptionReader.invalid("subtitle_style",
                        "'subtitle_style' says what becomes of subtitles: give their 'subtitle_url' too.");
            });
            encoding.ifPresent(alone -> {
                throw OptionReader.invalid("subtitle_encoding",
                        "'subtitle_encoding' says how subtitles are encoded: give their 'subtitle_url' too.");
            });
            return Optional.empty();
        }
        return Optional.of(new SubtitleRequest(options.text("subtitle_url"), style.orElse(usual), encoding));
    }

    private static Charset charset(String name) {
        try {
            if (Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        } catch (IllegalCharsetNameException e) {
            throw unknown(name);
        }
        throw unknown(name);
    }

    private static MediaException unknown(String name) {
        return OptionReader.invalid("subtitle_encoding", ("'%s' is not the name of an encoding. Send one such as utf-8,"
                + " windows-1250, windows-1251, windows-1252, koi8-r, gbk, big5, shift_jis or euc-kr, or none: then it is"
                + " detected.").formatted(name));
    }
}
