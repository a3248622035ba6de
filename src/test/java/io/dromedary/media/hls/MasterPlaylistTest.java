package io.dromedary.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ExpectedResult;
import io.dromedary.media.Language;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.Rendition;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.SegmentPlaylist;
import io.dromedary.media.SubtitleRendition;
import io.dromedary.media.VideoStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The master playlist's text, and the numbers in it. */
class MasterPlaylistTest {

    @Test
    void everyVariantCountsItsSoundAndTheFirstIsOneForUsualNetworks() {
        String master = master(
                picture("1080p", 1920, 1080, "audio-128k", 4_000_000, 2_000_000),
                picture("720p", 1280, 720, "audio-128k", 1_500_000, 500_000),
                picture("240p", 426, 240, "audio-96k", 200_000, 100_000),
                sound("audio-128k", 130_000, 120_000), sound("audio-96k", 100_000, 90_000));

        assertThat(master).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-128k",NAME="Audio",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",\
                URI="audio-128k/stream.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-96k",NAME="Audio",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",\
                URI="audio-96k/stream.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=1630000,AVERAGE-BANDWIDTH=1125000,CODECS="avc1.64001f,mp4a.40.2",\
                RESOLUTION=1280x720,FRAME-RATE=29.970,AUDIO="audio-128k"
                720p/stream.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=4130000,AVERAGE-BANDWIDTH=3125000,CODECS="avc1.64001f,mp4a.40.2",\
                RESOLUTION=1920x1080,FRAME-RATE=29.970,AUDIO="audio-128k"
                1080p/stream.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=300000,AVERAGE-BANDWIDTH=245000,CODECS="avc1.64001f,mp4a.40.2",\
                RESOLUTION=426x240,FRAME-RATE=29.970,AUDIO="audio-96k"
                240p/stream.m3u8
                """);
    }

    @Test
    void soundAloneIsItsOwnVariants() {
        assertThat(master(sound("audio-128k", 130_000, 120_000))).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-STREAM-INF:BANDWIDTH=130000,AVERAGE-BANDWIDTH=125000,CODECS="mp4a.40.2"
                audio-128k/stream.m3u8
                """);
    }

    @Test
    void everyVariantNamesTheSubtitles() {
        var subtitles = new SubtitleRendition(Path.of("/out/subtitles"), "German", Optional.of(new Language("de")), false, List.of());
        var second = new SubtitleRendition(Path.of("/out/subtitles-2"), "Für Kinder", Optional.of(new Language("de")), true, List.of());
        var renditions = List.of(picture("240p", 426, 240, "audio-96k", 200_000, 100_000),
                sound("audio-96k", 100_000, 90_000));

        assertThat(MasterPlaylist.write("", renditions, List.of(subtitles, second))).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="German",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES,\
                FORCED=NO,URI="subtitles/stream.m3u8"
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="Für Kinder",LANGUAGE="de",DEFAULT=YES,AUTOSELECT=YES,\
                FORCED=NO,URI="subtitles-2/stream.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-96k",NAME="Audio",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",\
                URI="audio-96k/stream.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=300000,AVERAGE-BANDWIDTH=245000,CODECS="avc1.64001f,mp4a.40.2",\
                RESOLUTION=426x240,FRAME-RATE=29.970,AUDIO="audio-96k",SUBTITLES="subtitles"
                240p/stream.m3u8
                """);
        assertThat(MasterPlaylist.write("", renditions.subList(1, 2),
                List.of(new SubtitleRendition(Path.of("/out/subtitles"), "Subtitles", Optional.empty(), false, List.of()))))
                .contains("NAME=\"Subtitles\",DEFAULT=NO,").contains("CODECS=\"mp4a.40.2\",SUBTITLES=\"subtitles\"\n");
    }

    @Test
    void subtitlesAreInSegmentsAndEachHasTheCuesThatAreShownInIt() {
        var rendition = new SubtitleRendition(Path.of("/out/subtitles"), "English", Optional.empty(), false, List.of(
                new SubtitleRendition.Cue(1, 2, "\none\n"), new SubtitleRendition.Cue(59, 61, "\nboth\n"),
                new SubtitleRendition.Cue(60, 62, "\ntwo\n"), new SubtitleRendition.Cue(72.5, 73, "\nlate\n")));
        Map<Path, String> files = SubtitlePlaylist.files(rendition, 72);

        String head = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n";
        assertThat(files).containsExactly(
                Map.entry(Path.of("/out/subtitles/segment-0.vtt"), head + "\none\n\nboth\n"),
                Map.entry(Path.of("/out/subtitles/segment-1.vtt"), head + "\nboth\n\ntwo\n\nlate\n"),
                Map.entry(Path.of("/out/subtitles/stream.m3u8"), """
                        #EXTM3U
                        #EXT-X-VERSION:6
                        #EXT-X-TARGETDURATION:60
                        #EXT-X-MEDIA-SEQUENCE:0
                        #EXT-X-PLAYLIST-TYPE:VOD
                        #EXTINF:60.000000,
                        segment-0.vtt
                        #EXTINF:12.000000,
                        segment-1.vtt
                        #EXT-X-ENDLIST
                        """));
    }

    @Test
    void aResultOfOneSegmentHasOneOfSubtitles() {
        Map<Path, String> playlists = new HlsRenditions().playlists(Path.of("/out/master.m3u8"), "",
                List.of(picture("240p", 426, 240, "audio-96k", 200_000, 100_000)),
                List.of(new SubtitleRendition(Path.of("/out/subtitles"), "Subtitles", Optional.empty(), false, List.of())), Optional.empty());

        assertThat(playlists.keySet()).containsExactly(Path.of("/out/subtitles/segment-0.vtt"),
                Path.of("/out/subtitles/stream.m3u8"), Path.of("/out/master.m3u8"));
        assertThat(playlists.get(Path.of("/out/subtitles/stream.m3u8"))).contains("TARGETDURATION:12\n", "#EXTINF:12.000000,\n");
    }

    @Test
    void aShortLastSegmentCountsWithTheOneBefore() {
        // 10 bytes in a tenth of a second would be 800 bits/s.
        MeasuredRendition made = made("x", Optional.empty(), true, playlist(6, 6, 0.1), List.of(60L, 120L, 10L));
        assertThat(made.peakBandwidth()).isEqualTo((long) Math.ceil(8 * 130 / 6.1));
        assertThat(made.averageBandwidth()).isEqualTo(Math.round(8 * 190 / 12.1));
        assertThat(made("x", Optional.empty(), true, playlist(1), List.of(100L)).peakBandwidth()).isEqualTo(800);
    }

    @Test
    void aVeryShortLastSegmentBecomesAPartOfTheOneBefore() {
        var rendition = new Rendition("240p", true, Optional.empty(), Path.of("/out/240p/stream.m3u8"), SegmentFormat.FMP4,
                OptionalInt.of(0), 9);
        SegmentPlaylist playlist = SegmentPlaylist.of(rendition, List.of(6.0, 6.0, 0.023));
        assertThat(playlist.endsTooShort()).isTrue();
        assertThat(playlist.withLastMerged().endsTooShort()).isFalse();
        assertThat(playlist.withLastMerged().text(rendition)).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:6
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MAP:URI="init_0.mp4"
                #EXTINF:6.000000,
                segment-0.m4s
                #EXTINF:6.023000,
                segment-1.m4s
                #EXT-X-ENDLIST
                """);
    }

    @Test
    void languagesAreOneGroupForEachBitrate() {
        String master = master(picture("240p", 426, 240, "audio-96k", 200_000, 100_000),
                track("audio-96k", "audio-96k", "English", "en", 100_000), track("audio-96k-2", "audio-96k", "German", "de", 110_000));

        assertThat(master).contains("""
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-96k",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",\
                URI="audio-96k/stream.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-96k",NAME="German",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="2",\
                URI="audio-96k-2/stream.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=310000,AVERAGE-BANDWIDTH=260000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=426x240,\
                FRAME-RATE=29.970,AUDIO="audio-96k"
                240p/stream.m3u8
                """);
    }

    @Test
    void languagesOfSoundAloneAreChoicesOfItsVariants() {
        assertThat(master(track("audio-96k", "audio-96k", "English", "en", 100_000),
                track("audio-96k-2", "audio-96k", "German", "de", 110_000))).contains(
                        "URI=\"audio-96k/stream.m3u8\"\n", "URI=\"audio-96k-2/stream.m3u8\"\n")
                .endsWith("CODECS=\"mp4a.40.2\",AUDIO=\"audio-96k\"\naudio-96k/stream.m3u8\n");
    }

    private static MeasuredRendition track(String folder, String group, String name, String language, long rate) {
        MeasuredRendition sound = sound(folder, rate, rate);
        Rendition of = sound.rendition();
        return new MeasuredRendition(new Rendition(of.name(), false, Optional.empty(), of.playlist(), of.format(), of.number(), 9,
                ExpectedResult.ANY, Optional.of(new Rendition.Track(group, name, Optional.of(new Language(language)), folder.equals(group))),
                Optional.empty()), sound.playlist(), sound.bytes(), sound.sample(), sound.codec());
    }

    @Test
    void theKeyIsNamedBehindTheHeaderWhichIsNotEncrypted() {
        var rendition = new Rendition("240p", true, Optional.empty(), Path.of("/out/240p/stream.m3u8"), SegmentFormat.FMP4,
                OptionalInt.of(0), 9, ExpectedResult.ANY, Optional.empty(), Optional.of("https://example.com/key?a=b"));
        assertThat(SegmentPlaylist.of(rendition, List.of(6.0)).text(rendition)).contains("""
                #EXT-X-MAP:URI="init_0.mp4"
                #EXT-X-KEY:METHOD=AES-128,URI="https://example.com/key?a=b"
                #EXTINF:6.000000,
                """);
        assertThat(rendition.publishedBytes(32)).isEqualTo(48);
        assertThat(rendition.publishedBytes(47)).isEqualTo(48);
    }

    private static String master(MeasuredRendition... renditions) {
        return MasterPlaylist.write("", List.of(renditions), List.of());
    }

    private static MeasuredRendition picture(
            String name, int width, int height, String sound, long first, long second) {
        return made(name, Optional.of(sound), true, playlist(6, 6), List.of(first * 6 / 8, second * 6 / 8),
                new VideoStream(0, "h264", width, height, width, height, "yuv420p",
                        OptionalDouble.of(30000 / 1001.0), 0, false, false, true,
                        new VideoStream.Colour("tv", "bt709", "bt709", "bt709")));
    }

    private static MeasuredRendition sound(String name, long first, long second) {
        return made(name, Optional.empty(), false, playlist(6, 6), List.of(first * 6 / 8, second * 6 / 8));
    }

    private static MeasuredRendition made(
            String name, Optional<String> sound, boolean picture, SegmentPlaylist playlist, List<Long> bytes,
            MediaStream... streams) {
        List<MediaStream> found = streams.length > 0 ? List.of(streams)
                : List.of(new AudioStream(0, "aac", 2, 48000, true));
        var sample = new MediaFile(List.of("mpegts"), "", OptionalDouble.of(6), OptionalLong.empty(),
                OptionalLong.empty(), found);
        return new MeasuredRendition(new Rendition(name, picture, sound, Path.of("/out", name, "stream.m3u8"), SegmentFormat.TS, OptionalInt.of(0), 9),
                playlist, bytes, sample, picture ? "avc1.64001f" : "mp4a.40.2");
    }

    private static SegmentPlaylist playlist(double... seconds) {
        return new SegmentPlaylist(Optional.empty(), IntStream.range(0, seconds.length)
                .mapToObj(i -> new SegmentPlaylist.Segment("segment-" + i + ".ts", seconds[i])).toList());
    }
}
