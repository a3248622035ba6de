package io.dromedary.media.subtitle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of one cue: keeps italics, bold and underlining, and removes all other markup. */
final class SubtitleText {

    /**
     * A tag with a name or a time (WebVTT's karaoke), an override of SubStation Alpha, a named character. The
     * quantifiers are possessive, and none matches beyond the beginning of the next tag: otherwise thousands of
     * unclosed tags would each be searched to the end of the line, with backtracking.
     */
    private static final Pattern MARKUP = Pattern.compile(
            "<(?<closing>/?)(?<name>[A-Za-z]*+)[^<>\\n]*+>|\\{\\\\[^{}\\n]*+}|&(?<character>amp|lt|gt|nbsp|lrm|rlm|quot);");

    private static final Map<String, String> CHARACTERS = Map.of("amp", "&", "lt", "<", "gt", ">", "nbsp", "\u00A0",
            "lrm", "\u200E", "rlm", "\u200F", "quot", "\"");

    private final List<List<Cue.Span>> lines = new ArrayList<>();
    private List<Cue.Span> line = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean italic;
    private boolean bold;
    private boolean underlined;

    private SubtitleText() {}

    /**
     * Reads it.
     *
     * @param named whether characters may be written as named references, as in WebVTT
     * @return lines that hold something
     */
    static List<List<Cue.Span>> read(String source, boolean named) {
        var reader = new SubtitleText();
        Matcher markup = MARKUP.matcher(source);
        int from = 0;
        while (markup.find()) {
            reader.plain(source.substring(from, markup.start()));
            from = markup.end();
            if (markup.group("character") != null) {
                reader.plain(named ? CHARACTERS.get(markup.group("character")) : markup.group());
            } else if (markup.group("name") != null) {
                reader.tag(markup);
            }
        }
        reader.plain(source.substring(from));
        reader.endLine();
        return List.copyOf(reader.lines);
    }

    private void tag(Matcher markup) {
        String tag = markup.group();
        boolean nameless = markup.group("name").isEmpty();
        if (nameless && !tag.matches("</?>|<[0-9:.]+>")) {
            // "a < b > c" is not a tag.
            plain(tag);
            return;
        }
        endSpan();
        boolean on = markup.group("closing").isEmpty();
        switch (markup.group("name")) {
            case "i", "I" -> italic = on;
            case "b", "B" -> bold = on;
            case "u", "U" -> underlined = on;
            default -> { }
        }
    }

    private void plain(String part) {
        part.codePoints().forEach(character -> {
            if (character == '\n') {
                endLine();
            } else if (character == '\t') {
                text.append(' ');
            } else if (!Character.isISOControl(character) && character != '\u2028' && character != '\u2029') {
                text.appendCodePoint(character);
            }
        });
    }

    private void endSpan() {
        if (text.length() > 0) {
            line.add(new Cue.Span(text.toString(), italic, bold, underlined));
            text.setLength(0);
        }
    }

    private void endLine() {
        endSpan();
        if (line.stream().anyMatch(span -> !span.text().isBlank())) {
            lines.add(List.copyOf(line));
        }
        line = new ArrayList<>();
    }
}
