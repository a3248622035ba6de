package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code adaptive -o folder/}: all files of the ladder, and nothing outside of the folder. */
class PlaylistDownloadTest {
    private static final String MASTER = """
            #EXTM3U
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="main",URI="audio/stream.m3u8"
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="Subtitles",URI="subtitles/stream.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=800000,AUDIO="audio",SUBTITLES="subtitles"
            360p/stream.m3u8
            """;
    private static final String CDN = "GET /cdn/job_1/";

    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path folder;

    @BeforeEach
    void script() {
        server.on("POST /jobs", 201, Jobs.succeeded(server.url() + "/cdn/job_1/master.m3u8"))
                .on(CDN + "360p/stream.m3u8", 200, "#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n"
                        + "#EXT-X-KEY:METHOD=AES-128,URI=\"https://example.com/key\"\n#EXTINF:4,\nsegment-0.m4s\n"
                        + "#EXTINF:4,\r\nsegment%201.m4s\n#EXT-X-ENDLIST\n")
                .on(CDN + "360p/init.mp4", 200, "init").on(CDN + "360p/segment-0.m4s", 200, "zero")
                .on(CDN + "360p/segment%201.m4s", 200, "one")
                .on(CDN + "audio/stream.m3u8", 200, "#EXTM3U\n#EXTINF:4,\nsegment-0.aac\n")
                .on(CDN + "audio/segment-0.aac", 200, "sound")
                .on(CDN + "subtitles/stream.m3u8", 200, "#EXTM3U\n#EXTINF:8,\nsegment-0.vtt\n#EXT-X-ENDLIST\n")
                .on(CDN + "subtitles/segment-0.vtt", 200, "WEBVTT\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyFileOfTheLadderIsSavedWhereThePlaylistsSay() throws Exception {
        server.on(CDN + "master.m3u8", 200, MASTER);

        CliRun.Result result = adaptive("stream/");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(files()).containsExactlyInAnyOrder("stream/master.m3u8", "stream/360p/stream.m3u8",
                "stream/360p/init.mp4", "stream/360p/segment-0.m4s", "stream/360p/segment 1.m4s",
                "stream/audio/stream.m3u8", "stream/audio/segment-0.aac", "stream/subtitles/stream.m3u8",
                "stream/subtitles/segment-0.vtt");
        assertThat(folder.resolve("stream/360p/segment 1.m4s")).hasContent("one");
        assertThat(folder.resolve("stream/master.m3u8")).hasContent(MASTER);
        assertThat(result.err()).contains("Saved 9 files in " + folder.resolve("stream"));
    }

    @Test
    void aLadderWithAMissingSegmentHasNoMasterPlaylist() throws Exception {
        server.on(CDN + "master.m3u8", 200, MASTER + "720p/stream.m3u8\n")
                .on(CDN + "720p/stream.m3u8", 200, "#EXTM3U\nsegment-0.ts\n");

        CliRun.Result result = adaptive("stream/");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("answered 404", "720p/segment-0.ts");
        assertThat(files()).doesNotContain("stream/master.m3u8", "stream/720p/stream.m3u8")
                .noneMatch(file -> file.endsWith(".part"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.ts", "a/../../outside.ts", "%2e%2e/outside.ts", "/outside.ts",
        "http://example.com/outside.ts", "//example.com/outside.ts", "file:///etc/passwd"})
    void aPlaylistCannotReachOutsideOfTheFolder(String name) throws Exception {
        server.on(CDN + "master.m3u8", 200, "#EXTM3U\n" + name + "\n").on("GET /cdn/outside.ts", 200, "x")
                .on("GET /outside.ts", 200, "x").on("GET /cdn/job_1/%2e%2e/outside.ts", 200, "x");

        CliRun.Result result = adaptive("stream/");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("which is not in its folder");
        assertThat(files()).isEmpty();
        assertThat(server.requests()).noneMatch(request -> request.path().contains("outside"));
    }

    @Test
    void aNamedMasterPlaylistHasAllOtherFilesInAFolderOfItsName() throws Exception {
        server.on(CDN + "master.m3u8", 200, "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,URI=\"audio/stream.m3u8\"\n720p/stream.m3u8\n")
                .on(CDN + "720p/stream.m3u8", 200, "#EXTM3U\nsegment-0.ts\n").on(CDN + "720p/segment-0.ts", 200, "x")
                .on(CDN + "audio/stream.m3u8", 200, "#EXTM3U\nsegment-0.aac\n").on(CDN + "audio/segment-0.aac", 200, "y");

        CliRun.Result result = adaptive("out/talk 1#.m3u8");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(folder.resolve("out/talk 1#.m3u8")).hasContent("#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,"
                + "URI=\"talk%201%23/audio/stream.m3u8\"\ntalk%201%23/720p/stream.m3u8\n");
        assertThat(files()).containsExactlyInAnyOrder("out/talk 1#.m3u8", "out/talk 1#/720p/stream.m3u8",
                "out/talk 1#/720p/segment-0.ts", "out/talk 1#/audio/stream.m3u8", "out/talk 1#/audio/segment-0.aac");
    }

    @Test
    void aFileIsNoPlaceForALadder() {
        CliRun.Result result = adaptive("x.bin");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("is a folder of playlists and segments", "--output x.m3u8");
        assertThat(server.requests()).isEmpty();
    }

    private CliRun.Result adaptive(String output) {
        return CliRun.against(server).in(folder).onTerminal().run("adaptive", "-i", "s3://b/k", "-o", output);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(f -> folder.relativize(f).toString()).toList();
        }
    }
}
