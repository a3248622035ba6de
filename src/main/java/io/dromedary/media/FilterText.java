package io.dromedary.media;

/** Writes a text as the value of a filter's option, so that it can be nothing but that text. */
final class FilterText {

    private FilterText() {}

    /**
     * Escapes for both readers of it: the filter, which splits its options at colons, and the graph, which splits
     * filters at commas and semicolons (ffmpeg-utils, "Quoting and escaping"; ffmpeg-filters, "Notes on filtergraph
     * escaping").
     */
    static String escaped(String text) {
        return before(before(text, "\\':"), "\\'[],;");
    }

    private static String before(String text, String special) {
        var escaped = new StringBuilder();
        text.chars().forEach(character -> {
            if (special.indexOf(character) >= 0) {
                escaped.append('\\');
            }
            escaped.append((char) character);
        });
        return escaped.toString();
    }
}
