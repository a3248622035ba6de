package io.dromedary.media.subtitle;

import java.util.List;

/**
 * One subtitle.
 *
 * @param start seconds from the beginning
 * @param end seconds from the beginning, after {@code start}
 * @param lines its text, line by line, each in parts of one style
 */
public record Cue(double start, double end, List<List<Span>> lines) {

    public Cue {
        lines = List.copyOf(lines);
    }

    /**
     * A part of a line.
     *
     * @param text plain: no markup, no control characters
     * @param italic in italics
     * @param bold in bold
     * @param underlined with a line below
     */
    public record Span(String text, boolean italic, boolean bold, boolean underlined) {}
}
