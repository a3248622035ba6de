package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.Programs;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile files through the whole job. A canary beside the server must be read by none, and a port of this machine
 * must hear from none. The server runs without bubblewrap, so that this shows what FFmpeg's own options keep away:
 * what bubblewrap keeps away is for {@code SandboxTest}.
 */
@Tag("process")
@Order(1)
class MediaAttacksTest {

    private static final String CANARY = "canary-4711-of-this-machine";
    private static final Set<String> REFUSED = Set.of("input_unsupported", "input_corrupt", "no_video_stream",
            "encode_failed", "encode_incomplete", "resource_limit", "option_conflict");
    private static final int MAX_OUTPUT = 20 << 20;
    /** How long a connection that was already made may need to be heard of. */
    private static final int LISTEN_MS = 1;

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static Node node;
    private static ServerSocket port;
    /** A line for each start of ffprobe. */
    private static Path starts;

    @BeforeAll
    static void start() throws IOException {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("inbox");
        starts = folder.resolve("starts");
        Path ffprobe = Programs.write(folder.resolve("ffprobe"),
                "#!/bin/sh\necho started >>'" + starts + "'\nexec ffprobe \"$@\"\n");
        // Where root runs the tests, ffprobe is another user: what is tried here shall not hang on whose files these are.
        Files.writeString(starts, "");
        for (Path each : List.of(folder, ffprobe, starts)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        node = new Node(folder.resolve("node")).with("DROMEDARY_SANDBOX", "off")
                .with("DROMEDARY_FFPROBE_PATH", ffprobe.toString())
                .with("DROMEDARY_OUTPUT_MAX_BYTES", Integer.toString(MAX_OUTPUT));
        Path table = node.ownHome().resolve("config/encoding.yaml");
        Files.writeString(table, Files.readString(table).replaceFirst("max_frames: \\d+", "max_frames: 2000"));
        node.start();
        node.api().connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "inbox"));
        port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        port.setSoTimeout(LISTEN_MS);
    }

    @AfterAll
    static void stop() throws IOException {
        port.close();
        node.close();
        r2.close();
    }

    /** A hostile file: what it is, the name under which it comes, and its bytes, given the canary and the port. */
    record Attack(String name, String key, boolean isText, Bytes bytes) {

        Attack(String name, String key, Bytes bytes) {
            this(name, key, false, bytes);
        }

        interface Bytes {
            byte[] of(Path canary, int port) throws IOException;
        }

        static Attack text(String name, String key, String pattern) {
            return new Attack(name, key, true, (canary, port) -> pattern.replace("CANARY", canary.toString())
                    .replace("PORT", Integer.toString(port)).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return name + " as " + key;
        }
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                playlists(Attack::text, "HLS playlist that reads a file", "#EXTM3U\n#EXTINF:1,\nfile:CANARY\n#EXT-X-ENDLIST\n"),
                playlists(Attack::text, "HLS playlist that calls a host", "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:PORT/a.ts\n"),
                playlists(Attack::text, "HLS key from a host", "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"http://127.0.0.1:PORT/k\"\n"
                        + "#EXTINF:1,\nconcat:CANARY|CANARY\n"),
                playlists(Attack::text, "HLS playlist of a data URL", "#EXTM3U\n#EXTINF:1,\ndata:video/mp4;base64,AAAA\n"),
                playlists(Attack::text, "HLS playlist of a part of a file",
                        "#EXTM3U\n#EXTINF:1,\nsubfile,,start,0,end,9,,:CANARY\n"),
                playlists(Attack::text, "ffconcat script", "ffconcat version 1.0\nfile 'CANARY'\n"),
                playlists(Attack::text, "ffconcat script that calls a host",
                        "ffconcat version 1.0\nfile 'http://127.0.0.1:PORT/x.mp4'\n"),
                Stream.of(
                        Attack.text("DASH manifest", "a.mp4", """
                                <?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period>
                                <BaseURL>http://127.0.0.1:PORT/</BaseURL><AdaptationSet mimeType="video/mp4">
                                <Representation id="1"><SegmentList><SegmentURL media="x.mp4"/></SegmentList>
                                </Representation></AdaptationSet></Period></MPD>"""),
                        Attack.text("session description", "a.mp4",
                                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video PORT RTP/AVP 96\n"
                                        + "a=rtpmap:96 H264/90000\n"),
                        Attack.text("RTSP redirect", "a.mp4", "RTSPtextRTSP://127.0.0.1:PORT/x\n"),
                        Attack.text("Real media link", "a.mp4", "rtsp://127.0.0.1:PORT/x.rm\n"),
                        Attack.text("SVG with an entity of a file", "a.png", """
                                <?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e SYSTEM "file://CANARY">]>
                                <svg xmlns="http://www.w3.org/2000/svg"><text>&e;</text>
                                <image href="http://127.0.0.1:PORT/x.png"/></svg>"""),
                        new Attack("MOV whose track is in another file", "a.mov", (canary, port) ->
                                HostileFiles.movWithReference(folder, "file://" + canary)),
                        new Attack("MOV whose track is at a host", "a.mov", (canary, port) ->
                                HostileFiles.movWithReference(folder, "http://127.0.0.1:" + port + "/x")),
                        new Attack("PNG of 30,000 by 30,000 pixels", "a.png", (canary, port) ->
                                HostileFiles.png(30_000, 30_000, 64)),
                        new Attack("PNG of 2^31-1 by 1 pixels", "a.png", (canary, port) ->
                                HostileFiles.png(Integer.MAX_VALUE, 1, 64)),
                        new Attack("GIF that claims 65,535 by 65,535", "a.gif", (canary, port) ->
                                HostileFiles.gif(65_535, 65_535)),
                        new Attack("Matroska of 10,000 streams", "a.mkv", (canary, port) ->
                                HostileFiles.matroska(10_000, 1)),
                        new Attack("Matroska that claims 24 hours", "a.mkv", (canary, port) ->
                                HostileFiles.matroska(1, 86_400)),
                        new Attack("MP4 without a frame", "a.mp4", (canary, port) ->
                                HostileFiles.mp4WithoutFrames(folder)),
                        new Attack("MP4 cut in its header", "a.mp4", (canary, port) ->
                                HostileFiles.headOf(HostileFiles.mp4(folder), 900)),
                        Attack.text("empty playlist", "a.m3u8", "#EXTM3U\n")))
                .flatMap(each -> each);
    }

    private interface Make {
        Attack of(String name, String key, String pattern);
    }

    /** Bytes of a file. */
    private interface Media {
        byte[] make() throws IOException;
    }

    /** The same under every kind of name that the product speaks of: a name must decide nothing. */
    private static Stream<Attack> playlists(Make make, String name, String pattern) {
        return Stream.of("mp4", "webm", "mp3", "png", "m3u8").map(extension -> make.of(name, "a." + extension, pattern));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isRefusedAndReadsAndSendsNothing(Attack attack) throws IOException {
        Path canary = Files.writeString(folder.resolve("canary.txt"), CANARY);
        r2.put("inbox", attack.key(), attack.bytes().of(canary, port.getLocalPort()), "application/octet-stream");
        Files.writeString(starts, "");
        JsonNode job = done(attack.key());
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("failed");
        assertThat(job.at("/error/kind").asText()).as("%s", job).isIn(REFUSED);
        if (attack.isText()) {
            assertThat(starts).as("starts of ffprobe").isEmptyFile();
        } else {
            assertThat(starts).as("starts of ffprobe, without which the others show nothing").isNotEmptyFile();
        }
        assertThat(job.toString()).doesNotContain(CANARY).doesNotContain(folder.toString());
        assertThat(isCalled()).as("a connection to this machine").isFalse();
        Awaitility.await().until(() -> node.workFolders().isEmpty());
    }

    @Test
    void aPictureWhoseDataInflatesFarBeyondItsSizeIsReadAsFarAsItIsOne() throws IOException {
        r2.put("inbox", "deep.png", HostileFiles.png(16, 16, 64 << 20), "image/png");
        JsonNode job = done("deep.png");
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
    }

    @Test
    void aGifThatRepeatsForEverIsPlayedOnce() throws IOException {
        put("endless.gif", HostileFiles.made(folder, "endless.gif", "-f", "lavfi", "-i",
                "testsrc=size=64x36:rate=5:duration=1",
                "-loop", "0"));
        JsonNode job = done("video", "endless.gif", "\"width\": 64");
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("tasks").get(job.get("tasks").size() - 1)
                .at("/output/duration").asDouble()).isBetween(0.5, 2.0);
    }

    @Test
    void soundThatUnpacksWithoutEndIsEndedAtTheLimit() throws IOException {
        byte[] bomb = HostileFiles.made(folder, "bomb.flac", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:d=7200");
        assertThat(bomb.length).isLessThan(4 << 20);
        put("bomb.flac", bomb);
        JsonNode job = done("audio", "bomb.flac", "\"format\": \"wav\"");
        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("resource_limit");
        Awaitility.await().until(() -> node.workFolders().isEmpty());
    }

    @Test
    void filesWithWrongBitsEndAsWhatTheyAre() throws IOException {
        byte[] movie = HostileFiles.mp4(folder);
        byte[] webm = HostileFiles.made(folder, "a.webm", "-f", "lavfi", "-i", "testsrc=size=64x36:rate=5:duration=1",
                "-c:v", "libvpx-vp9", "-deadline", "realtime");
        var jobs = new ArrayList<String>();
        for (int seed = 1; seed <= 3; seed++) {
            put("flipped" + seed + ".mp4", HostileFiles.flipped(movie, seed, 10 * seed));
            put("flipped" + seed + ".webm", HostileFiles.flipped(webm, seed, 10 * seed));
            jobs.add(sent("video", "flipped" + seed + ".mp4", "\"width\": 64"));
            jobs.add(sent("video", "flipped" + seed + ".webm", "\"width\": 64"));
        }
        for (String id : jobs) {
            JsonNode job = node.api().finished(id);
            assertThat(job.get("status").asText().equals("succeeded")
                    || REFUSED.contains(job.at("/error/kind").asText()))
                    .as("%s", job).isTrue();
        }
        Awaitility.await().until(() -> node.workFolders().isEmpty());
    }

    /** ffmpeg ends well with each of these, and leaves a file that is empty, or in which what was asked for is not. */
    @Test
    void whatHoldsNothingThatCanBeDecodedIsNoResult() throws IOException {
        put("blind.avi", HostileFiles.aviWithoutPictures(folder));
        for (JsonNode job : List.of(done("image", "blind.avi", "\"format\": \"jpeg\""),
                done("video", "blind.avi", "\"format\": \"mov\""),
                done("video", "blind.avi", "\"format\": \"webm\""))) {
            assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("encode_failed");
            assertThat(job.at("/error/message").asText()).startsWith("Nothing came out of the input");
        }
    }

    /** Its header says 2 s, but what is there is measured. */
    @Test
    void aSoundThatIsCutOffEndsWhereItIsCutOff() throws IOException {
        put("short.aiff", HostileFiles.headOf(HostileFiles.made(folder, "long.aiff", "-f", "lavfi", "-i",
                "sine=sample_rate=8000:duration=2"), 1000));

        JsonNode job = done("audio", "short.aiff", "\"format\": \"flac\", \"start\": 1");

        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("option_conflict");
        assertThat(job.at("/error/message").asText()).startsWith("'start' is 1 s, but the input ends at 0.05");
    }

    /** With real frames, so that nothing but the limit stands in their way; the header alone decides. */
    static Stream<Arguments> excesses() {
        String[] sounds = Stream.concat(Stream.of("-f", "lavfi", "-i", "sine=duration=0.2", "-c:a", "pcm_s16le"),
                IntStream.range(0, 40).boxed().flatMap(each -> Stream.of("-map", "0:a"))).toArray(String[]::new);
        return Stream.of(
                Arguments.of("input.max_seconds", "mkv", (Media) () -> HostileFiles.claimingToLast(folder, 90_000)),
                Arguments.of("input.max_seconds", "mkv", (Media) () -> HostileFiles.claimingToLast(folder, 1e9)),
                Arguments.of("input.max_frames", "mkv", (Media) () -> HostileFiles.made(folder, "fast.mkv", "-f", "lavfi",
                        "-i", "testsrc2=size=16x16:rate=900:duration=3")),
                Arguments.of("input.max_frame_rate", "mp4", (Media) () -> HostileFiles.made(folder, "faster.mp4", "-f",
                        "lavfi", "-i", "testsrc2=size=16x16:rate=2000:duration=0.1")),
                Arguments.of("input.max_streams", "mkv", (Media) () -> HostileFiles.made(folder, "many.mkv", sounds)),
                Arguments.of("input.max_streams", "mov", (Media) () -> HostileFiles.made(folder, "many.mov", sounds)));
    }

    @ParameterizedTest
    @MethodSource("excesses")
    void whatIsMoreThanAnInputMayBeIsRefusedWithItsSetting(String setting, String extension, Media media)
            throws IOException {
        put("excess." + extension, media.make());
        JsonNode job = done(setting.equals("input.max_streams") ? "audio" : "video", "excess." + extension, "");
        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("resource_limit");
        assertThat(job.at("/error/message").asText()).contains("(" + setting + " in its config/encoding.yaml)");
    }

    /** Attachments and tags of a file say where they would like to be written, and what ffmpeg might take for its own. */
    @Test
    void namesInsideAFileAreNotFollowed() throws IOException {
        Path canary = Files.writeString(folder.resolve("named.txt"), CANARY);
        Path attached = Files.writeString(folder.resolve("attached.txt"), "overwritten");
        byte[] file = HostileFiles.made(folder, "named.mkv", "-f", "lavfi", "-i", "testsrc=size=64x36:rate=5:duration=1",
                "-attach", attached.toString(), "-metadata:s:t:0", "filename=" + canary, "-metadata:s:t:0",
                "mimetype=application/x-truetype-font", "-metadata", "title=-y '\"%n:%{pts}\n[0:v]movie=" + canary,
                "-metadata", "comment=file:" + canary);
        put("named.mkv", file);
        JsonNode job = done("video", "named.mkv", "\"width\": 64");
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(canary).hasContent(CANARY);
    }

    @Test
    void subtitlesNameNoFilesAndNoFontsOfTheMachine() throws IOException {
        Path canary = Files.writeString(folder.resolve("font.txt"), CANARY);
        put("subtitled.mp4", HostileFiles.mp4(folder));
        put("evil.srt", ("1\n00:00:00,000 --> 00:00:01,000\n{\\fn" + canary
                + "}{\\fs99999}{\\p9}m 0 0 l 99999999 -99999999"
                + "{\\p0}<font face=\"" + canary + "\" size=99999>http://127.0.0.1:" + port.getLocalPort()
                + "/</font>\n{\\i':movie=" + canary + "[x];[x]}\n").getBytes(StandardCharsets.UTF_8));
        JsonNode job = done("video", "subtitled.mp4",
                "\"width\": 64, \"subtitle_url\": \"s3://inbox/evil.srt\", \"subtitle_style\": \"burn_in\"");
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.toString()).doesNotContain(CANARY).doesNotContain(folder.toString());
        assertThat(isCalled()).isFalse();
    }

    /** As an option, a pattern of numbers, a stream, a filter, a protocol or a program of the shell. */
    @ParameterizedTest
    @ValueSource(strings = {"-y.mp4", "%03d.mp4", "pipe:0.mp4", "it's [0:v];,=x.mp4", "$(id)`id`|id.mp4"})
    void aNameIsNothingButAName(String name) throws IOException {
        put(name, HostileFiles.mp4(folder));
        JsonNode job = done("video", name, "\"width\": 64");
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
    }

    @Test
    void aNameOfTwoLinesIsRefused() {
        assertThat(node.api().post("/jobs", "{\"kind\": \"video\", \"connection_id\": \"store\","
                + " \"input\": \"s3://inbox/a\\nb.mp4\"}")
                .status()).isEqualTo(400);
    }

    private static void put(String key, byte[] bytes) {
        r2.put("inbox", key, bytes, "application/octet-stream");
    }

    private static JsonNode done(String kind, String key, String options) {
        return node.api().finished(sent(kind, key, options));
    }

    private static String sent(String kind, String key, String options) {
        Api.Answer answer = node.api().post("/jobs", """
                {"kind": "%s", "connection_id": "store", "input": "s3://inbox/%s", "options": {%s}}"""
                .formatted(kind, key, options));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.json().get("id").asText();
    }

    private static JsonNode done(String key) {
        return done(key.endsWith("png") || key.endsWith("gif") ? "image" : "video", key, "\"width\": 64");
    }

    private static boolean isCalled() throws IOException {
        try (var connection = port.accept()) {
            return connection.isConnected();
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }
}
