package io.dromedary.media.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.AdaptiveEncodes;
import io.dromedary.media.Attachment;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.Pixels;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.SegmentPlaylist;
import io.dromedary.media.hls.HlsRenditions;
import io.dromedary.media.option.Rgb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real ladders of two sizes: what ffprobe finds in the segments is what the playlists say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
class AdaptiveEncodeTest {

    private static final List<String> RUNGS = List.of("270p", "240p");
    private static final int FRAMES = 219;

    private Path folder;
    private Path film;
    private AdaptiveEncodes encodes;
    private final Map<SegmentFormat, AdaptiveEncodes.Made> ladders = new EnumMap<>(SegmentFormat.class);

    /** H.264 in transport streams, H.265 in fragments; 29.97 frames a second, and the first one late. */
    @BeforeAll
    void make(@TempDir Path kept) {
        folder = kept;
        film = folder.resolve("film.mkv");
        Ffmpeg.run(List.of("-v", "error", "-itsoffset", "0.1", "-f", "lavfi", "-i",
                "testsrc2=s=480x270:r=30000/1001:d=7.3", "-f", "lavfi", "-i", "sine=f=440:r=44100:d=7.4", "-c:v",
                "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-c:a", "aac",
                film.toString()));
        encodes = new AdaptiveEncodes(folder);
        ladders.put(SegmentFormat.TS, encodes.make(film, "{'quality': 'low'}"));
        ladders.put(SegmentFormat.FMP4, encodes.make(film, "{'quality': 'low', 'codec': 'h265'}"));
    }

    /** FFmpeg names the header of an only one otherwise. */
    @Test
    void aLadderOfOneRenditionIsWholeInEveryFormat() {
        Path small = folder.resolve("small.mkv");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=96x54:r=25:d=2", "-c:v", "libx264", "-preset",
                "ultrafast", small.toString()));
        for (String codec : List.of("h264", "h265")) {
            AdaptiveEncodes.Made made = encodes.make(small, "{'codec': '%s'}".formatted(codec));
            assertThat(Ffmpeg.values(made.master(), "v:0", "stream=codec_name,width")).as(codec)
                    .startsWith(codec.replace("h265", "hevc"), "96");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keyframesAreAtTheSameMomentsInAllRungsThreeSecondsApart(SegmentFormat format) {
        AdaptiveEncodes.Made made = ladders.get(format);
        List<Double> first = keyframes(made, RUNGS.get(0));
        assertThat(keyframes(made, RUNGS.get(1))).isEqualTo(first);
        assertThat(first).hasSize(3);
        assertThat(first.get(1) - first.get(0)).isCloseTo(3, within(0.034));
        assertThat(first.get(2) - first.get(0)).isCloseTo(6, within(0.034));
    }

    @ParameterizedTest
    @EnumSource
    void segmentsOfAllRenditionsAreCutAtTheSameMomentsAndAddUpToTheWhole(SegmentFormat format) {
        AdaptiveEncodes.Made made = ladders.get(format);
        for (String rendition : List.of("270p", "240p", "audio-96k")) {
            SegmentPlaylist playlist = made.playlist(rendition);
            assertThat(playlist.segments()).as(rendition).hasSize(2);
            assertThat(playlist.segments().get(0).seconds()).isCloseTo(6, within(0.05));
            assertThat(playlist.seconds()).isCloseTo(7.35, within(0.15));
            assertThat(playlist.target()).isBetween(6L, 7L);
        }
        assertThat(made.playlist("240p").segments()).isEqualTo(made.playlist("270p").segments());
    }

    @ParameterizedTest
    @EnumSource
    void noFrameIsLostAndPicturesStayWithTheSound(SegmentFormat format) {
        AdaptiveEncodes.Made made = ladders.get(format);
        double sound = start(made, "audio-96k", "a:0");
        for (String rung : RUNGS) {
            assertThat(Ffmpeg.values(made.joined(rung), "v:0", "packet=pts")).hasSize(FRAMES);
            // The film's pictures begin a tenth of a second after its sound; AAC puts a packet of its own before it.
            assertThat(start(made, rung, "v:0") - delay(made, rung) - sound).isCloseTo(0.1 + 1024 / 44100.0, within(0.03));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theMasterSaysWhatIsInTheSegments(SegmentFormat format) {
        AdaptiveEncodes.Made made = ladders.get(format);
        assertThat(made.text()).startsWith("#EXTM3U\n#EXT-X-VERSION:%d\n#EXT-X-INDEPENDENT-SEGMENTS\n"
                .formatted(format == SegmentFormat.TS ? 6 : 7));
        assertThat(made.text()).contains("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio-96k\",NAME=\"Audio\",DEFAULT=YES,"
                + "AUTOSELECT=YES,CHANNELS=\"1\",URI=\"audio-96k/stream.m3u8\"\n");
        String codec = format == SegmentFormat.TS ? "avc1\\.6400[0-9a-f]{2}" : "hvc1\\.1\\.6\\.L[0-9]+\\.90";
        assertThat(made.text()).containsPattern("BANDWIDTH=\\d+,AVERAGE-BANDWIDTH=\\d+,CODECS=\"" + codec
                + ",mp4a.40.2\",RESOLUTION=480x270,FRAME-RATE=29.970,AUDIO=\"audio-96k\"\n270p/stream.m3u8\n");
        MeasuredRendition picture = made.renditions().get(0);
        MeasuredRendition sound = made.renditions().get(2);
        long bytes = picture.bytes().stream().mapToLong(Long::longValue).sum()
                + sound.bytes().stream().mapToLong(Long::longValue).sum();
        assertThat(new HlsRenditions().asFile(made.renditions(), 0).bitrate().getAsLong()).isCloseTo(Math.round(8 * bytes / 7.35),
                within(bytes / 20));
    }

    /** As of a recorded screen: pictures come when something moves. FFmpeg is off by some of them at the end. */
    @ParameterizedTest
    @EnumSource(names = "TS")
    void picturesAtUnevenDistancesAreAllInTheLengthsThatAreTold(SegmentFormat format) {
        Path screen = folder.resolve("screen-" + format + ".mkv");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30000/1001:duration=14", "-vf",
                "select='gt(mod(n*7919,101),50)'", "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast",
                screen.toString()));
        AdaptiveEncodes.Made made = encodes.make(screen, "{'codec': '%s'}".formatted(format == SegmentFormat.TS ? "h264" : "h265"));
        SegmentPlaylist playlist = made.playlist("180p");
        List<Double> pictures = Ffmpeg.values(made.joined("180p"), "v:0", "packet=pts_time").stream().map(Double::valueOf)
                .sorted().toList();
        double shown = pictures.get(pictures.size() - 1) - pictures.get(0);
        assertThat(playlist.segments()).hasSize(3);
        assertThat(playlist.seconds()).isBetween(shown - 0.2, shown + 0.5);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = "FMP4")
    void picturesAtUnevenDistancesOfFragmentsAreAllInTheLengthsThatAreTold(SegmentFormat format) {
        picturesAtUnevenDistancesAreAllInTheLengthsThatAreTold(format);
    }

    @Test
    void theHighestBitrateIsKept() {
        AdaptiveEncodes.Made made = encodes.make(film, "{'quality': 'very_low', 'height': 180}");
        MeasuredRendition picture = made.renditions().get(0);
        // 240p has 400000, half of it for this quality, and 180 lines have 0.56 of its pixels; packing adds to it.
        assertThat(picture.averageBandwidth()).isLessThan(Math.round(400_000 * 0.5 * 0.5625 * 1.3));
    }

    /** 40×20 in magenta: in the smaller size it is smaller, and stands at the same place. */
    @Test
    void theWatermarkIsOnAllSizes() {
        Path mark = new MediaSamples(folder).mark();
        AdaptiveEncodes.Made made = encodes.make(film,
                "{'end': 1, 'watermark': {'url': 'https://example.com/mark.png', 'position': 'top-left', 'margin': 20}}",
                Map.of(Attachment.WATERMARK, mark));
        var magenta = new Rgb(255, 0, 255);
        Pixels.of(made.joined("270p"), 480, 270).is(24, 24, magenta).is(55, 35, magenta);
        Pixels.of(made.joined("240p"), 426, 240).is(22, 21, magenta).is(48, 31, magenta);
    }

    /** The picture turns white at 1.32 s of the input, where the cue begins; the result begins at 0.25 s. */
    @ParameterizedTest
    @EnumSource
    void cuesAreOnTheClockOfTheSegments(SegmentFormat format) throws IOException {
        Path flash = folder.resolve("flash.mkv");
        Ffmpeg.run(List.of("-v", "error", "-y", "-itsoffset", "0.12", "-f", "lavfi", "-i",
                "color=black:s=128x72:r=25:d=2,drawbox=c=white:t=fill:enable='gte(t,1.2)'", "-f", "lavfi", "-i",
                "sine=f=440:r=44100:d=2.1", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", flash.toString()));
        AdaptiveEncodes.Made made = encodes.make(flash,
                "{'start': 0.25, 'codec': '%s', 'subtitle_url': 'https://example.com/words.de.srt'}"
                        .formatted(format == SegmentFormat.TS ? "h264" : "h265"), words("00:00:01,320 --> 00:00:01,820"));

        double clock = 900_000 / 90_000.0;
        assertThat(made.file("subtitles/segment-0.vtt")).hasContent("""
                WEBVTT
                X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000

                00:00:01.070 --> 00:00:01.570
                WWWWWWWW
                """);
        assertThat(turnsWhite(made.joined("72p")) - delay(made, "72p")).isCloseTo(clock + 1.07, within(0.001));
        // AAC has a packet before the sound's beginning.
        assertThat(start(made, "audio-96k", "a:0") + 1024 / 44100.0).isCloseTo(clock, within(0.001));
        assertThat(made.playlist("subtitles").segments()).containsExactly(
                new SegmentPlaylist.Segment("segment-0.vtt", made.playlist("72p").seconds()));
        assertThat(made.text()).contains("NAME=\"German\",LANGUAGE=\"de\"").contains(",SUBTITLES=\"subtitles\"\n72p/");
    }

    @Test
    void subtitlesAreBurntIntoAllSizesWhileTheyLast() {
        Path black = folder.resolve("black.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "color=black:s=480x270:r=25:d=1.6", "-c:v", "libx264",
                "-preset", "ultrafast", black.toString()));
        AdaptiveEncodes.Made made = encodes.make(black, "{'start': 0.4, 'subtitle_style': 'burn_in',"
                + " 'subtitle_url': 'https://example.com/words.srt'}", words("00:00:00,800 --> 00:00:01,200"));

        for (String rung : RUNGS) {
            Path joined = made.joined(rung);
            assertThat(brightest(joined, 0.2)).as(rung).isLessThan(40);
            assertThat(brightest(joined, 0.6)).as(rung).isGreaterThan(180);
            assertThat(brightest(joined, 1)).as(rung).isLessThan(40);
        }
        assertThat(made.text()).doesNotContain("SUBTITLES");
    }

    private Map<Attachment, Path> words(String times) {
        try {
            return Map.of(Attachment.SUBTITLES,
                    Files.writeString(folder.resolve("words.srt"), "1\n" + times + "\nWWWWWWWW\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The moment on the file's own clock, in seconds. */
    private static double turnsWhite(Path file) {
        String printed = new String(Ffmpeg.run(List.of("-v", "error", "-copyts", "-i", file.toString(), "-map", "0:v", "-vf",
                "select='gt(scene,0.3)',metadata=print:file=-", "-f", "null", "-")), StandardCharsets.UTF_8);
        Matcher moment = Pattern.compile("pts_time:([0-9.]+)").matcher(printed);
        assertThat(moment.find()).as(printed).isTrue();
        return Double.parseDouble(moment.group(1));
    }

    /**
     * Seconds by which FFmpeg takes the pictures of fragments for later than they say: it adds what they are decoded
     * ahead, where none is shown before it is decoded.
     */
    private static double delay(AdaptiveEncodes.Made made, String rung) {
        return made.playlist(rung).header().isEmpty() ? 0
                : start(made, rung, "v:0") - first(made, rung, "v:0", "packet=dts_time");
    }

    private static int brightest(Path file, double at) {
        int brightest = 0;
        for (byte one : Ffmpeg.run(List.of("-v", "error", "-i", file.toString(), "-ss", Double.toString(at), "-vf",
                "format=gray", "-frames:v", "1", "-f", "rawvideo", "-"))) {
            brightest = Math.max(brightest, one & 255);
        }
        return brightest;
    }

    @Test
    void h265IsTaggedAsApplesPlayersWantIt() {
        assertThat(Ffmpeg.values(ladders.get(SegmentFormat.FMP4).joined("270p"), "v:0", "stream=codec_tag_string"))
                .containsExactly("hvc1");
    }

    private static List<Double> keyframes(AdaptiveEncodes.Made made, String rung) {
        return Ffmpeg.text("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time,flags",
                "-of", "csv=p=0", made.joined(rung).toString()).lines().filter(line -> line.contains(",K"))
                .map(line -> Double.valueOf(line.split(",")[0])).toList();
    }

    private static double start(AdaptiveEncodes.Made made, String rendition, String stream) {
        return first(made, rendition, stream, "packet=pts_time");
    }

    private static double first(AdaptiveEncodes.Made made, String rendition, String stream, String time) {
        return Ffmpeg.values(made.joined(rendition), stream, time).stream()
                .mapToDouble(Double::parseDouble).min().orElseThrow();
    }

    /** Of a picture that is repeated for the rate, both fields would be kept as if nothing had moved. */
    @Test
    void interlacedInputBecomesProgressiveAtAnyRate() {
        Path interlaced = new MediaSamples(folder).interlaced();

        AdaptiveEncodes.Made made = encodes.make(interlaced, "{'fps': 60}");

        assertThat(Ffmpeg.combing(interlaced)).isGreaterThan(1500);
        assertThat(Ffmpeg.combing(made.joined("180p"))).isLessThan(750);
    }
}
