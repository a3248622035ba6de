package io.dromedary.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Attachment;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.Pixels;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Plans;
import io.dromedary.media.option.Rgb;
import io.dromedary.media.option.Thumbnails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sheets of thumbnails, by their pixels and by the WebVTT that tells of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class ThumbnailsTest {

    private static final Pattern CUE = Pattern.compile(
            "([\\d:.]+) --> ([\\d:.]+)\\n(\\S+)#xywh=(\\d+),(\\d+),(\\d+),(\\d+)");

    private MediaSamples samples;
    private Plans plans;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        samples = new MediaSamples(folder);
        plans = new Plans(folder);
    }

    @ParameterizedTest
    @CsvSource({"VIDEO, result", "ADAPTIVE_VIDEO, master"})
    void eachShowsThePictureOfItsTime(Kind kind, String name) {
        Plan plan = plans.run(kind, samples.colours(), "{'thumbnails': {'every': 1, 'columns': 3, 'width': 32}}");

        assertThat(plan.more()).containsOnlyKeys("thumbnails", "thumbnails_vtt");
        assertThat(plan.more().get("thumbnails")).hasFileName(name + ".thumbnails.jpg");
        assertSize(plan.more().get("thumbnails"), 96, 36);
        assertThat(shown(plan)).containsExactly("0 red", "1 red", "2 green", "3 green", "4 blue", "5 blue");
        assertThat(text(plan)).endsWith("""

                00:00:05.000 --> 00:00:06.000
                %s.thumbnails.jpg#xywh=64,18,32,18
                """.formatted(name));
    }

    @Test
    void keyframesAreEnoughWhereThumbnailsAreFarApart() {
        Plan plan = plans.run(Kind.VIDEO, samples.colours(), "{'copy': false, 'thumbnails': {'every': 5, 'width': 32}}");

        assertThat(plan.commands().get(1).arguments()).containsSequence("-skip_frame", "nokey");
        assertThat(shown(plan)).containsExactly("0 red", "5 blue");
        assertThat(text(plan)).contains("00:00:05.000 --> 00:00:06.000");
    }

    /** The input has a single one. */
    @Test
    void keyframesOfACopyAreNotEnough() {
        Plan plan = plans.run(Kind.VIDEO, samples.colours(), "{'thumbnails': {'every': 5, 'width': 32}}");

        assertThat(plan.commands().get(0).arguments()).containsSequence("-c:v", "copy");
        assertThat(shown(plan)).containsExactly("0 red", "5 blue");
    }

    @ParameterizedTest
    @EnumSource(names = {"VIDEO", "ADAPTIVE_VIDEO"})
    void theyAreThoseOfTheClip(Kind kind) {
        Plan plan = plans.run(kind, samples.colours(),
                "{'start': 2, 'end': 5.5, 'thumbnails': {'every': 1.5, 'width': 32}}");

        assertThat(plan.commands()).allSatisfy(command -> assertThat(command.arguments()).doesNotContain("-skip_frame"));
        assertThat(shown(plan)).containsExactly("0 green", "1.5 green", "3 blue");
        assertThat(text(plan)).contains("00:00:03.000 --> 00:00:03.500");
    }

    /** Blue and red above, white and green below, and a mark over them: as the pictures of the ladder. */
    @Test
    void thoseOfALadderAreTurnedCutAndMarkedAsItsTop() {
        Plan plan = plans.run(Kind.ADAPTIVE_VIDEO, samples.portrait(), """
                {'width': 160, 'height': 160, 'fit': 'cover', 'thumbnails': {'width': 80},
                 'watermark': {'url': 'https://example.com/mark.png', 'position': 'center', 'width': 80}}""",
                Map.of(Attachment.WATERMARK, samples.mark()));

        Pixels.of(plan.more().get("thumbnails"), 80, 80).quarters(MediaSamples.BLUE, MediaSamples.RED, MediaSamples.WHITE,
                MediaSamples.GREEN)
                .is(40, 40, new Rgb(240, 0, 250));
    }

    @Test
    void theSheetsOfALongVideoAreSeveral() {
        PlanInputs inputs = PlanInputs.of(Ffmpeg.probe(samples.colours()), Path.of("/job/input"), Path.of("/job"),
                Path.of("/job/out"), "100% of it");
        ThumbnailSheets sheets = ThumbnailSheets.of(new Thumbnails(2, 10, 160), 1920, 1080, 401);

        assertThat(sheets).isEqualTo(new ThumbnailSheets(160, 90, 10, 10, 201, 2, 401));
        assertThat(sheets.files(inputs)).containsOnlyKeys(
                "thumbnails", "thumbnails_2", "thumbnails_3", "thumbnails_vtt");
        assertThat(sheets.pattern(inputs)).isEqualTo(Path.of("/job/out/100%% of it.thumbnails-%d.jpg"));
        assertThat(sheets.webVtt(inputs))
                .contains("00:03:20.000 --> 00:03:22.000\n100%25%20of%20it.thumbnails-2.jpg#xywh=0,0,160,90\n")
                .endsWith("00:06:40.000 --> 00:06:41.000\n100%25%20of%20it.thumbnails-3.jpg#xywh=0,0,160,90\n");
    }

    @Test
    void ffmpegWritesEverySheet(@TempDir Path folder) {
        ThumbnailSheets sheets = new ThumbnailSheets(32, 18, 2, 1, 6, 1, 6);
        var source = new ThumbnailCommand.Source(samples.colours(), List.of("mov"), List.of("h264"), 0,
                OptionalDouble.empty());

        PlanInputs inputs = PlanInputs.of(Ffmpeg.probe(samples.colours()), samples.colours(), folder, folder, "a%b");

        Ffmpeg.run(ThumbnailCommand.build(sheets, source, inputs).arguments());

        assertThat(colour(folder.resolve("a%b.thumbnails-2.jpg"), 16, 9)).isEqualTo("green");
        assertThat(colour(folder.resolve("a%b.thumbnails-3.jpg"), 48, 9)).isEqualTo("blue");
    }

    @ParameterizedTest
    @CsvSource({
        // duration, every, columns, width, result -> thumbnail's size, columns, rows, count
        "10,    5, 5, 160, 1920x1080, 160x90  2x1 2",
        "10.01, 5, 5, 160, 1920x1080, 160x90  3x1 3",
        "0.2,   5, 5, 160, 1920x1080, 160x90  1x1 1",
        "60,    5, 5, 640, 320x180,   320x180 5x3 12",
        "3600,  1, 5, 160, 1080x1920, 160x284 5x20 3600",
        "3600,  1, 25, 640, 720x1280, 640x1138 25x1 3600"
    })
    void theyAreLaidOutByDurationAndSize(
            double duration, double every, int columns, int width, String result, String expected) {
        String[] size = result.split("x");
        ThumbnailSheets sheets = ThumbnailSheets.of(new Thumbnails(every, columns, width), Integer.parseInt(size[0]),
                Integer.parseInt(size[1]), duration);

        assertThat("%dx%d %dx%d %d".formatted(sheets.width(), sheets.height(), sheets.columns(), sheets.rows(),
                sheets.count())).isEqualTo(expected.replaceAll(" +", " "));
    }

    @Test
    void anInputThatDoesNotSayHowLongItIsTakesAnEnd() {
        Path timeless = samples.picturesAlone();
        Plan plan = plans.run(Kind.VIDEO, timeless, "{'end': 1.2, 'thumbnails': {'every': 1, 'width': 32}}");

        assertThat(CUE.matcher(text(plan)).results()).hasSize(2);
        assertThatThrownBy(() -> plans.run(Kind.VIDEO, timeless, "{'thumbnails': {}}"))
                .isInstanceOfSatisfying(MediaException.class, e -> {
                    assertThat(e.kind()).isEqualTo("option_conflict");
                    assertThat(e.field()).contains("options.thumbnails");
                });
    }

    /** Each cue's start in seconds, and the colour that it points to. */
    private static List<String> shown(Plan plan) {
        return CUE.matcher(text(plan)).results().map(cue -> {
            Path sheet = plan.main().resolveSibling(cue.group(3));
            return seconds(cue.group(1)) + " " + colour(sheet, number(cue, 4) + number(cue, 6) / 2,
                    number(cue, 5) + number(cue, 7) / 2);
        }).toList();
    }

    private static int number(MatchResult cue, int group) {
        return Integer.parseInt(cue.group(group));
    }

    private static String seconds(String time) {
        return time.substring(6).replaceFirst("^0", "").replaceFirst("\\.?0+$", "").replaceFirst("^$", "0");
    }

    private static String colour(Path file, int x, int y) {
        Rgb pixel = Pixels.of(file).colour(x, y);
        int red = pixel.red();
        int green = pixel.green();
        int blue = pixel.blue();
        return red > 200 && green < 60 ? "red" : green > 200 && red < 60 ? "green" : blue > 200 ? "blue"
                : "rgb(%d,%d,%d)".formatted(red, green, blue);
    }

    private static void assertSize(Path file, int width, int height) {
        Pixels.of(file, width, height);
    }

    private static String text(Plan plan) {
        try {
            return Files.readString(plan.more().get("thumbnails_vtt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
