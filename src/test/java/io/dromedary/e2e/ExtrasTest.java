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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watermarks, subtitles and thumbnails of real jobs: where they are read from, and where they go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Tag("engines")
class ExtrasTest {

    private static final String INPUT = "s3://media/in.mp4";
    private static final String SUBTITLES = "1\n00:00:00,200 --> 00:00:00,900\nWWWWWWWWWW café\n";

    @TempDir
    static Path folder;
    private R2Double r2;
    private HttpServer web;
    private HereNode node;
    private Api api;

    @BeforeAll
    void start() throws IOException {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.limitWritesPerKey(false);
        Path video = folder.resolve("in.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "color=black:s=160x90:r=25:d=2", "-c:v", "libx264",
                "-preset", "ultrafast", "-pix_fmt", "yuv420p", video.toString()));
        Path mark = folder.resolve("mark.png");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "color=white:s=20x10", "-frames:v", "1", mark.toString()));
        byte[] picture = Files.readAllBytes(mark);
        r2.put("media", "in.mp4", video, "video/mp4");
        r2.put("media", "logos/mark.png", mark, "image/png");
        r2.put("media", "logos/broken.png", Arrays.copyOf(picture, picture.length / 2), "image/png");
        r2.put("media", "film.srt", SUBTITLES.getBytes(StandardCharsets.UTF_8), "text/plain");
        r2.put("media", "old.srt", SUBTITLES.getBytes(StandardCharsets.ISO_8859_1), "text/plain");
        r2.put("media", "wide.srt", SUBTITLES.getBytes(StandardCharsets.UTF_16), "text/plain");
        r2.put("media", "huge.srt", new byte[(8 << 20) + 1], "text/plain");
        r2.put("media", "empty.srt", new byte[0], "text/plain");
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/mark.png", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, picture.length);
                exchange.getResponseBody().write(picture);
            }
        });
        web.start();
        node = new HereNode(folder.resolve("node")).start();
        api = node.api();
        api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    void stop() {
        node.close();
        web.stop(0);
        r2.close();
    }

    @AfterEach
    void nothingStaysBehind() {
        Awaitility.await().until(() -> node.workFolders().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"s3://media/logos/mark.png", "http"})
    void aWatermarkIsReadFromABucketOrTheWeb(String url) {
        JsonNode job = done("{\"watermark\": {\"url\": \"%s\", \"position\": \"top-left\", \"margin\": 4}}"
                .formatted(url.equals("http") ? "http://127.0.0.1:" + web.getAddress().getPort() + "/mark.png" : url));

        Path result = fetched(job.get("output").asText());
        assertThat(grey(result, 14, 9)).isGreaterThan(230);
        assertThat(grey(result, 40, 9)).isLessThan(30);
    }

    @ParameterizedTest
    @CsvSource({"film.srt", "old.srt", "wide.srt"})
    void subtitlesOfEveryEncodingAreAFileBesideTheResult(String name) throws IOException {
        JsonNode job = done("{\"subtitle_url\": \"s3://media/%s\", \"subtitle_style\": \"sidecar\"}".formatted(name));

        JsonNode files = job.at("/tasks/3/output/files");
        assertThat(files.get("subtitles").asText()).endsWith("/in.vtt");
        assertThat(Files.readString(fetched(files.get("subtitles").asText())))
                .isEqualTo("WEBVTT\n\n00:00:00.200 --> 00:00:00.900\nWWWWWWWWWW café\n");
    }

    @Test
    void subtitlesAreBurntIntoThePicture() {
        Path result = fetched(done("{\"subtitle_url\": \"s3://media/film.srt\"}").get("output").asText());

        assertThat(brightest(result, 0.5)).isGreaterThan(200);
        assertThat(brightest(result, 1.5)).isLessThan(40);
    }

    @Test
    void subtitlesAreATrackOfTheResult() {
        JsonNode job = done("{\"subtitle_url\": \"s3://media/film.srt\", \"subtitle_style\": \"embed\"}");

        assertThat(Ffmpeg.values(fetched(job.get("output").asText()), "s", "stream=codec_name"))
                .containsExactly("mov_text");
    }

    @Test
    void thumbnailsAreOnTheCdnBesideTheResult() throws IOException {
        JsonNode files = done("{\"thumbnails\": {\"every\": 1, \"width\": 32}}").at("/tasks/3/output/files");

        assertThat(Ffmpeg.values(fetched(files.get("thumbnails").asText()), "v", "stream=width")).containsExactly("64");
        assertThat(Files.readString(fetched(files.get("thumbnails_vtt").asText()))).isEqualTo("""
                WEBVTT

                00:00:00.000 --> 00:00:01.000
                in.thumbnails.jpg#xywh=0,0,32,18

                00:00:01.000 --> 00:00:02.000
                in.thumbnails.jpg#xywh=32,0,32,18
                """);
    }

    @Test
    void filesBesideAResultInABucketAreBesideItThere() {
        String id = api.video(INPUT, "store", "{\"thumbnails\": {\"every\": 1, \"width\": 32},"
                + " \"subtitle_url\": \"s3://media/film.srt\", \"subtitle_style\": \"sidecar\"}",
                "s3://media/out/film.mp4");
        JsonNode job = api.finished(id);

        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(r2.keys("media")).contains("out/film.mp4", "out/film.vtt", "out/film.thumbnails.jpg",
                "out/film.thumbnails.vtt");
        assertThat(r2.object("media", "out/film.thumbnails.vtt").orElseThrow().contentType()).isEqualTo("text/vtt");
        assertThat(job.at("/tasks/3/output/files/thumbnails").asText())
                .isEqualTo("s3://media/out/film.thumbnails.jpg");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "watermark | s3://media/none.png        | input_not_found   | There is no object 'none.png' in the bucket"
                + " 'media' \\(the watermark\\).",
        "watermark | s3://media/logos/broken.png| input_unsupported | The watermark is no picture that can be decoded."
                + " Send a PNG, JPEG or WebP of at most 16 megapixels.",
        "watermark | s3://media/film.srt        | input_unsupported | The watermark is a subtitle file \\(SRT\\), .*",
        "subtitles | s3://media/none.srt        | input_not_found   | There is no object 'none.srt' in the bucket"
                + " 'media' \\(the subtitle file\\).",
        "subtitles | s3://other/film.srt        | input_forbidden   | The subtitle file 'film.srt' cannot be read \\(403"
                + " AccessDenied\\)\\. The token may not read in the bucket 'other': give it Object Read .*",
        "subtitles | s3://media/huge.srt        | input_too_large   | The subtitle file is larger than the 8388608 bytes"
                + " that this server takes.",
        "subtitles | s3://media/empty.srt       | input_corrupt     | The subtitle file is an empty file.",
        "subtitles | s3://media/in.mp4          | input_unsupported | The file at 'subtitle_url' is neither SubRip nor"
                + " WebVTT. Send subtitles as SubRip \\(.srt\\) or WebVTT \\(.vtt\\)."
    })
    void aFailureSaysWhichFileItIs(String file, String url, String kind, String message) {
        JsonNode error = api.finished(api.video(INPUT, "store", file.equals("watermark")
                ? "{\"watermark\": {\"url\": \"%s\"}}".formatted(url) : "{\"subtitle_url\": \"%s\"}".formatted(url),
                null)).get("error");

        assertThat(error.path("message").asText()).matches(message);
        assertThat(error.path("kind").asText()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'watermark': {'url': 'http://10.0.0.1/a.png'}              | options.watermark.url",
        "'watermark': {'url': 'https://user:pass@example.com/a.png'}| options.watermark.url",
        "'subtitle_url': 'http://127.0.0.2/a.srt'                   | options.subtitle_url",
        "'subtitle_style': 'embed'                                  | options.subtitle_style",
        "'thumbnails': {'columns': 50, 'width': 640}                | options.thumbnails.columns",
        "'watermark': {'url': 'https://example.com/a', 'opacity': 2}| options.watermark.opacity",
        "'watermark': {}                                            | options.watermark.url"
    })
    void whatIsWrongIsRefusedAtOnce(String options, String field) {
        Api.Answer answer = api.post("/jobs", "{'input': 'https://example.com/a.mp4', 'kind': 'video', 'options': {%s}}"
                .formatted(options).replace('\'', '"'));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.json().get("field").asText()).isEqualTo(field);
    }

    private JsonNode done(String options) {
        JsonNode job = api.finished(api.video(INPUT, "store", options, null));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        return job;
    }

    private Path fetched(String url) {
        Path file = folder.resolve(url.substring(url.lastIndexOf('/') + 1));
        assertThat(api.download(url, file).statusCode()).isEqualTo(200);
        return file;
    }

    private static int grey(Path file, int x, int y) {
        return Ffmpeg.run(List.of("-v", "error", "-i", file.toString(), "-vf",
                "format=gray,crop=1:1:%d:%d".formatted(x, y), "-frames:v", "1", "-f", "rawvideo", "-"))[0] & 255;
    }

    private static int brightest(Path file, double at) {
        int brightest = 0;
        for (byte one : Ffmpeg.run(List.of("-v", "error", "-ss", Double.toString(at), "-i", file.toString(), "-vf",
                "format=gray", "-frames:v", "1", "-f", "rawvideo", "-"))) {
            brightest = Math.max(brightest, one & 255);
        }
        return brightest;
    }
}
