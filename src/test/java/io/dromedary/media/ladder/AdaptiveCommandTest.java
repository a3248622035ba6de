package io.dromedary.media.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.dromedary.media.GoldenArguments;
import io.dromedary.media.Attachment;
import io.dromedary.media.AudioStream;
import io.dromedary.media.Kind;
import io.dromedary.media.Language;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import io.dromedary.media.Plans;
import io.dromedary.media.Rendition;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.SubtitleRendition;
import io.dromedary.media.VideoStream;
import io.dromedary.media.Warning;
import io.dromedary.media.option.AdaptiveOptions;
import io.dromedary.media.subtitle.SubtitleLanguage;
import io.dromedary.media.plan.FfmpegMedia;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The ladder and the argument list; the latter as kept in {@code golden/adaptive}, as for videos. */
class AdaptiveCommandTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/adaptive");

    private static final String SUBTITLES = "1\n00:00:01,000 --> 00:00:03,000\nWords\n";

    static List<Path> cases() throws IOException {
        return GoldenArguments.in(GOLDEN);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theArgumentsAreAsKept(Path file) throws IOException {
        assertThat(lines(file)).isEqualTo(GoldenArguments.kept(file));
    }

    @Test
    void thereAreCases() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1920 | 1080 | {}                           | 1920x1080 1280x720 854x480 640x360 426x240",
        // A phone held upright: 1080p is its shorter side.
        "1080 | 1920 | {}                           | 1080x1920 720x1280 480x854 360x640 240x426",
        // Not above the input, and nothing close below its own size.
        "1024 | 576  | {}                           | 1024x576 854x480 640x360 426x240",
        "658  | 370  | {}                           | 658x370 426x240",
        "320  | 180  | {}                           | 320x180",
        "101  | 57   | {}                           | 100x56",
        "7680 | 4320 | {}                           | 3840x2160 2560x1440 1920x1080 1280x720 854x480 640x360 426x240",
        // Wide films keep their lines.
        "1920 | 800  | {}                           | 1920x800 1152x480 864x360 576x240",
        // Sizes cap, and never enlarge.
        "1920 | 1080 | {'height': 720}              | 1280x720 854x480 640x360 426x240",
        "1920 | 1080 | {'width': '50%'}             | 960x540 854x480 640x360 426x240",
        "640  | 360  | {'height': 1080}             | 640x360 426x240",
        "1920 | 1080 | {'width': 640, 'height': 640}| 640x360 426x240",
        // With a fit they are the shape.
        "1920 | 1080 | {'width': 720, 'height': 720, 'fit': 'cover'}    | 720x720 480x480 360x360 240x240",
        "640  | 360  | {'width': 1080, 'height': 1080, 'fit': 'cover'}  | 360x360 240x240",
        "640  | 360  | {'width': 1080, 'height': 1080, 'fit': 'contain'}| 640x640 480x480 360x360 240x240",
        "640  | 360  | {'width': 1280, 'height': 1080, 'fit': 'fill'}   | 426x360 284x240"
    })
    void theLadderNeverGoesAboveTheInputNorTheSizesAskedFor(int width, int height, String options, String sizes) {
        AdaptiveOptions read = options(options);
        Ladder ladder = Ladder.of(read, video(width, height), ShippedMedia.table());
        assertThat(ladder.rungs().stream().map(rung -> rung.width() + "x" + rung.height()).toList())
                .containsExactly(sizes.split(" "));
    }

    @Test
    void theHighestBitrateFollowsTheQualityAndThePixels() {
        assertThat(maxrate(1920, 1080, "{}")).isEqualTo(6_000_000);
        assertThat(maxrate(1080, 1920, "{}")).isEqualTo(6_000_000);
        assertThat(maxrate(1080, 1080, "{}")).isEqualTo(3_375_000);
        assertThat(maxrate(1920, 1080, "{'quality': 'high'}")).isEqualTo(8_400_000);
        assertThat(maxrate(1920, 1080, "{'codec': 'h265'}")).isEqualTo(4_200_000);
    }

    private static long maxrate(int width, int height, String options) {
        return Ladder.of(options(options), video(width, height),
                ShippedMedia.table()).rungs().get(0).maxrate();
    }

    @Test
    void eachSoundThatARungWantsIsMadeOnce() {
        assertThat(renditions("{}", "plain")).containsExactly("1080p audio-128k", "720p audio-128k", "480p audio-128k",
                "360p audio-96k", "240p audio-96k", "audio-128k ", "audio-96k ");
        assertThat(renditions("{'no_audio': true, 'height': 240}", "plain")).containsExactly("240p ");
        assertThat(renditions("{}", "song")).containsExactly("audio-128k ", "audio-96k ");
    }

    private static List<String> renditions(String options, String input) {
        return plan(options, input).renditions().stream()
                .map(made -> made.name() + " " + made.sound().orElse("")).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'start': 12}       | plain  | option_conflict | 'start' is 12 s, but the input ends at 10 s.",
        "{'audio': false}    | song   | no_video_stream | The input has no moving picture.",
        "{}                  | still  | no_video_stream | The input has no moving picture.",
        "{'watermark': {'url': 'https://example.com/mark.png'}} | song | option_conflict | no picture for a watermark",
        "{'thumbnails': {}} | song    | option_conflict | no picture to make thumbnails of",
        "{'thumbnails': {}} | endless | option_conflict | does not say how long it is",
        "{'thumbnails': {'columns': 50, 'width': 640}} | plain | invalid_input | 50 columns of 640 pixels",
        "{'subtitle_style': 'burn_in'} | plain | invalid_input | give their 'subtitle_url' too",
        "{'subtitle_url': 'https://example.com/a.srt', 'subtitle_style': 'burn_in'} | song | option_conflict"
                + " | no picture to draw subtitles into",
        "{'subtitle_url': 'https://example.com/a.srt', 'subtitles': [{'url': 'https://example.com/b.srt'}]} | plain | invalid_input"
                + " | Send only one of them",
        "{'subtitles': [{'url': 'https://a/a.srt'}, {'url': 'https://a/b.srt'}], 'subtitle_style': 'burn_in'} | plain | invalid_input"
                + " | draws one file of subtitles",
        "{'subtitles': [{'url': 'https://a/a.srt', 'label': 'A'}], 'subtitle_style': 'burn_in'} | plain | invalid_input | about tracks",
        "{'subtitles': [{'url': 'https://a/a.srt', 'language': 'english'}]} | plain | invalid_input | not the tag of a language",
        "{'subtitles': [{'url': 'https://a/a.srt', 'default': true}, {'url': 'https://a/b.srt', 'default': true}]} | plain"
                + " | invalid_input | more than one with",
        "{'manifest': ['dash']} | plain | invalid_input | DASH comes beside HLS",
        "{'manifest': ['hls', 'dash'], 'segment_format': 'ts'} | plain | invalid_input | DASH has segments of \"fmp4\"",
        "{'codec': 'h265', 'segment_format': 'ts'} | plain | invalid_input | Players take h265 in segments of \"fmp4\" alone",
        "{'manifest': ['hls', 'dash'], 'encryption': {'method': 'aes-128', 'key_url': 'https://a/k'}} | plain | invalid_input"
                + " | 'encryption' is of HLS",
        "{'audio_tracks': ['fr']} | languages | option_conflict | no sound in 'fr' that can be read. Its languages are en, de.",
        "{'audio_tracks': ['english']} | plain | invalid_input | not the tag of a language",
        "{'audio_tracks': 'all', 'mute': true} | plain | invalid_input | which this job leaves out",
        "{'height': '1%'}    | plain  | option_conflict | takes 16 to 8192"
    })
    void whatDoesNotGoWithTheInputIsRefused(String options, String input, String kind, String message) {
        assertThatThrownBy(() -> plan(options, input)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessageContaining(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'fps': 50}                                                                     | television",
        "{'width': 640, 'height': 640, 'fit': 'contain', 'background': '#204060'}        | plain",
        "{'height': 360, 'fps': 25, 'watermark': {'url': 'https://example.com/mark.png'}} | phone"
    })
    void thePicturesOfTheTopAreMadeByTheStepsOfAVideo(String options, String input) {
        String ladder = after(plan(options, input), "-filter_complex").replaceFirst(",split=.*", "");

        Planner video = Plans.planner(ShippedMedia.media(), Kind.VIDEO, options);
        Plan plan = video.plan(inputs(input));
        assertThat(ladder).isEqualTo(plan.commands().get(0).arguments().contains("-vf")
                ? "[0:0]" + after(plan, "-vf") : after(plan, "-filter_complex").replace("[picture]", ""));
    }

    private static String after(Plan plan, String option) {
        List<String> arguments = plan.commands().get(0).arguments();
        return arguments.get(arguments.indexOf(option) + 1);
    }

    @Test
    void theTagOfACodecIsThatOfTheTable() {
        var media = new FfmpegMedia(ShippedMedia.yaml().replace("mp4: hvc1", "mp4: hev1"), () -> true);

        Plan plan = Plans.planner(media, Kind.ADAPTIVE_VIDEO, "{'codec': 'h265'}").plan(inputs("plain"));

        assertThat(after(plan, "-tag:v")).isEqualTo("hev1");
    }

    @Test
    void subtitlesArePartOfThePlan() {
        Plan plan = plan("{'start': 2, 'subtitle_url': 'https://example.com/film.de.srt?v=1'}", "plain");

        assertThat(plan.subtitles()).containsExactly(new SubtitleRendition(Path.of("/job/out/subtitles"), "German",
                Optional.of(new Language("de")), false,
                List.of(new SubtitleRendition.Cue(0, 1, "\n00:00:00.000 --> 00:00:01.000\nWords\n"))));
        assertThat(plan.more()).containsExactly(Map.entry("subtitles", Path.of("/job/out/subtitles/subtitles.vtt")));
        assertThat(plan.texts()).containsExactly(Map.entry(Path.of("/job/out/subtitles/subtitles.vtt"), """
                WEBVTT

                00:00:00.000 --> 00:00:01.000
                Words
                """));
    }

    @Test
    void severalSubtitlesAreRenditionsWithNamesOfTheirOwn() {
        Plan plan = plan("""
                {'subtitles': [{'url': 'https://example.com/a.srt', 'language': 'PT-br', 'default': true},
                               {'url': 'https://example.com/b.pt-BR.srt'}]}""", "plain");

        assertThat(plan.subtitles()).extracting(SubtitleRendition::folder, SubtitleRendition::name, made -> made.language().orElseThrow().tag(),
                SubtitleRendition::isDefault).containsExactly(
                        tuple(Path.of("/job/out/subtitles"), "Portuguese (Brazil)", "pt-BR", true),
                        tuple(Path.of("/job/out/subtitles-2"), "Portuguese (Brazil) 2", "pt-BR", false));
        assertThat(plan.more()).containsOnlyKeys("subtitles", "subtitles_2");
        assertThat(plan("{'subtitles': [{'url': 'https://example.com/a.srt', 'label': 'Für Kinder'}]}", "plain").subtitles().get(0).name())
                .isEqualTo("Für Kinder");
    }

    @Test
    void dashIsAManifestOfTheSameSegments() {
        Plan plan = plan("{'manifest': ['hls', 'dash'], 'height': 240}", "plain");

        assertThat(plan.dash()).contains(Path.of("/job/out/master.mpd"));
        assertThat(plan.commands()).hasSize(1);
        assertThat(after(plan, "-hls_segment_type")).isEqualTo("fmp4");
        assertThat(after(plan, "-output_ts_offset")).isEqualTo("10");
        assertThat(plan("{'segment_format': 'fmp4'}", "plain").renditions().get(0).header()).isPresent();
    }

    @Test
    void everyLanguageIsMadeInEveryBitrateAsItsOwnChannelsNeed() {
        Plan plan = plan("{'height': 480}", "languages");

        assertThat(plan.renditions().stream().filter(made -> !made.isPicture()).map(made -> made.name() + " "
                + made.track().map(track -> track.group() + " " + track.name() + " " + track.isDefault()).orElse("")))
                .containsExactly("audio-128k audio-128k English true", "audio-96k audio-96k English true",
                        "audio-128k-2 audio-128k Director false", "audio-96k-2 audio-96k Director false");
        assertThat(after(plan, "-var_stream_map")).isEqualTo("v:0,name:480p v:1,name:360p v:2,name:240p a:0,name:audio-128k"
                + " a:1,name:audio-96k a:2,name:audio-128k-2 a:3,name:audio-96k-2");
        assertThat(after(plan, "-b:a:1")).isEqualTo("96000");
        assertThat(after(plan, "-b:a:2")).isEqualTo("128000");
        assertThat(after(plan, "-filter:a:2")).isEqualTo("aresample=rematrix_maxval=1,aformat=channel_layouts=stereo");
        assertThat(plan.commands().get(0).arguments()).containsSequence("-map", "0:1", "-map", "0:1", "-map", "0:2", "-map", "0:2")
                .doesNotContain("-filter:a:0", "-af");
        assertThat(plan.warnings()).extracting(warning -> warning.kind().wireName())
                .containsExactly("audio_tracks_dropped", "surround_mixed_down");
        assertThat(plan.warnings().get(0).message()).isEqualTo("Of the input's 3 sound tracks 2 are taken; left out: number 3 (aac).");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'audio_tracks': 'first'}           | English",
        "{'audio_tracks': ['de', 'en']}      | Director English",
        "{'audio_tracks': ['de']}            | Director"
    })
    void theSoundsAreThoseAskedFor(String options, String names) {
        Plan plan = plan(options, "languages");

        assertThat(plan.renditions().stream().flatMap(made -> made.track().stream()).map(Rendition.Track::name).distinct())
                .containsExactly(names.split(" "));
        assertThat(plan.warnings().stream().filter(warning -> warning.kind() == Warning.Kind.AUDIO_TRACKS_DROPPED))
                .hasSize(options.contains("first") ? 1 : 0);
    }

    @Test
    void thumbnailsAreNamedAfterTheMasterPlaylist() {
        Plan plan = plan("{'thumbnails': {}}", "plain");

        assertThat(plan.main()).isEqualTo(Path.of("/job/out/master.m3u8"));
        assertThat(plan.more()).containsOnly(Map.entry("thumbnails", Path.of("/job/out/master.thumbnails.jpg")),
                Map.entry("thumbnails_vtt", Path.of("/job/out/master.thumbnails.vtt")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "https://example.com/film.de.srt       | 1         | de",
        "s3://media/a.b/film.pt-BR.vtt         | WEBVTT    | pt-BR",
        "https://example.com/film.en.srt?a=b.c | 1         | en",
        "https://example.com/film.vtt          | WEBVTT\\nKind: captions\\nLanguage: fr\\n\\n00:00.000 --> | fr",
        "https://example.com/film.vtt          | WEBVTT\\n\\nLanguage: fr                                  | none",
        "https://example.com/film.hd.vtt       | WEBVTT\\nLanguage: xx                                    | none",
        "https://example.com/film.srt          | 1                                                        | none"
    })
    void theLanguageIsWhatTheFileSays(String url, String text, String language) {
        assertThat(SubtitleLanguage.of(url, text.replace("\\n", "\n"))).isEqualTo(Optional.ofNullable(language).map(Language::new));
    }

    private static AdaptiveOptions options(String options) {
        return (AdaptiveOptions) planner(options).options();
    }

    private static Planner planner(String options) {
        return Plans.planner(ShippedMedia.media(), Kind.ADAPTIVE_VIDEO, options);
    }

    private static Plan plan(String options, String input) {
        return planner(options).plan(inputs(input));
    }

    private static PlanInputs inputs(String input) {
        return new PlanInputs(probed(input), Path.of("/job/input"), Path.of("/job"), Path.of("/job/out"), Path.of("/job/out"), "result",
                        Optional.of(new PlanInputs.Picture(Path.of("/job/mark"), probed("mark"))), Map.of(Attachment.SUBTITLES, SUBTITLES,
                        Attachment.subtitles(0), SUBTITLES, Attachment.subtitles(1), SUBTITLES), Optional.empty());
    }

    private static MediaFile probed(String input) {
        return switch (input) {
            case "plain" -> file("mov,mp4", video(1920, 1080), audio(1, 2));
            case "languages" -> file("mov,mp4", video(854, 480), spoken(1, 2, "en", Optional.empty()),
                    spoken(2, 6, "de", Optional.of("Director")), audio(3, 2));
            case "small" -> file("mov,mp4", video(640, 360), audio(1, 1));
            case "television" -> file("mpegts", new VideoStream(0, "mpeg2video", 640, 360, 640, 360, "yuv420p",
                    OptionalDouble.of(25), 0, true, false, true, new VideoStream.Colour("tv", "bt709", "bt709", "bt709")),
                    audio(1, 2));
            case "silent" -> file("mov,mp4", video(320, 180));
            case "song" -> file("mp3", audio(0, 2));
            case "still" -> file("png_pipe", video(640, 360));
            case "mark" -> file("png_pipe", new VideoStream(0, "png", 200, 100, 200, 100, "rgba", OptionalDouble.of(25),
                    0, false, false, true, new VideoStream.Colour("pc", "gbr", "", "")));
            case "endless" -> new MediaFile(List.of("matroska", "webm"), "", OptionalDouble.empty(), OptionalLong.empty(),
                    OptionalLong.empty(), List.of(video(320, 180)));
            case "phone" -> file("mov,mp4", new VideoStream(0, "hevc", 1280, 720, 720, 1280, "yuv420p10le",
                    OptionalDouble.of(30), 90, false, false, true,
                    new VideoStream.Colour("tv", "bt2020nc", "bt2020", "arib-std-b67")), audio(1, 6));
            default -> throw new AssertionError("no input named " + input);
        };
    }

    private static MediaFile file(String formats, MediaStream... streams) {
        return new MediaFile(Arrays.asList(formats.split(",")), "isom", OptionalDouble.of(10),
                OptionalLong.of(1_000_000), OptionalLong.of(800_000), List.of(streams));
    }

    private static VideoStream video(int width, int height) {
        return new VideoStream(0, "h264", width, height, width, height, "yuv420p", OptionalDouble.of(25), 0, false,
                false, true, new VideoStream.Colour("tv", "bt709", "bt709", "bt709"));
    }

    private static AudioStream audio(int index, int channels) {
        return new AudioStream(index, "aac", channels, 96000, true);
    }

    private static AudioStream spoken(int index, int channels, String language, Optional<String> title) {
        return new AudioStream(index, "aac", channels, 48000, true, index == 1, Optional.of(new Language(language)), title);
    }

    private static List<String> lines(Path file) throws IOException {
        List<String> head = GoldenArguments.head(file);
        return lines(plan(head.get(0).substring("options: ".length()), head.get(1).substring("input:   ".length())));
    }

    private static List<String> lines(Plan plan) {
        return GoldenArguments.lines(plan.commands().get(0).arguments());
    }

    /** Writes the cases anew after a change that was meant; what changed is then for the reader to judge. */
    public static void main(String[] none) throws IOException {
        for (Path file : cases()) {
            GoldenArguments.write(file, lines(file));
        }
    }
}
