package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.dromedary.media.Ffmpeg;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Several sounds and subtitles, encryption and DASH, judged by players that are not ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Tag("engines")
class PlayedTracksTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final byte[] KEY = "KEY-of-16-bytes!".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private HttpServer web;
    private HereNode node;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path film = folder.resolve("film.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc=s=320x180:r=25:d=5", "-f", "lavfi", "-i", "sine=f=440:d=5",
                "-f", "lavfi", "-i", "sine=f=880:d=5", "-map", "0", "-map", "1", "-map", "2", "-metadata:s:a:0", "language=eng",
                "-metadata:s:a:1", "language=deu", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", film.toString()));
        files.put("/film.mp4", Files.readAllBytes(film));
        files.put("/key", KEY);
        files.put("/long-key", new byte[32]);
        for (String word : List.of("Hello", "Hallo", "Bonjour")) {
            files.put("/" + word + ".vtt", ("WEBVTT\n\n00:00.000 --> 00:04.500\n" + word + "\n").getBytes(StandardCharsets.UTF_8));
        }
        web = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        web.createContext("/", exchange -> {
            byte[] file = files.get(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
            if (file != null) {
                exchange.getResponseBody().write(file);
            }
            exchange.close();
        });
        web.start();
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_JOB_MAX_ATTEMPTS", "1");
        Path table = node.ownHome().resolve("config/encoding.yaml");
        Files.writeString(table, Files.readString(table).replace("segment_seconds: 6", "segment_seconds: 2"));
        api = node.start().api();
    }

    @AfterAll
    void stop() {
        node.close();
        web.stop(0);
    }

    @Test
    void playersChangeSoundsAndSubtitlesOfEncryptedHlsAndOfDash() throws IOException {
        String tracks = "'subtitles': [{'url': '%1$s/Hello.vtt', 'label': 'English', 'language': 'en', 'default': true},"
                + " {'url': '%1$s/Hallo.vtt', 'label': 'Deutsch', 'language': 'de'}, {'url': '%1$s/Bonjour.vtt', 'language': 'fr'}]";
        String encryption = "'encryption': {'method': 'aes-128', 'key_url': '%1$s/key'}";
        JsonNode streams = succeeded("{" + tracks + ", " + encryption + "}");
        JsonNode fragments = succeeded("{'segment_format': 'fmp4', 'audio_tracks': ['de'], " + encryption + "}");
        JsonNode both = succeeded("{'manifest': ['hls', 'dash'], " + tracks + "}");
        String dash = both.at("/tasks/3/output/files/dash").asText();
        assertThat(dash).endsWith("/master.mpd");

        JsonNode seen = Player.tracks(List.of(streams.get("output").asText(), fragments.get("output").asText(),
                both.get("output").asText(), dash));

        for (int i : new int[] {0, 2, 3}) {
            JsonNode one = seen.get(i);
            assertThat(one.get("errors")).as("%s", one).isEmpty();
            assertThat(one.at("/sounds").findValuesAsText("lang")).as("%s", one).containsExactlyInAnyOrder("en", "de");
            assertThat(one.at("/sound").asText()).as("%s", one).isEqualTo("de");
            assertThat(one.at("/movedTo").asDouble()).isGreaterThan(one.at("/changedAt").asDouble() + 0.3);
            assertThat(one.at("/subtitles").findValuesAsText("name")).as("%s", one).containsExactly("English", "Deutsch", "French");
            assertThat(one.get("cues")).extracting(JsonNode::asText).as("%s", one).containsExactly("Hello", "Hallo", "Bonjour");
            assertThat(one.get("end").asDouble()).isBetween(4.8, 5.3);
        }
        assertThat(seen.get(1).get("errors")).as("%s", seen.get(1)).isEmpty();
        assertThat(seen.at("/1/sounds").findValuesAsText("lang")).containsExactly("de");
        assertThat(seen.at("/1/end").asDouble()).isBetween(4.8, 5.3);
        isPlayedByFfmpeg(dash, "video", "audio", "audio");
        isPlayedByFfmpeg(streams.get("output").asText(), "video", "audio", "audio");
        noFileHasTheKey();
    }

    /** Decodes all of it. */
    private static void isPlayedByFfmpeg(String url, String... streams) {
        assertThat(Ffmpeg.text("ffprobe", "-v", "error", "-allowed_extensions", "ALL", "-show_entries", "stream=codec_type", "-of",
                "default=noprint_wrappers=1:nokey=1", url).lines().filter(type -> !type.equals("subtitle")))
                .contains(streams);
        assertThat(Ffmpeg.text("ffmpeg", "-v", "error", "-xerror", "-i", url, "-map", "0:v", "-map", "0:a", "-f", "null", "-")).isEmpty();
    }

    private void noFileHasTheKey() throws IOException {
        assertThat(node.logText()).doesNotContain(new String(KEY, StandardCharsets.US_ASCII));
        try (Stream<Path> all = Files.walk(node.data())) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as("%s", file)
                        .doesNotContain(new String(KEY, StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void aKeyOfAnotherSizeFailsTheJobByItsField() {
        JsonNode job = finished("{'encryption': {'method': 'aes-128', 'key_url': '%1$s/long-key'}}");

        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("input_unsupported");
        assertThat(job.at("/error/message").asText()).contains("'encryption.key_url' has more than 16 bytes");
        assertThat(job.at("/tasks/0/status").asText()).isEqualTo("failed");
    }

    private JsonNode succeeded(String options) {
        JsonNode job = finished(options);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        return job;
    }

    private JsonNode finished(String options) {
        String at = "http://127.0.0.1:" + web.getAddress().getPort();
        Api.Answer answer = api.post("/jobs", "{'kind': 'adaptive_video', 'input': '%s/film.mp4', 'options': %s}"
                .formatted(at, options.formatted(at)).replace('\'', '"'));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return api.finished(CONTRACT.keeps("POST", "/jobs", answer).json().get("id").asText());
    }
}
