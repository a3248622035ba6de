package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real ladders of two sizes: what ffprobe finds in the segments is what the playlists say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdaptiveEncodeTest {

    private static final List<String> RUNGS = List.of("270p", "240p");
    private static final int FRAMES = 219;

    private Path folder;
    private Path film;
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
        var encodes = new AdaptiveEncodes(folder);
        ladders.put(SegmentFormat.TS, encodes.make(film, "{'quality': 'low'}"));
        ladders.put(SegmentFormat.FMP4, encodes.make(film, "{'quality': 'low', 'codec': 'h265'}"));
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
            assertThat(playlist.target()).isBetween(6, 7);
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
            assertThat(start(made, rung, "v:0") - sound).isCloseTo(0.1 + 1024 / 44100.0, within(0.03));
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
        MeasuredRendition picture = made.result().renditions().get(0);
        MeasuredRendition sound = made.result().renditions().get(2);
        long bytes = picture.bytes().stream().mapToLong(Long::longValue).sum()
                + sound.bytes().stream().mapToLong(Long::longValue).sum();
        assertThat(made.result().asFile(0).bitrate().getAsLong()).isCloseTo(Math.round(8 * bytes / 7.35),
                within(bytes / 20));
    }

    @Test
    void theHighestBitrateIsKept() {
        AdaptiveEncodes.Made made = new AdaptiveEncodes(folder).make(film, "{'quality': 'very_low', 'height': 180}");
        MeasuredRendition picture = made.result().renditions().get(0);
        // 240p has 400000, half of it for this quality, and 180 lines have 0.56 of its pixels; packing adds to it.
        assertThat(picture.averageBandwidth()).isLessThan(Math.round(400_000 * 0.5 * 0.5625 * 1.3));
    }

    /** 40×20 in magenta: in the smaller size it is smaller, and stands at the same place. */
    @Test
    void theWatermarkIsOnAllSizes() {
        Path mark = new MediaSamples(folder).mark();
        AdaptiveEncodes.Made made = new AdaptiveEncodes(folder).make(film,
                "{'end': 1, 'watermark': {'url': 'https://example.com/mark.png', 'position': 'top-left', 'margin': 20}}",
                Map.of(Attachment.WATERMARK, mark));
        var magenta = new Rgb(255, 0, 255);
        Pixels.of(made.joined("270p"), 480, 270).is(24, 24, magenta).is(55, 35, magenta);
        Pixels.of(made.joined("240p"), 426, 240).is(22, 21, magenta).is(48, 31, magenta);
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
        return Ffmpeg.values(made.joined(rendition), stream, "packet=pts_time").stream()
                .mapToDouble(Double::parseDouble).min().orElseThrow();
    }
}
