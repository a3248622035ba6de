package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.dromedary.media.Ffmpeg;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that get the result of an earlier one, and jobs that must not. Each test has inputs of its own. */
@Tag("encode")
class ReuseTest {

    private static final Pattern COUNTED = Pattern.compile("(?m)^dromedary_results_reused_total\\{kind=\"audio\"} ([0-9.]+)$");

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;
    private static Api api;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_REUSE", "true");
        node.ownHome();
        node.start();
        api = node.api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    static void stop() {
        node.close();
        r2.close();
    }

    /** Puts a sound of half a second into the bucket, which differs by its pitch. */
    private static void sound(String name, int pitch) {
        Path file = folder.resolve(pitch + ".wav");
        Ffmpeg.run(List.of("-v", "error", "-y", "-f", "lavfi", "-i", "sine=f=" + pitch + ":d=0.5", file.toString()));
        r2.put("media", name, file, "audio/wav");
    }

    private static JsonNode run(String kind, String input, String options) {
        return run(api, kind, input, options, "");
    }

    private static JsonNode run(Api caller, String kind, String input, String options, String more) {
        JsonNode job = caller.finished(caller.accepted("""
                {'kind': '%s', 'connection_id': 'r2', 'input': '%s', 'options': {%s}%s}"""
                .formatted(kind, input.contains(":") ? input : "s3://media/" + input, options, more).replace('\'', '"')));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        return job;
    }

    private static boolean isReused(JsonNode job) {
        JsonNode how = job.at("/tasks/2/output/how");
        return how.path("audio").asText().equals("reused") || how.path("video").asText().equals("reused");
    }

    private static byte[] published(JsonNode job) throws IOException {
        Path file = folder.resolve("published");
        assertThat(api.download(job.get("output").asText(), file).statusCode()).isEqualTo(200);
        return Files.readAllBytes(file);
    }

    @Test
    void theSameJobGetsTheSameResult() throws IOException {
        sound("same.wav", 440);
        JsonNode first = run("audio", "same.wav", "'format': 'mp3'");
        double before = counted();
        JsonNode second = run("audio", "same.wav", "'format': 'mp3', 'quality': 'medium'");

        assertThat(isReused(first)).isFalse();
        assertThat(isReused(second)).as("%s", second).isTrue();
        assertThat(second.get("output").asText()).contains(second.get("id").asText()).endsWith("/same.mp3");
        assertThat(published(second)).isEqualTo(published(first));
        assertThat(second.get("tasks")).allSatisfy(task -> assertThat(task.get("status").asText()).isEqualTo("succeeded"));
        assertThat(second.at("/tasks/3/output/filesize")).isEqualTo(first.at("/tasks/3/output/filesize"));
        assertThat(second.at("/tasks/3/output/url")).isEqualTo(second.get("output"));
        assertThat(counted()).isEqualTo(before + 1);
    }

    private static double counted() {
        var found = COUNTED.matcher(api.get("/metrics").response().body());
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"'format': 'mp3', 'reuse': false", "'format': 'mp3', 'quality': 'high'", "'format': 'mp3', 'end': 0.25",
        "'format': 'ogg'"})
    void anotherJobIsDone(String options) {
        sound("other.wav", 450);
        run("audio", "other.wav", "'format': 'mp3'");

        assertThat(isReused(run("audio", "other.wav", options))).isFalse();
    }

    @Test
    void anotherInputIsWorkedOn() {
        sound("changing.wav", 460);
        run("audio", "changing.wav", "");
        sound("copy.wav", 460);
        assertThat(isReused(run("audio", "copy.wav", ""))).as("another key").isFalse();
        sound("changing.wav", 470);
        assertThat(isReused(run("audio", "changing.wav", ""))).as("another content of the key").isFalse();
        sound("changing.wav", 460);
        assertThat(isReused(run("audio", "changing.wav", ""))).as("the first content again").isTrue();
    }

    @Test
    void withAnotherConfigurationItIsMadeAnew() throws IOException {
        sound("configured.wav", 475);
        run("audio", "configured.wav", "");
        assertThat(isReused(run("audio", "configured.wav", ""))).isTrue();
        Path table = node.home().resolve("config/encoding.yaml");
        Files.writeString(table, Files.readString(table) + "# Another word\n");
        assertThat(isReused(run("audio", "configured.wav", ""))).isFalse();
    }

    @Test
    void anotherProjectMakesItsOwn() {
        sound("projects.wav", 480);
        run("audio", "projects.wav", "");
        Api other = new Api(node.url(), api.post("/keys", "{\"name\": \"other\", \"scope\": \"admin\", \"project\": \"other\"}")
                .json().get("key").asText());
        other.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));

        assertThat(isReused(run(other, "audio", "projects.wav", "", ""))).isFalse();
    }

    /** The files of each job are its own, also where they are the same. */
    @Test
    void aDeletedJobTakesNothingFromOthers() throws IOException {
        sound("deleted.wav", 490);
        JsonNode first = run("audio", "deleted.wav", "");
        byte[] bytes = published(first);
        JsonNode second = run("audio", "deleted.wav", "");
        api.delete("/jobs/" + first.get("id").asText());
        assertThat(published(second)).isEqualTo(bytes);
        JsonNode third = run("audio", "deleted.wav", "");
        assertThat(isReused(third)).as("of the second").isTrue();
        api.delete("/jobs/" + second.get("id").asText());
        api.delete("/jobs/" + third.get("id").asText());
        assertThat(isReused(run("audio", "deleted.wav", ""))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filesThatAreMissingOrDamagedAreMadeAnew(boolean missing) throws IOException {
        sound("damaged.wav", missing ? 500 : 510);
        JsonNode first = run("audio", "damaged.wav", "'format': 'wav'");
        Path file = node.data().resolve("cdn").resolve(first.get("id").asText()).resolve("damaged.wav");
        assertThat(file).exists();
        if (missing) {
            Files.delete(file);
        } else {
            Files.write(file, new byte[10]);
        }

        JsonNode second = run("audio", "damaged.wav", "'format': 'wav'");
        assertThat(isReused(second)).isFalse();
        assertThat(published(second)).hasSizeGreaterThan(10_000);
    }

    @Test
    void itGoesToABucketToo() {
        sound("stored.wav", 520);
        run("audio", "stored.wav", "'format': 'ogg'");
        JsonNode stored = run(api, "audio", "stored.wav", "'format': 'ogg'", ", 'output': 's3://media/out/stored.ogg'");
        assertThat(isReused(stored)).isTrue();
        assertThat(r2.object("media", "out/stored.ogg")).isPresent();
        assertThat(isReused(run(api, "audio", "stored.wav", "'format': 'ogg'", ", 'output': 's3://media/out/other.ogg'")))
                .as("under another name, which some formats hold").isFalse();
    }

    @Test
    void anAdaptiveResultIsGivenWithAllItsFiles() throws IOException {
        r2.put("media", "film.mp4", Samples.video(folder, "film.mp4", 64, 36, 2), "video/mp4");
        JsonNode first = run("adaptive_video", "film.mp4", "'thumbnails': {'every': 1}");
        JsonNode second = run("adaptive_video", "film.mp4", "'thumbnails': {'every': 1}");
        assertThat(isReused(second)).as("%s", second).isTrue();
        assertThat(second.at("/tasks/3/output/files").toString()).isEqualTo(first.at("/tasks/3/output/files").toString()
                .replace(first.get("id").asText(), second.get("id").asText()));
        Path cdn = node.data().resolve("cdn");
        assertThat(names(cdn.resolve(second.get("id").asText()))).isEqualTo(names(cdn.resolve(first.get("id").asText())))
                .hasSizeGreaterThan(4);
        assertThat(isReused(run(api, "adaptive_video", "film.mp4", "'thumbnails': {'every': 1}", ", 'output': 's3://media/hls/'")))
                .isFalse();
    }

    private static List<String> names(Path of) throws IOException {
        try (var files = Files.walk(of)) {
            return files.map(file -> of.relativize(file).toString()).sorted().toList();
        }
    }

    @Test
    void aFileBesideTheInputCounts() {
        r2.put("media", "still.mp4", Samples.video(folder, "still.mp4", 64, 36, 1), "video/mp4");
        mark("red");
        String options = "'format': 'png', 'watermark': {'url': 's3://media/mark.png', 'position': 'center'}";
        run("image", "still.mp4", options);
        assertThat(isReused(run("image", "still.mp4", options))).isTrue();
        mark("blue");
        assertThat(isReused(run("image", "still.mp4", options))).isFalse();
    }

    private static void mark(String colour) {
        Path file = folder.resolve(colour + ".png");
        Ffmpeg.run(List.of("-v", "error", "-y", "-f", "lavfi", "-i", "color=" + colour + ":s=16x16", "-frames:v", "1", file.toString()));
        r2.put("media", "mark.png", file, "image/png");
    }

    @Test
    void aDryRunTellsIt() {
        sound("shown.wav", 530);
        run("audio", "shown.wav", "");
        JsonNode shown = api.post("/jobs?dry_run=true", """
                {"kind": "audio", "connection_id": "r2", "input": "s3://media/shown.wav"}""").json();
        assertThat(shown.at("/tasks/2/output/how/audio").asText()).as("%s", shown).isEqualTo("reused");
        assertThat(shown.at("/tasks/2/commands")).isEmpty();
    }

    @Test
    void itsWarningsAreGivenToo() {
        Path file = folder.resolve("two.mka");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "sine=d=0.5", "-map", "0:a", "-map", "0:a", "-c:a", "flac", file.toString()));
        r2.put("media", "two.mka", file, "audio/x-matroska");
        JsonNode first = run("audio", "two.mka", "");
        JsonNode second = run("audio", "two.mka", "");
        assertThat(isReused(second)).isTrue();
        assertThat(first.get("warnings")).isNotEmpty();
        assertThat(second.get("warnings")).isEqualTo(first.get("warnings"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v1\"", "W/\"v1\"", ""})
    void ofTheWebOnlyAStrongVersionCounts(String etag) throws IOException {
        sound("web.wav", 540);
        byte[] bytes = Files.readAllBytes(folder.resolve("540.wav"));
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            if (!etag.isEmpty()) {
                exchange.getResponseHeaders().set("ETag", etag);
            }
            exchange.getResponseHeaders().set("Last-Modified", "Sun, 01 Nov 2026 12:00:00 GMT");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        site.start();
        try {
            String url = "http://127.0.0.1:" + site.getAddress().getPort() + "/web.wav";
            run("audio", url, "'format': 'mp3'");
            assertThat(isReused(run("audio", url, "'format': 'mp3'"))).isEqualTo(etag.startsWith("\""));
        } finally {
            site.stop(0);
        }
    }
}
