package io.dromedary.media.subtitle;

import io.dromedary.media.ffmpeg.Arguments;
import java.util.List;
import java.util.stream.Collectors;

/** Writes subtitles as Advanced SubStation Alpha, which libass draws into the picture. */
public final class AdvancedSubStation {

    /** The font size as a part of the picture's height: about 22 lines would fill it. */
    private static final double SIZE = 0.055;

    /** The margin as a part of the picture's height and width. */
    private static final double MARGIN = 0.05;

    private static final int SMALLEST = 8;

    private static final String HEAD = """
            [Script Info]
            ScriptType: v4.00+
            PlayResX: %1$d
            PlayResY: %2$d
            WrapStyle: 0
            ScaledBorderAndShadow: yes

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
            Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
            MarginR, MarginV, Encoding
            Style: Default,sans-serif,%3$d,&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,%4$s,0,2,\
            %5$d,%5$d,%6$d,-1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
            """;

    private AdvancedSubStation() {}

    /** A whole file for pictures of this size: white with a black outline, at the bottom centre. */
    public static String write(Subtitles subtitles, int width, int height) {
        // A portrait picture has lines as long as a landscape one of 4:3 would have.
        double base = Math.min(height, width * 0.75);
        int size = Math.max(SMALLEST, (int) Math.round(base * SIZE));
        return subtitles.cues().stream()
                .map(cue -> "Dialogue: 0,%s,%s,Default,,0,0,0,,%s\n".formatted(time(cue.start()), time(cue.end()),
                        cue.lines().stream().map(AdvancedSubStation::line).collect(Collectors.joining("\\N"))))
                .collect(Collectors.joining("", HEAD.formatted(width, height, size, Arguments.number(size / 14.0),
                        Math.round(width * MARGIN), Math.round(height * MARGIN)), ""));
    }

    private static String line(List<Cue.Span> spans) {
        return spans.stream().map(AdvancedSubStation::span).collect(Collectors.joining());
    }

    private static String span(Cue.Span span) {
        return "{\\i%d\\b%d\\u%d}%s".formatted(flag(span.italic()), flag(span.bold()), flag(span.underlined()),
                plain(span.text()));
    }

    private static int flag(boolean on) {
        return on ? 1 : 0;
    }

    /**
     * Escapes braces, which would begin an override, and backslashes, which would begin a command unless an invisible
     * character follows.
     */
    private static String plain(String text) {
        return text.replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}");
    }

    private static String time(double seconds) {
        long hundredths = Math.round(seconds * 100);
        return "%d:%02d:%02d.%02d".formatted(hundredths / 360_000, hundredths / 6000 % 60, hundredths / 100 % 60,
                hundredths % 100);
    }
}
