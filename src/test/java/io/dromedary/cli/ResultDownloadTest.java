package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code -o file.mp4}: the file is there whole, or as it was before. */
class ResultDownloadTest {
    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path folder;

    @BeforeEach
    void create() {
        server.on("POST /jobs", 201, Jobs.succeeded(server.url() + "/cdn/v.mp4"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theResultIsSavedUnderTheWorkingDirectory() throws Exception {
        server.on("GET /cdn/v.mp4", 200, "the bytes");

        CliRun.Result result = video("v.mp4");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(folder.resolve("v.mp4")).hasContent("the bytes");
        assertThat(files()).containsExactly("v.mp4");
        assertThat(result.err()).contains("Saved " + folder.resolve("v.mp4") + " (9 B).");
        assertThat(server.request("GET /cdn/v.mp4").authorization()).as("the CDN gets no key").isEmpty();
        assertThat(server.request("POST /jobs").body()).doesNotContain("output");
    }

    @Test
    void aBrokenTransferLeavesWhatWasThere() throws Exception {
        Files.writeString(folder.resolve("v.mp4"), "yesterday's");
        server.on("GET /cdn/v.mp4", new ScriptedServer.Answer(200, "the by", Optional.of(9), Map.of()));

        CliRun.Result result = video("v.mp4");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("could not be downloaded", server.url() + "/cdn/v.mp4");
        assertThat(folder.resolve("v.mp4")).hasContent("yesterday's");
        assertThat(files()).containsExactly("v.mp4");
    }

    @Test
    void anOlderFileIsReplaced() throws Exception {
        Files.writeString(folder.resolve("v.mp4"), "yesterday's");
        server.on("GET /cdn/v.mp4", 200, "the bytes");
        assertThat(video("v.mp4").code()).isZero();
        assertThat(folder.resolve("v.mp4")).hasContent("the bytes");
    }

    @Test
    void anErrorPageIsNotSaved() throws Exception {
        server.on("GET /cdn/v.mp4", 404, "not here");
        CliRun.Result result = video("v.mp4");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("it answered 404");
        assertThat(files()).isEmpty();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefusedBeforeTheJob() {
        assertThat(video("missing/v.mp4").code()).isEqualTo(2);
        assertThat(video("https://example.com/v.mp4").err()).contains("--output takes s3://bucket/key or the name of a local file");
        assertThat(video("v.mp4", "--async").err()).contains("--async");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aFolderTakesTheResultUnderItsOwnNameAndIsMadeForIt() throws Exception {
        server.on("GET /cdn/v.mp4", 200, "the bytes");
        assertThat(video(".").code()).isZero();
        assertThat(video("made/").code()).isZero();
        assertThat(folder.resolve("v.mp4")).hasContent("the bytes");
        assertThat(folder.resolve("made/v.mp4")).hasContent("the bytes");
    }

    @Test
    void signedUrlsChangeNothingInWhereFilesAreSaved() throws Exception {
        try (ScriptedServer more = new ScriptedServer()) {
            more.on("POST /jobs", 201, Jobs.withFiles(more.url() + "/cdn/~1.one-/j/v.mp4",
                    "{\"thumbnails\": \"" + more.url() + "/cdn/~2.two_/j/sheets/v.jpg\"}"))
                    .on("GET /cdn/~1.one-/j/v.mp4", 200, "the bytes")
                    .on("GET /cdn/~2.two_/j/sheets/v.jpg", 200, "a picture");
            CliRun.Result result = CliRun.against(more).in(folder).run("video", "-i", "s3://b/k", "-o", ".");
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(folder.resolve("v.mp4")).hasContent("the bytes");
            assertThat(folder.resolve("sheets/v.jpg")).hasContent("a picture");
        }
    }

    @Test
    void whatStandsBesideTheResultIsSavedBesideIt() throws Exception {
        try (ScriptedServer more = new ScriptedServer()) {
            more.on("POST /jobs", 201, Jobs.withFiles(more.url() + "/cdn/j/v.mp4",
                    "{\"thumbnails\": \"" + more.url() + "/cdn/j/v.sheet.jpg\", \"thumbnails_vtt\": \"/cdn/j/v.sheet.vtt\"}"))
                    .on("GET /cdn/j/v.mp4", 200, "the bytes").on("GET /cdn/j/v.sheet.jpg", 200, "a picture")
                    .on("GET /cdn/j/v.sheet.vtt", 200, "WEBVTT");

            CliRun.Result result = CliRun.against(more).in(folder).onTerminal()
                    .run("video", "-i", "s3://b/k", "-o", "mine.mp4");

            assertThat(result.code()).as(result.err()).isZero();
            assertThat(files()).containsExactlyInAnyOrder("mine.mp4", "v.sheet.jpg", "v.sheet.vtt");
            assertThat(result.out()).contains("thumbnails: " + more.url() + "/cdn/j/v.sheet.jpg");
            assertThat(result.err()).contains("Saved 3 files in " + folder);
        }
    }

    @Test
    void aFailedJobIsNotDownloaded() throws Exception {
        try (ScriptedServer failing = new ScriptedServer().on("POST /jobs", 201, Jobs.failed("encode_failed", "No."))) {
            assertThat(CliRun.against(failing).in(folder).run("video", "-i", "s3://b/k", "-o", "v.mp4").code()).isEqualTo(1);
            assertThat(failing.requests()).hasSize(1);
        }
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "video     | x.mkv  | | its formats are mp4, webm and mov. No kind makes .mkv.",
        "video     | x.gif  | | --output ends in .gif, which kind 'video' does not make",
        "audio     | x.mp4  | | .mp4 is made by kind 'video'.",
        "audio     | x.json | | .json is made by kind 'audio' with",
        "adaptive  | x.mp4  | | .mp4 is made by kind 'video'.",
        "video     | s3://b/x.gif | | .gif is made by kind 'animation'.",
        "video     | x.webm | --format mp4 | --output ends in .webm, and --format is mp4. Change one of them",
        "image     | x.png  | --format jpeg | --output ends in .png, and --format is jpeg.",
        "video     | s3://b/x.mp4 | --format webm | --output ends in .mp4, and --format is webm.",
        "audio     | x.mp3  | --waveform json | its format is json."}, quoteCharacter = '`')
    void aNameThatIsNotOfTheResultIsRefusedBeforeTheJob(String kind, String output, String more, String message) {
        String words = kind + " -i https://example.com/a -o " + output + (more == null ? "" : " " + more);
        CliRun.Result result = CliRun.against(server).in(folder).run(words.split(" "));
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(message);
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"video, x.webm, webm", "video, x.M4V, mp4", "image, pic.png, png", "image, pic.jpg, jpeg", "audio, a.m4a, m4a",
        "animation, a.webp, webp"})
    void theNameOfALocalFileIsSentAsTheFormat(String kind, String output, String format) throws Exception {
        CliRun.against(server).in(folder).run(kind, "-i", "https://example.com/a", "-o", output);
        assertThat(sent().at("/options/format").asText()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({"video, x.bin", "video, x", "image, ./", "image, s3://b/x.png", "adaptive, x.webm/"})
    void anyOtherNameLeavesTheFormatToTheServer(String kind, String output) throws Exception {
        CliRun.against(server).in(folder).run(kind, "-i", "https://example.com/a", "-o", output);
        assertThat(sent().has("options")).isFalse();
    }

    /** As of a server that does not know the format. */
    @Test
    void aResultOfAnotherFormatIsNotSavedUnderTheName() throws Exception {
        server.on("GET /cdn/v.mp4", 200, "the bytes");
        CliRun.Result result = video("v.webm");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("v.webm is no name for its result v.mp4", server.url() + "/cdn/v.mp4");
        assertThat(files()).isEmpty();
    }

    private JsonNode sent() throws IOException {
        return new ObjectMapper().readTree(server.request("POST /jobs").body());
    }

    private CliRun.Result video(String output, String... more) {
        return CliRun.against(server).in(folder).onTerminal().run(Stream.concat(
                Stream.of("video", "-i", "s3://b/k", "-o", output), Stream.of(more)).toArray(String[]::new));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
