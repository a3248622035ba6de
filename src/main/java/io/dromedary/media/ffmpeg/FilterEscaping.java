package io.dromedary.media.ffmpeg;

/** Escapes a text, such as a path, for the description of a filter. */
public final class FilterEscaping {

    private FilterEscaping() {}

    /**
     * Escapes it twice: for the parser of a filter's options, then for that of the graph (FFmpeg's manual, "Notes on
     * filtergraph escaping").
     */
    public static String escaped(String text) {
        String asOption = text.replaceAll("([\\\\':])", "\\\\$1");
        return asOption.replaceAll("([\\\\'\\[\\],;])", "\\\\$1");
    }
}
