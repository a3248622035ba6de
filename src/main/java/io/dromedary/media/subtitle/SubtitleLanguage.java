package io.dromedary.media.subtitle;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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

    /** ISO 639-1. */
    private static final Set<String> KNOWN = Set.of(Locale.getISOLanguages());

    private SubtitleLanguage() {}

    /**
     * The language as BCP 47 writes it.
     *
     * @param url where the file was
     * @param text what is in it
     */
    public static Optional<String> of(String url, String text) {
        Stream<String> head = text.lines().findFirst().filter(line -> line.contains("WEBVTT")).stream()
                .flatMap(first -> text.lines().takeWhile(line -> !line.isBlank()));
        return Stream.concat(head.map(HEAD::matcher), Stream.of(NAME.matcher(url))).filter(Matcher::matches)
                .map(found -> Locale.forLanguageTag(found.group(1)))
                .filter(locale -> KNOWN.contains(locale.getLanguage())).map(Locale::toLanguageTag).findFirst();
    }
}
