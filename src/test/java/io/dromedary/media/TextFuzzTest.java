package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dromedary.media.ffmpeg.FilterEscaping;
import io.dromedary.media.subtitle.AdvancedSubStation;
import io.dromedary.media.subtitle.Cue;
import io.dromedary.media.subtitle.SubtitleReader;
import io.dromedary.media.subtitle.Subtitles;
import io.dromedary.media.subtitle.WebVtt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;

/**
 * No text that a caller sends comes to mean anything but itself where ffmpeg reads it. In bin/test these are the texts of
 * src/test/resources alone; bench/guided searches for others.
 */
class TextFuzzTest {

    /** The marks that the product itself writes before each part of a line. */
    private static final String OWN_MARKS = "\\{\\\\i[01]\\\\b[01]\\\\u[01]}";

    @FuzzTest
    void aTextInAFilterIsReadAsItself(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
        String escaped = FilterEscaping.escaped(text);
        String option = token(escaped, "[],;");
        // libavutil's av_get_token takes the space off both ends: no path of ours has any there.
        assertThat(token(option, ":")).isEqualTo(text);
    }

    /** As {@code av_get_token} of libavutil reads it: up to a terminator, with backslashes and apostrophes undone. */
    private static String token(String text, String terminators) {
        var token = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each == '\\' && at + 1 < text.length()) {
                token.append(text.charAt(++at));
            } else if (each == '\'') {
                while (++at < text.length() && text.charAt(at) != '\'') {
                    token.append(text.charAt(at));
                }
            } else if (terminators.indexOf(each) >= 0) {
                return token.toString();
            } else {
                token.append(each);
            }
        }
        return token.toString();
    }

    @FuzzTest
    void subtitlesCommandNothingWhereTheyAreDrawn(byte[] bytes) {
        Subtitles subtitles;
        try {
            subtitles = SubtitleReader.read(new String(bytes, StandardCharsets.UTF_8), Attachment.SUBTITLES);
        } catch (MediaException refused) {
            assertThat(refused.kind()).isEqualTo("input_unsupported");
            return;
        }
        String whole = AdvancedSubStation.write(subtitles, 640, 360);
        List<String> lines = List.of(whole.substring(whole.indexOf("[Events]")).split("\\R", -1));
        assertThat(lines).hasSize(2 + subtitles.cues().size() + 1);
        lines.subList(2, lines.size() - 1).forEach(line -> {
            assertThat(line).startsWith("Dialogue: 0,");
            String text = line.split(",", 10)[9].replaceAll(OWN_MARKS, "").replace("\\N", "").replace("\\{", "")
                    .replace("\\}", "").replace("\\\u2060", "");
            assertThat(text).doesNotContain("{", "}", "\\");
        });
    }

    @FuzzTest
    void subtitlesAreReadBackAsTheyWereWritten(byte[] bytes) {
        Subtitles subtitles;
        try {
            subtitles = SubtitleReader.read(new String(bytes, StandardCharsets.UTF_8), Attachment.SUBTITLES);
        } catch (MediaException refused) {
            return;
        }
        String written = WebVtt.write(subtitles);
        if (written.contains("{\\")) {
            // Players show it; we take it for a mark of SubStation Alpha, of which many files are full.
            return;
        }
        Subtitles again = SubtitleReader.read(written, Attachment.SUBTITLES);
        assertThat(again.cues()).hasSameSizeAs(subtitles.cues());
        for (int i = 0; i < again.cues().size(); i++) {
            assertThat(plain(again.cues().get(i))).isEqualTo(plain(subtitles.cues().get(i)));
        }
        assertThat(subtitles.of(1, OptionalDouble.of(2)).cues())
                .allSatisfy(cue -> assertThat(cue.end()).isGreaterThan(cue.start()).isLessThanOrEqualTo(2));
    }

    private static List<String> plain(Cue cue) {
        return cue.lines().stream().map(line -> String.join("", line.stream().map(Cue.Span::text).toList()).strip())
                .toList();
    }
}
