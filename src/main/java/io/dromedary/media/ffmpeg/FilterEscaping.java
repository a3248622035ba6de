package io.dromedary.media.ffmpeg;

/** Puts a text, such as a path, into the description of a filter so that it means nothing but itself. */
public final class FilterEscaping {

    private FilterEscaping() {}

    /**
     * Escapes for both readers of it: the one of a filter's options, then that of the graph (FFmpeg's manual, "Notes on
     * filtergraph escaping").
     */
    public static String escaped(String text) {
        String asOption = text.replaceAll("([\\\\':])", "\\\\$1");
        return asOption.replaceAll("([\\\\'\\[\\],;])", "\\\\$1");
    }
}
