package io.dromedary.media.subtitle;

import io.dromedary.media.Language;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the language of subtitles, as far as their file declares it. */
public final class SubtitleLanguage {

    private static final String TAG = "([a-zA-Z]{2}(?:-[a-zA-Z]{2})?)";

    /** In the header of WebVTT: not in the standard, but written by YouTube and others. */
    private static final Pattern HEAD = Pattern.compile("Language:\\s*" + TAG + "\\s*");

    /** {@code film.de.srt}, as media servers want it. */
    private static final Pattern NAME = Pattern.compile("[^?#]*\\." + TAG + "\\.(?:srt|vtt)(?:[?#].*)?");

    private SubtitleLanguage() {}

    /**
     * The language, if it is known.
     *
     * @param url where the file was
     * @param text what is in it
     */
    public static Optional<Language> of(String url, String text) {
        Stream<String> head = text.lines().findFirst().filter(line -> line.contains("WEBVTT")).stream()
                .flatMap(first -> text.lines().takeWhile(line -> !line.isBlank()));
        return Stream.concat(head.map(HEAD::matcher), Stream.of(NAME.matcher(url))).filter(Matcher::matches)
                .flatMap(found -> Language.parse(found.group(1)).stream()).findFirst();
    }
}
