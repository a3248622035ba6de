package io.dromedary.media.subtitle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Attachment;
import io.dromedary.media.MediaException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of subtitles and how it is written, by the WebVTT that comes of it. */
@Tag("encode")
class SubtitlesTest {

    @Test
    void subRipIsReadAsItIsFoundInTheWild() {
        assertVtt("\uFEFF1\r\n00:00:01,000 --> 00:00:02,500  X1:40 X2:600 Y1:20 Y2:50\r\nHello\r\nthere\r\n\r\n"
                        // No index, no empty line before the next one's index, hours of one digit, and out of order.
                        + "00:01:00,5 --> 00:01:02,050\r\nlater\r\n3\r\n0:00:03.000 --> 0:00:04.000\r\nthird\r\n",
                """

                00:00:01.000 --> 00:00:02.500
                Hello
                there

                00:00:03.000 --> 00:00:04.000
                third

                00:01:00.500 --> 00:01:02.050
                later
                """);
    }

    @Test
    void onlyAnEmptyLineEndsACueOfWebVtt() {
        assertVtt("WEBVTT\n\n00:01.000 --> 00:02.000\nfirst\n \nsecond\n\n00:03.000 --> 00:04.000\nthird\n", """

                00:00:01.000 --> 00:00:02.000
                first
                second

                00:00:03.000 --> 00:00:04.000
                third
                """);
    }

    @Test
    void whatBeginsBeforeTheFilmIsCutAtItsBeginning() {
        assertVtt("1\n-00:00:01,000 --> 00:00:02,000\nfirst\n\n2\n-00:00:05,000 --> -00:00:04,000\ngone\n", """

                00:00:00.000 --> 00:00:02.000
                first
                """);
    }

    @Test
    void webVttIsReadWithoutItsBlocksAndSettings() {
        assertVtt("""
                WEBVTT - a title

                STYLE
                ::cue { background: url(http://127.0.0.1/) }

                REGION
                id:fred

                NOTE
                not shown

                intro
                00:01.000 --> 00:02.000 line:0 position:20% align:start
                <v Bob>Tom &amp; <00:01.500>Jerry</v> <c.yellow>&lt;3</c>
                """, """

                00:00:01.000 --> 00:00:02.000
                Tom &amp; Jerry &lt;3
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<i>a</i> <B>b</B> <u>c</u>      | <i>a</i> <b>b</b> <u>c</u>",
        "<i>over | <i>over</i>",
        "<font color=\"red\">a</font>    | a",
        "{\\an8\\pos(1,2)}a{\\b1}        | a",
        "a < b and b > c                 | a &lt; b and b &gt; c",
        "<script src=x>a</script>        | a",
        "<<i>script>                     | &lt;<i>script&gt;</i>",
        "x --> y                         | x --&gt; y",
        "AT&amp;T                        | AT&amp;amp;T"
    })
    void onlyHarmlessMarkupIsKept(String text, String expected) {
        assertVtt("00:00:01,000 --> 00:00:02,000\n" + text + "\n",
                "\n00:00:01.000 --> 00:00:02.000\n" + expected + "\n");
    }

    @Test
    void noTextIsACommandToWhatDrawsIt() {
        String drawn = AdvancedSubStation.write(SubtitleReader.read(
                "00:00:01,000 --> 00:00:02,000\n<i>{a}</i> C:\\N\\files\n{\\fnWingdings}b\u0007\n", Attachment.SUBTITLES), 1920, 1080);

        assertThat(drawn).endsWith("Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,"
                + "{\\i1\\b0\\u0}\\{a\\}{\\i0\\b0\\u0} C:\\\u2060N\\\u2060files\\N{\\i0\\b0\\u0}b\n");
        assertThat(drawn).contains("PlayResX: 1920\nPlayResY: 1080\n").contains("Style: Default,sans-serif,59,");
    }

    @Test
    void cuesAreCountedFromTheClipsStartAndCutAtItsEnd() {
        Subtitles read = SubtitleReader.read("""
                00:00:01,000 --> 00:00:03,000
                before and in

                00:00:05,000 --> 00:00:09,000
                in and after

                00:00:00,000 --> 00:00:02,000
                before

                00:00:06,000 --> 00:00:07,000
                after
                """, Attachment.SUBTITLES);

        assertThat(WebVtt.write(read.of(2, OptionalDouble.of(4)))).isEqualTo("""
                WEBVTT

                00:00:00.000 --> 00:00:01.000
                before and in

                00:00:03.000 --> 00:00:04.000
                in and after
                """);
        assertThat(read.of(2, OptionalDouble.empty()).cues()).hasSize(3);
    }

    @Test
    void cuesThatShowNothingAreLeftOut() {
        assertVtt("WEBVTT\n\n00:02.000 --> 00:01.000\nbackwards\n\n00:03.000 --> 00:04.000\n<i> </i>\n", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "#EXTM3U\n#EXTINF:2,\na.ts\n", "00:00:01 --> 00:00:02\nhello\n"})
    void whatIsNoneIsRefused(String text) {
        assertRefused(text, "The file at 'subtitle_url' is neither SubRip nor WebVTT. Send subtitles as SubRip (.srt) or"
                + " WebVTT (.vtt).");
    }

    @Test
    void whatIsTooMuchIsRefused() {
        String cue = "00:00:01,000 --> 00:00:02,000\n%s\n\n";

        assertRefused(cue.formatted("a").repeat(20_001), "The file at 'subtitle_url' has more than 20000 cues."
                + " Send subtitles as SubRip (.srt) or WebVTT (.vtt).");
        assertRefused(cue.formatted("a".repeat(2_001)), "The file at 'subtitle_url' has a cue of more than 2000"
                + " characters. Send subtitles as SubRip (.srt) or WebVTT (.vtt).");
    }

    /** Of cues of the greatest length that make whoever looks for markup begin again and again. */
    @ParameterizedTest
    @ValueSource(strings = {"<", "a", "<a", "{\\", "&", "<i><", "0:0", "-->"})
    void whatLooksLikeMarkupCostsNoMuchMoreTimeThanText(String once) {
        long plain = Math.min(nanosToRead("word ".repeat(398)), nanosToRead("word ".repeat(398)));
        long hostile = nanosToRead("<" + once.repeat(1990 / once.length()));
        assertThat(Duration.ofNanos(hostile)).isLessThan(Duration.ofNanos(10 * plain).plusSeconds(1));
    }

    private static long nanosToRead(String line) {
        String cue = "\n00:00:01.000 --> 00:00:02.000\n" + line + "\n";
        String text = cue.repeat((1 << 20) / cue.length());
        // The time that this thread computes, whatever else the machine does.
        var threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        SubtitleReader.read(text, Attachment.SUBTITLES);
        return threads.getCurrentThreadCpuTime() - begun;
    }

    private static void assertVtt(String source, String cues) {
        assertThat(WebVtt.write(SubtitleReader.read(source, Attachment.SUBTITLES))).isEqualTo("WEBVTT\n" + cues);
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> SubtitleReader.read(text, Attachment.SUBTITLES)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.kind()).isEqualTo("input_unsupported");
            assertThat(e.field()).contains("options.subtitle_url");
            assertThat(e).hasMessage(message);
        });
    }
}
