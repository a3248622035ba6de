package io.dromedary.media.option;

import io.dromedary.media.MediaException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Optional;

/**
 * The subtitles that a caller asks for.
 *
 * @param files where they are, at least one
 * @param style how they are used
 * @param encoding how their text is encoded; where it is not given, that is detected
 */
public record SubtitleRequest(List<SubtitleFile> files, SubtitleStyle style, Optional<Charset> encoding) {

    private static final String LIST = "subtitles";

    public SubtitleRequest {
        files = List.copyOf(files);
    }

    /**
     * Reads {@code subtitle_url} or {@code subtitles}, {@code subtitle_style} and {@code subtitle_encoding}, where they
     * are given.
     *
     * @param usual the style of {@code subtitle_url} where none is given
     * @param usualOfList the style of {@code subtitles} where none is given
     * @throws MediaException {@code invalid_input} for a style or an encoding without subtitles, an encoding or language
     *     that is not known, or what the style cannot do
     */
    static Optional<SubtitleRequest> of(OptionReader options, SubtitleStyle usual, SubtitleStyle usualOfList) {
        Optional<SubtitleStyle> style = options.word("subtitle_style", SubtitleStyle.values());
        Optional<Charset> encoding =
                options.has("subtitle_encoding") ? Optional.of(charset(options.text("subtitle_encoding"))) : Optional.empty();
        boolean listed = options.has(LIST);
        if (listed && options.has("subtitle_url")) {
            throw OptionReader.invalid(LIST, "'subtitle_url' is the same as 'subtitles' with one file. Send only one of them.");
        }
        if (!listed && !options.has("subtitle_url")) {
            style.ifPresent(alone -> {
                throw OptionReader.invalid("subtitle_style", "'subtitle_style' says what becomes of subtitles: give their"
                        + " 'subtitle_url' too, or 'subtitles'.");
            });
            encoding.ifPresent(alone -> {
                throw OptionReader.invalid("subtitle_encoding", "'subtitle_encoding' says how subtitles are encoded: give their"
                        + " 'subtitle_url' too, or 'subtitles'.");
            });
            return Optional.empty();
        }
        List<SubtitleFile> files = listed ? SubtitleFile.listed(options.items(LIST))
                : List.of(SubtitleFile.only(options.text("subtitle_url")));
        return Optional.of(new SubtitleRequest(files, style.orElse(listed ? usualOfList : usual), encoding).checked());
    }

    private SubtitleRequest checked() {
        if (style != SubtitleStyle.BURN_IN) {
            return this;
        }
        if (files.size() != 1) {
            throw OptionReader.invalid("subtitle_style", "\"burn_in\" draws one file of subtitles into the picture, and"
                    + " 'subtitles' has %d. Send one, or another 'subtitle_style'.".formatted(files.size()));
        }
        if (files.get(0).isDescribed() || files.get(0).language().isPresent()) {
            throw OptionReader.invalid("subtitle_style", "'label', 'language' and 'default' are about tracks, and \"burn_in\" draws"
                    + " subtitles into the picture. Leave them out, or send another 'subtitle_style'.");
        }
        return this;
    }

    /**
     * Refuses what files beside a video cannot have.
     *
     * @throws MediaException {@code invalid_input}
     */
    void checkFilesOfVideo() {
        if (style == SubtitleStyle.SIDECAR && files.stream().anyMatch(SubtitleFile::isDescribed)) {
            throw OptionReader.invalid("subtitle_style", "'label' and 'default' are about tracks, and \"sidecar\" makes files beside"
                    + " the video. Leave them out, or send \"subtitle_style\": \"embed\".");
        }
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
