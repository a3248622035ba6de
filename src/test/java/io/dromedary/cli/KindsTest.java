package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A command for every kind, and what all of them have in common. */
class KindsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScriptedServer server = new ScriptedServer();

    @BeforeEach
    void script() {
        server.on("POST /jobs", 201, Jobs.succeeded("https://cdn.example.com/result"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"video, video, --width, 640", "audio, audio, --format, flac", "image, image, --quality, high",
        "animation, animation, --end, 3", "adaptive, adaptive_video, --codec, h265",
        "adaptive-video, adaptive_video, --codec, h265", "adaptive_video, adaptive_video, --codec, h265"})
    void everyKindHasACommandThatSendsItsNameAndOptions(String command, String wireName, String flag, String value)
            throws Exception {
        JsonNode sent = sent(command, "-i", "https://example.com/a", flag, value);

        assertThat(sent.get("kind").asText()).isEqualTo(wireName);
        assertThat(sent.at("/options/" + flag.substring(2)).asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource(KindCommand.class)
    void theExamplesOfTheHelpAreTakenAsTheyStand(KindCommand kind) {
        for (String example : kind.examples()) {
            // Downloads are another matter.
            String[] words = (kind.command() + " " + example.replaceAll(" -o (?!s3:)\\S+", "")).split(" ");
            CliRun.Result result = CliRun.against(server).run(words);
            assertThat(result.code()).as(example + result.err()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(KindCommand.class)
    void theHelpIsAPageWithSections(KindCommand kind) {
        assertThat(CliRun.against(server).run(kind.command(), "--help").out())
                .startsWith("Usage: ittybit " + kind.command() + " [-i] <url>")
                .containsSubsequence("\nInput and output:\n", "\nWhat to make:\n", "\nJob:\n", "\nGlobal options:\n",
                        "\nExit codes:\n", "\nExamples:\n  ittybit " + kind.command(), "\nEnvironment:\n")
                .doesNotContain("adaptive_video").satisfies(page -> assertThat(page.lines())
                        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100)));
    }

    @Test
    void anObjectIsGivenAsJsonOrByItsParts() throws Exception {
        assertThat(sent("video", "-i", "s3://b/k", "--watermark", "{\"url\": \"s3://b/logo.png\", \"margin\": 3}").at("/options"))
                .isEqualTo(JSON.readTree("{\"watermark\": {\"url\": \"s3://b/logo.png\", \"margin\": 3}}"));
        assertThat(sent("video", "-i", "s3://b/k", "--watermark-url", "s3://b/logo.png", "--watermark-width", "20%",
                "--watermark_opacity=0.5", "--thumbnails-every", "2").at("/options"))
                .isEqualTo(JSON.readTree("""
                        {"watermark": {"url": "s3://b/logo.png", "width": "20%", "opacity": 0.5},
                         "thumbnails": {"every": 2}}"""));
    }

    @Test
    void aPartWinsOverTheJsonWhereverItStands() throws Exception {
        String json = "{\"every\": 9, \"columns\": 4}";
        JsonNode both = JSON.readTree("{\"thumbnails\": {\"every\": 2, \"columns\": 4}}");
        assertThat(sent("video", "-i", "s3://b/k", "--thumbnails", json, "--thumbnails-every", "2").at("/options")).isEqualTo(both);
        assertThat(sent("video", "-i", "s3://b/k", "--thumbnails-every", "2", "--thumbnails", json).at("/options")).isEqualTo(both);
    }

    @Test
    void theEntriesOfAListAreGivenByFlagsThatAreRepeated() throws Exception {
        assertThat(sent("adaptive", "-i", "s3://b/k", "--subtitle", "s3://b/a.vtt", "--subtitle-label", "English",
                "--subtitle_language=en", "--subtitle-default", "--subtitle", "s3://b/b.vtt", "--subtitle-language", "de").at("/options"))
                .isEqualTo(JSON.readTree("""
                        {"subtitles": [{"url": "s3://b/a.vtt", "label": "English", "language": "en", "default": true},
                                       {"url": "s3://b/b.vtt", "language": "de"}]}"""));
        assertThat(sent("video", "-i", "s3://b/k", "--subtitles", "[{\"url\": \"s3://b/a.vtt\"}]").at("/options"))
                .isEqualTo(JSON.readTree("{\"subtitles\": [{\"url\": \"s3://b/a.vtt\"}]}"));

        CliRun.Result early = CliRun.against(server).run("adaptive", "-i", "s3://b/k", "--subtitle-label", "English");
        assertThat(early.code()).isEqualTo(2);
        assertThat(early.err()).contains("--subtitle-label says something of the --subtitle before it, and there is none.");
        CliRun.Result twice = CliRun.against(server).run("adaptive", "-i", "s3://b/k", "--subtitle", "s3://b/a.vtt",
                "--subtitle-label", "A", "--subtitle-label", "B");
        assertThat(twice.err()).contains("--subtitle-label is given twice for the same --subtitle.");
    }

    @Test
    void encryptionIsGivenByTwoFlags() throws Exception {
        assertThat(sent("adaptive", "-i", "s3://b/k", "--encryption", "aes-128", "--key-url", "https://example.com/key").at("/options"))
                .isEqualTo(JSON.readTree("{\"encryption\": {\"method\": \"aes-128\", \"key_url\": \"https://example.com/key\"}}"));
    }

    @Test
    void aFieldOfAnEntryIsToldByItsFlag() {
        try (ScriptedServer refusing = new ScriptedServer().on("POST /jobs", 400, """
                {"kind": "invalid_input", "message": "'options.subtitles.1.language' is wrong.", "field": "options.subtitles.1.language"}""")) {
            assertThat(CliRun.against(refusing).run("video", "-i", "s3://b/k", "--subtitle", "s3://b/a.vtt").err())
                    .contains("'--subtitle-language' is wrong.");
        }
    }

    @Test
    void aFieldInsideAnObjectIsToldByItsFlag() {
        try (ScriptedServer refusing = new ScriptedServer().on("POST /jobs", 400, """
                {"kind": "invalid_input", "message": "'options.watermark.url' is missing.", "field": "options.watermark.url"}""")) {
            CliRun.Result result = CliRun.against(refusing).run("video", "-i", "s3://b/k", "--watermark-width", "9");
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains("'--watermark-url' is missing.");
        }
    }

    @Test
    void whatIsNotAnOptionOfTheKindIsAFieldOfTheRequest() throws Exception {
        assertThat(sent("audio", "-i", "s3://b/k", "--preset", "podcast", "--priority", "2"))
                .isEqualTo(JSON.readTree("""
                        {"input": "s3://b/k", "kind": "audio", "preset": "podcast", "priority": 2}"""));
    }

    @Test
    void severalInputsAreJoinedInTheirOrder() throws Exception {
        assertThat(sent("video", "-i", "s3://b/k", "-i", "https://example.com/l.mp4", "--width", "64", "-o", "s3://b/out.mp4"))
                .isEqualTo(JSON.readTree("""
                        {"kind": "video", "inputs": [{"url": "s3://b/k"}, {"url": "https://example.com/l.mp4"}], "options": {"width": 64},
                         "output": "s3://b/out.mp4"}"""));
        assertThat(sent("audio", "--inputs", "[{\"url\": \"s3://b/k\", \"end\": 2}, {\"url\": \"s3://b/l\"}]").at("/inputs/0/end").asInt())
                .isEqualTo(2);
        for (String[] wrong : new String[][] {{"-i", "s3://b/k", "-i", "s3://b/l", "s3://b/m"},
            {"-i", "s3://b/k", "--inputs", "[{\"url\": \"s3://b/l\"}]"}}) {
            var args = new ArrayList<>(List.of("video"));
            args.addAll(List.of(wrong));
            assertThat(CliRun.against(server).run(args.toArray(String[]::new)).code()).as(String.join(" ", wrong)).isEqualTo(2);
        }
    }

    @Test
    void theIdempotencyKeyIsAHeader() throws Exception {
        sent("image", "-i", "s3://b/k", "--idempotency-key", "order 7");
        assertThat(server.request("POST /jobs").header("Idempotency-Key")).contains("order 7");
        server.requests().clear();
        assertThat(CliRun.against(server).run("image", "-i", "s3://b/k", "--idempotency-key", "a\nb").code()).isEqualTo(2);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anInputThatIsNeitherUrlNorFileIsRefusedHere() {
        CliRun.Result result = CliRun.against(server).run("image", "-i", "photo.jpg");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--input: there is no file", "photo.jpg. It takes s3://bucket/key, https://...");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(KindCommand.class)
    void theInputIsTakenWithoutItsFlag(KindCommand kind) throws Exception {
        assertThat(sent(kind.command(), "s3://b/k", "--priority", "3").get("input").asText()).isEqualTo("s3://b/k");
        assertThat(sent(kind.command(), "--priority=3", "s3://b/k").get("input").asText()).isEqualTo("s3://b/k");
        assertThat(sent("--quiet", kind.command(), "s3://b/k", "-o", "s3://b/out/").get("output").asText()).isEqualTo("s3://b/out/");
        CliRun.Result two = CliRun.against(server).run(kind.command(), "-i", "s3://b/k", "s3://b/l");
        assertThat(two.code()).isEqualTo(2);
        assertThat(two.err()).contains("There are two inputs, s3://b/k and s3://b/l");
        assertThat(CliRun.against(server).run(kind.command()).err()).contains("The input is missing", "--input");
    }

    @Test
    void misspeltOptionsOfEveryKindAreSuggested() {
        for (String[] wrong : new String[][] {{"audio", "--waveform-pionts", "--waveform-points"},
            {"adaptive", "--watermark-postion", "--watermark-position"}, {"image", "--qualty", "--quality"}}) {
            assertThat(CliRun.against(server).run(wrong[0], "-i", "s3://b/k", wrong[1], "1").err())
                    .contains("There is no option " + wrong[1], "Did you mean", wrong[2]);
        }
    }

    private JsonNode sent(String... args) throws Exception {
        server.requests().clear();
        CliRun.Result result = CliRun.against(server).run(Stream.of(args).toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isZero();
        return JSON.readTree(server.request("POST /jobs").body());
    }
}
