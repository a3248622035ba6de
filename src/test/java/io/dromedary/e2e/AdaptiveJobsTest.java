package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Ffmpeg;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Adaptive jobs from a bucket to the CDN and back to a bucket, judged by players and parsers that are not ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Tag("engines")
class AdaptiveJobsTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final String SUBTITLES = "'subtitle_url': 's3://media/film.de.srt'";

    private Path folder;
    private R2Double r2;
    private HereNode node;
    private Api api;
    private Path table;
    private String shipped;

    @BeforeAll
    void start(@TempDir Path kept) throws IOException {
        folder = kept;
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.limitWritesPerKey(false);
        r2.put("media", "film.mp4", Samples.video(folder, "film.mp4", 480, 270, 4), "video/mp4");
        Path silent = folder.resolve("silent.mp4");
        Ffmpeg.run(List.of("-v", "error", "-i", folder.resolve("film.mp4").toString(), "-an", "-c", "copy", silent.toString()));
        r2.put("media", "silent.mp4", silent, "video/mp4");
        Path song = folder.resolve("song.wav");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "sine=f=440:d=3", "-ac", "2", song.toString()));
        r2.put("media", "song.wav", song, "audio/wav");
        r2.put("media", "film.de.srt", "1\n00:00:01,000 --> 00:00:02,000\nGuten Tag\n".getBytes(StandardCharsets.UTF_8),
                "application/x-subrip");
        // Players find what a playlist names behind its own signature.
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_CDN_SIGNED", "true")
                .with("DROMEDARY_TRANSFER_RETRIES", "1").with("DROMEDARY_JOB_MAX_ATTEMPTS", "1");
        table = node.ownHome().resolve("config/encoding.yaml");
        // Two segments out of a few seconds.
        shipped = Files.readString(table).replace("segment_seconds: 6", "segment_seconds: 2");
        Files.writeString(table, shipped);
        api = node.start().api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void aPlayerPlaysEveryLevelOfEveryResult() throws IOException {
        JsonNode film = succeeded("film.mp4", "{" + SUBTITLES + "}", null);
        JsonNode silent = succeeded("silent.mp4", "{}", null);
        JsonNode song = succeeded("song.wav", "{" + SUBTITLES + "}", null);
        Files.writeString(table, shipped.replace("segment_format: ts", "segment_format: fmp4")
                .replace("    240: {", "    120: { h264: 100000, h265: 100000, audio: 96000 }\n    240: {"));
        JsonNode fragments = succeeded("film.mp4", "{'no_audio': false, 'height': 240, " + SUBTITLES + "}",
                null);
        Files.writeString(table, shipped);

        assertThat(film.get("output").asText()).matches(
                ".*/cdn/~\\d+[.][\\w-]{43}/" + film.get("id").asText() + "/master.m3u8");
        JsonNode seen = Player.play(List.of(film.get("output").asText(), silent.get("output").asText(),
                song.get("output").asText(), fragments.get("output").asText()));
        for (JsonNode one : seen) {
            // Of the sound in transport streams hls.js notes once that the buffer did not grow, and of a machine that is
            // busy that it waits; it plays on, to the end.
            assertThat(one.get("errors")).as("%s", one).allSatisfy(error ->
                    assertThat(error.asText()).matches("bufferAppendNoProgress.*|bufferStalledError.*"));
        }
        assertThat(sizes(seen.get(0))).containsExactly("426x240", "480x270");
        assertThat(sizes(seen.get(1))).containsExactly("426x240", "480x270");
        // The rung that was added to the file while the server ran.
        assertThat(sizes(seen.get(3))).containsExactly("212x120", "426x240");
        for (int i : new int[] {0, 1, 3}) {
            assertThat(seen.get(i).get("changed").asBoolean()).isTrue();
            for (JsonNode level : seen.get(i).get("levels")) {
                assertThat(level.get("frames").asInt()).as("%s", level).isEqualTo(100);
                assertThat(level.get("segments").asInt()).isEqualTo(2);
                assertThat(level.get("duration").asDouble()).isCloseTo(4, within(0.15));
                assertThat(level.get("soundBytes").asInt() > 0).isEqualTo(i != 1);
                assertThat(level.get("sounds")).hasSize(i == 1 ? 0 : 1);
                assertThat(level.at("/attrs/FRAME-RATE").asText()).isEqualTo("25.000");
                assertThat(level.at("/attrs/CODECS").asText()).startsWith("avc1.64").contains(i == 1 ? "" : ",mp4a.40.2");
            }
        }
        assertThat(seen.get(1).get("subtitles")).isEmpty();
        for (int i : new int[] {0, 2, 3}) {
            showsTheCueInItsTime(seen.get(i));
        }
        assertThat(seen.get(2).at("/levels/0/soundBytes").asInt()).isPositive();
        assertThat(seen.get(2).at("/levels/0/attrs/CODECS").asText()).isEqualTo("mp4a.40.2");
    }

    /** Where a cue is on the player's clock shows whether the file's clock is that of the segments. */
    private static void showsTheCueInItsTime(JsonNode seen) {
        assertThat(seen.at("/subtitles/0/name").asText()).as("%s", seen).isEqualTo("German");
        assertThat(seen.at("/subtitles/0/lang").asText()).isEqualTo("de");
        assertThat(seen.get("cues")).hasSize(1);
        assertThat(seen.at("/cues/0/text").asText()).isEqualTo("Guten Tag");
        // In fragments, the player's 0 is where the first picture is decoded, which is shown a little later.
        double begin = seen.get("begin").asDouble();
        assertThat(begin).as("%s", seen).isBetween(0.0, 0.1);
        assertThat(seen.at("/cues/0/startTime").asDouble() - begin).as("%s", seen).isCloseTo(1, within(0.03));
        assertThat(seen.at("/cues/0/endTime").asDouble() - begin).isCloseTo(2, within(0.03));
        assertThat(seen.at("/shown/0/text").asText()).as("%s", seen).isEqualTo("Guten Tag");
        assertThat(seen.at("/shown/0/at").asDouble()).isBetween(0.95, 2.15);
    }

    private static List<String> sizes(JsonNode seen) {
        var sizes = new ArrayList<String>();
        seen.get("levels").forEach(level ->
                sizes.add(level.get("width").asInt() + "x" + level.get("height").asInt()));
        return sizes;
    }

    @Test
    void theResultIsToldAsOneFileAndItsPlaylistsAreRight() throws IOException {
        JsonNode job = succeeded("film.mp4", "{'codec': 'h265', 'start': 0.5, 'end': 3.5, 'height': 120, "
                + SUBTITLES + ", 'thumbnails': {'every': 2, 'width': 64}}", null);
        JsonNode file = job.at("/tasks/3/output");
        String cdn = "/" + job.get("id").asText() + "/";
        assertThat(file.at("/files/subtitles").asText()).endsWith(cdn + "subtitles/subtitles.vtt");
        assertThat(file.at("/files/thumbnails").asText()).endsWith(cdn + "master.thumbnails.jpg");
        assertThat(file.at("/files/thumbnails_vtt").asText()).endsWith(cdn + "master.thumbnails.vtt");
        assertThat(file.get("kind").asText()).isEqualTo("video");
        assertThat(file.get("format").asText()).isEqualTo("hls");
        assertThat(file.get("height").asInt()).isEqualTo(120);
        assertThat(file.get("duration").asDouble()).isCloseTo(3, within(0.1));
        assertThat(file.at("/codecs/video").asText()).isEqualTo("hevc");
        assertThat(file.at("/codecs/audio").asText()).isEqualTo("aac");
        Path published = node.data().resolve("cdn").resolve(job.get("id").asText());
        assertThat(file.get("filesize").asLong()).isEqualTo(size(published));

        assertThat(published.resolve("subtitles/segment-0.vtt")).content().contains("00:00:00.500 --> 00:00:01.500");
        assertThat(published.resolve("master.thumbnails.vtt")).content()
                .contains("00:00:02.000 --> 00:00:03.000\nmaster.thumbnails.jpg#xywh=64,0,64,36\n");
        assertThat(Ffmpeg.values(published.resolve("master.thumbnails.jpg"), "v", "stream=width")).containsExactly("128");

        List<Path> playlists = playlists(published);
        JsonNode read = Player.parse(playlists);
        assertThat(read).hasSize(4);
        assertThat(playlists.remove(3)).isEqualTo(published.resolve("subtitles/stream.m3u8"));
        assertThat(read.get(3).get("warnings")).as("%s", read).isEmpty();
        assertThat(read.at("/3/manifest/endList").asBoolean()).isTrue();
        assertThat(read.at("/3/manifest/targetDuration").asInt()).isBetween(3, 4);
        assertThat(read.at("/3/manifest/segments/0/duration").asDouble()).isCloseTo(3, within(0.1));
        assertThat(read.at("/2/manifest/mediaGroups/SUBTITLES/subtitles/German/language").asText()).isEqualTo("de");
        for (int i = 0; i < playlists.size(); i++) {
            JsonNode playlist = read.get(i);
            assertThat(playlist.get("warnings")).as("%s", playlist).isEmpty();
            if (!playlist.at("/manifest/segments").isEmpty()) {
                assertThat(playlist.at("/manifest/endList").asBoolean()).isTrue();
                assertThat(playlist.at("/manifest/playlistType").asText()).isEqualTo("VOD");
                for (JsonNode segment : playlist.at("/manifest/segments")) {
                    assertThat(Math.round(segment.get("duration").asDouble()))
                            .isLessThanOrEqualTo(playlist.at("/manifest/targetDuration").asLong());
                    assertThat(segment.at("/map/uri").asText()).startsWith("init");
                }
            }
        }
    }

    @Test
    void aFolderInABucketGetsAllOfIt() {
        JsonNode job = succeeded("film.mp4", "{'height': 240, " + SUBTITLES + ", 'thumbnails': {'width': 64}}",
                "s3://media/out/film/");
        assertThat(job.get("output").asText()).isEqualTo("s3://media/out/film/master.m3u8");
        assertThat(r2.object("media", "out/film/240p/segment-1.ts").orElseThrow().contentType()).isEqualTo("video/mp2t");
        assertThat(r2.object("media", "out/film/240p/stream.m3u8").orElseThrow().contentType())
                .isEqualTo("application/vnd.apple.mpegurl");
        assertThat(r2.object("media", "out/film/master.m3u8")).isPresent();
        assertThat(r2.object("media", "out/film/audio-96k/segment-0.ts")).isPresent();
        assertThat(r2.object("media", "out/film/subtitles/stream.m3u8").orElseThrow().contentType())
                .isEqualTo("application/vnd.apple.mpegurl");
        assertThat(r2.object("media", "out/film/subtitles/segment-0.vtt").orElseThrow().contentType()).isEqualTo("text/vtt");
        assertThat(r2.object("media", "out/film/master.thumbnails.vtt").orElseThrow().contentType()).isEqualTo("text/vtt");
        assertThat(r2.object("media", "out/film/master.thumbnails.jpg").orElseThrow().contentType()).isEqualTo("image/jpeg");
        assertThat(job.at("/tasks/3/output/files/subtitles").asText())
                .isEqualTo("s3://media/out/film/subtitles/subtitles.vtt");
    }

    @Test
    void anOutputThatIsNoFolderIsRefused() {
        Api.Answer answer = send("film.mp4", "{}", "s3://media/out/film.bin");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("field").asText()).isEqualTo("output");
        assertThat(answer.json().get("message").asText()).contains("a folder, with a '/' at its end");
    }

    /** The contract has no third style: as a track they are there already. */
    @Test
    void embeddedSubtitlesAreRefusedByName() {
        Api.Answer answer = send("film.mp4", "{'subtitle_style': 'embed', " + SUBTITLES + "}", null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("field").asText()).isEqualTo("options.subtitle_style");
        assertThat(answer.json().get("message").asText()).contains("sidecar", "burn_in");
    }

    private JsonNode succeeded(String input, String options, String output) {
        JsonNode job = finished(input, options, output);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        return job;
    }

    private JsonNode finished(String input, String options, String output) {
        Api.Answer answer = send(input, options, output);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return api.finished(CONTRACT.keeps("POST", "/jobs", answer).json().get("id").asText());
    }

    private Api.Answer send(String input, String options, String output) {
        return api.post("/jobs", "{'kind': 'adaptive_video', 'connection_id': 'r2', 'input': 's3://media/%s', 'options': %s%s}"
                .formatted(input, options, output == null ? "" : ", 'output': '" + output + "'").replace('\'', '"'));
    }

    private static List<Path> playlists(Path published) throws IOException {
        try (Stream<Path> files = Files.walk(published)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".m3u8")).sorted().toList());
        }
    }

    private static long size(Path published) throws IOException {
        try (Stream<Path> files = Files.walk(published)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
