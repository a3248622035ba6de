package io.dromedary.media.subtitle;

import java.util.List;
import java.util.stream.Collectors;

/** Writes WebVTT (W3C WebVTT §4). */
public final class WebVtt {

    public static final String HEADER = "WEBVTT\n";

    private WebVtt() {}

    /** A whole file. */
    public static String write(Subtitles subtitles) {
        return subtitles.cues().stream().map(WebVtt::cue).collect(Collectors.joining("", HEADER, ""));
    }

    /** One cue, with the empty line before it. */
    public static String cue(Cue cue) {
        return cue(cue.start(), cue.end(), cue.lines().stream().map(WebVtt::line).collect(Collectors.joining("\n")));
    }

    /**
     * One cue, with the empty line before it.
     *
     * @param payload without empty lines and arrows
     */
    public static String cue(double start, double end, String payload) {
        return "\n%s --> %s\n%s\n".formatted(time(start), time(end), payload);
    }

    private static String line(List<Cue.Span> spans) {
        return spans.stream().map(WebVtt::span).collect(Collectors.joining());
    }

    private static String span(Cue.Span span) {
        String text = span.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        text = span.underlined() ? "<u>" + text + "</u>" : text;
        text = span.bold() ? "<b>" + text + "</b>" : text;
        return span.italic() ? "<i>" + text + "</i>" : text;
    }

    private static String time(double seconds) {
        long millis = Math.round(seconds * 1000);
        return "%02d:%02d:%02d.%03d".formatted(
                millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000);
    }
}
