package io.dromedary.media;

import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A language, as BCP 47 writes it: {@code en}, {@code pt-BR}, {@code zh-Hant}.
 *
 * @param tag in the usual letters, and with the shortest code of the language
 */
public record Language(String tag) {

    /** ISO 639-1. */
    private static final Set<String> SHORT = Set.of(Locale.getISOLanguages());

    /** No language: undetermined, uncoded, several, and without words (ISO 639-2). */
    private static final Set<String> NONE = Set.of("und", "mis", "mul", "zxx");

    /** ISO 639-1 by ISO 639-2, whose codes containers have; of twenty languages there are two. */
    private static final Map<String, String> SHORTEST = shortest();

    /**
     * Reads a tag.
     *
     * @return empty where it is none, or its language is not known
     */
    public static Optional<Language> parse(String text) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(text).build();
            String language = SHORTEST.getOrDefault(locale.getLanguage(), locale.getLanguage());
            boolean known = SHORT.contains(language) || language.length() == 3 && !NONE.contains(language);
            return known ? Optional.of(new Language(
                    new Locale.Builder().setLocale(locale).setLanguage(language).build().toLanguageTag())) : Optional.empty();
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }

    /** The code of three letters that MP4 and Matroska have (ISO 639-2/T). */
    public String iso3() {
        return locale().getISO3Language();
    }

    /** Its English name, such as {@code Portuguese (Brazil)}. */
    public String englishName() {
        return locale().getDisplayName(Locale.ENGLISH);
    }

    /** Whether a language is this one or a form of it, as {@code pt-BR} is of {@code pt} (RFC 4647 §3.3.1). */
    public boolean includes(Language other) {
        return other.tag.equalsIgnoreCase(tag) || other.tag.regionMatches(true, 0, tag + "-", 0, tag.length() + 1);
    }

    private Locale locale() {
        return Locale.forLanguageTag(tag);
    }

    private static Map<String, String> shortest() {
        var codes = new HashMap<String, String>(Map.of("alb", "sq", "arm", "hy", "baq", "eu", "bur", "my", "chi", "zh",
                "cze", "cs", "dut", "nl", "fre", "fr", "geo", "ka", "ger", "de"));
        codes.putAll(Map.of("gre", "el", "ice", "is", "mac", "mk", "mao", "mi", "may", "ms", "per", "fa", "rum", "ro",
                "slo", "sk", "tib", "bo", "wel", "cy"));
        SHORT.forEach(code -> codes.put(Locale.forLanguageTag(code).getISO3Language(), code));
        return Map.copyOf(codes);
    }
}
