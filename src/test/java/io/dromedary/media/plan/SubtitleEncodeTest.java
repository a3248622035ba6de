package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.Attachment;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.Plan;
import io.dromedary.media.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of subtitles in real encodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class SubtitleEncodeTest {

    private MediaSamples samples;
    private Plans plans;
    private Path subtitles;

    @BeforeAll
    void prepare(@TempDir Path folder) throws IOException {
        samples = new MediaSamples(folder);
        plans = new Plans(folder);
        subtitles = Files.writeString(folder.resolve("film.srt"),
                "1\n00:00:00,400 --> 00:00:00,800\nWWWWWWWW <i>Привет</i>\n");
    }

    @Test
    void burntInTheyAreInThePictureWhileTheyLast() {
        Path output = run("{'width': 320%s}", "burn_in").main();

        assertThat(lit(output, 0.2)).isZero();
        assertThat(lit(output, 0.6)).isGreaterThan(100);
        assertThat(lit(output, 1.0)).isZero();
    }

    @Test
    void aClipHasThemWhereTheyWereInTheInput() {
        Path output = run("{'start': 0.5%s}", "burn_in").main();

        assertThat(lit(output, 0.1)).isGreaterThan(100);
        assertThat(lit(output, 0.5)).isZero();
    }

    @Test
    void theyAreDrawnUnderAWatermarkToo() {
        Path output = plans.run(Kind.VIDEO, samples.black(), """
                {'subtitle_url': 'https://example.com/film.srt',
                 'watermark': {'url': 'https://example.com/mark.png', 'position': 'top-left', 'margin': 0}}""",
                Map.of(Attachment.SUBTITLES, subtitles, Attachment.WATERMARK, samples.mark())).main();

        assertThat(lit(output, 0.6)).isGreaterThan(100);
        assertThat(Ffmpeg.pixel(output, 10, 10, 0.6).red()).isGreaterThan(200);
    }

    @ParameterizedTest
    @CsvSource({"mp4, mov_text", "mov, mov_text", "webm, webvtt"})
    void embeddedTheyAreATrack(String format, String codec) {
        Path output = run("{'format': '%s'%%s}".formatted(format), "embed").main();

        assertThat(Ffmpeg.values(output, "s", "stream=codec_name")).containsExactly(codec);
        assertThat(Ffmpeg.text("ffmpeg", "-v", "error", "-i", output.toString(), "-map", "0:s", "-f", "srt", "-"))
                .contains("00:00:00,400 --> 00:00:00,800\nWWWWWWWW <i>Привет</i>");
        assertThat(lit(output, 0.6)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"mp4, deu", "webm, deu"})
    void aTrackHasTheLanguageThatItsFileDeclares(String format, String language) {
        Path output = plans.run(Kind.VIDEO, samples.black(),
                "{'format': '%s', 'subtitle_url': 'https://example.com/film.de.srt', 'subtitle_style': 'embed'}".formatted(format),
                Map.of(Attachment.SUBTITLES, subtitles)).main();

        assertThat(Ffmpeg.values(output, "s", "stream_tags=language")).containsExactly(language);
    }

    @ParameterizedTest
    @CsvSource({"mp4", "webm"})
    void severalAreTracksWithTheirLanguagesAndNames(String format) {
        Path output = plans.run(Kind.VIDEO, samples.black(), """
                {'format': '%s', 'subtitles': [{'url': 'https://example.com/a.srt', 'language': 'en', 'label': 'English (SDH)'},
                 {'url': 'https://example.com/b.de.srt', 'default': true}, {'url': 'https://example.com/c.srt', 'language': 'pt-BR'}],
                 'watermark': {'url': 'https://example.com/mark.png'}}""".formatted(format),
                Map.of(Attachment.subtitles(0), subtitles, Attachment.subtitles(1), subtitles, Attachment.subtitles(2), subtitles,
                        Attachment.WATERMARK, samples.mark())).main();

        assertThat(Ffmpeg.values(output, "s", "stream_tags=language")).containsExactly("eng", "deu", "por");
        assertThat(Ffmpeg.values(output, "s", "stream_tags=" + (format.equals("mp4") ? "handler_name" : "title")))
                .containsExactly("English (SDH)", "German", "Portuguese (Brazil)");
        assertThat(Ffmpeg.values(output, "s", "stream_disposition=default")).containsExactly("0", "1", "0");
    }

    @Test
    void severalBesideItAreNamedByTheirLanguages() {
        Plan plan = plans.run(Kind.VIDEO, samples.black(), """
                {'subtitle_style': 'sidecar', 'subtitles': [{'url': 'https://example.com/a.srt', 'language': 'en'},
                 {'url': 'https://example.com/b.en.srt'}, {'url': 'https://example.com/c.srt'}]}""",
                Map.of(Attachment.subtitles(0), subtitles, Attachment.subtitles(1), subtitles, Attachment.subtitles(2), subtitles));

        assertThat(plan.more()).hasEntrySatisfying("subtitles", file -> assertThat(file).hasFileName("result.en.vtt"))
                .hasEntrySatisfying("subtitles_2", file -> assertThat(file).hasFileName("result.en-2.vtt"))
                .hasEntrySatisfying("subtitles_3", file -> assertThat(file).hasFileName("result.3.vtt"));
        assertThat(plan.texts().keySet()).containsAll(plan.more().values());
    }

    @Test
    void aTrackAndAWatermarkGoTogether() {
        Path output = plans.run(Kind.VIDEO, samples.landscape(), """
                {'subtitle_url': 'https://example.com/film.srt', 'subtitle_style': 'embed',
                 'watermark': {'url': 'https://example.com/mark.png'}}""",
                Map.of(Attachment.SUBTITLES, subtitles, Attachment.WATERMARK, samples.mark())).main();

        assertThat(Ffmpeg.text("ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of",
                "default=noprint_wrappers=1:nokey=1", output.toString()).lines().toList())
                .isEqualTo(List.of("h264", "aac", "mov_text"));
    }

    @Test
    void besideItTheyAreAFile() throws IOException {
        Plan plan = run("{'start': 0.5%s}", "sidecar");

        Path file = plan.more().get("subtitles");
        assertThat(file.getParent()).isEqualTo(plan.main().getParent());
        assertThat(file).hasFileName("result.vtt")
                .hasContent("WEBVTT\n\n00:00:00.000 --> 00:00:00.300\nWWWWWWWW <i>Привет</i>\n");
        assertThat(lit(plan.main(), 0.1)).isZero();
    }

    @Test
    void whereNoneAreInTheClipTheTrackIsEmpty() {
        Path output = run("{'end': 0.3%s}", "embed").main();

        assertThat(Ffmpeg.values(output, "s", "stream=codec_name")).containsExactly("mov_text");
    }

    private Plan run(String options, String style) {
        return plans.run(Kind.VIDEO, samples.black(), options.formatted(
                ", 'subtitle_url': 'https://example.com/film.srt', 'subtitle_style': '%s'".formatted(style)),
                Map.of(Attachment.SUBTITLES, subtitles));
    }

    /** How many pixels in the lower half are bright. */
    private static int lit(Path file, double at) {
        byte[] grey = Ffmpeg.run(List.of("-v", "error", "-ss", Double.toString(at), "-i", file.toString(), "-map", "0:v",
                "-vf", "crop=iw:ih/2:0:ih/2,format=gray", "-frames:v", "1", "-f", "rawvideo", "-"));
        int lit = 0;
        for (byte one : grey) {
            lit += (one & 255) > 150 ? 1 : 0;
        }
        return lit;
    }
}
