package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page says how to send the same job from other programs: what it says is run, and makes the same job again. */
@Tag("encode")
class PageSnippetsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What makes two jobs the same. */
    private static final List<String> ORDER = List.of("kind", "preset", "input", "inputs", "options", "metadata", "output_target",
            "output_headers", "priority");

    /** With values that shells and languages write in ways of their own. */
    private static final List<String> JOBS = List.of(
            """
            {"kind": "video", "input": "https://example.com/a%20film's$HOME.mp4?a=1&b=2", "priority": 7,
             "options": {"connection_id": "the store", "width": "50%", "audio": false, "thumbnails": {"every": 2, "columns": 3}},
             "metadata": {"title": "it's \\"so\\"\\n$(touch x) `y` \\\\ ü", "is": true, "not": false, "none": null, "list": [1, {}, []]},
             "output": "s3://bucket/out dir/{filename}.mp4", "output_headers": {"cache_control": "no-cache", "metadata": {"by": "us"}},
             "webhook_url": "https://example.com/hooks?x='y'"}""",
            """
            {"preset": "preview", "input": "s3://bucket/folder/a key.mov"}""",
            """
            {"kind": "adaptive_video", "input": "s3://bucket/b.mov", "options": {"manifest": ["hls", "dash"], "audio_tracks": ["en", "de"],
             "reuse": true, "subtitles": [{"url": "https://example.com/en.vtt", "language": "en"}]}}""",
            """
            {"kind": "adaptive_video", "input": "s3://bucket/c.mov", "options": {"encryption": {"method": "aes-128",
             "key_url": "https://example.com/key"}}}""",
            """
            {"inputs": [{"url": "s3://bucket/1.mov", "start": 1.5}, {"url": "s3://bucket/2.mov", "end": 3}], "kind": "audio"}""",
            """
            {"input": "s3://bucket/d.mov", "outputs": [{"kind": "image", "options": {"width": 100}},
             {"preset": "preview", "output": "s3://bucket/small.mp4"}]}""");

    /** How each is run, and what is put after it. */
    enum Language {
        CURL("curl", List.of("bash", "-eu"), ".sh", ""),
        COMMAND_LINE("Command line", List.of("bash", "-eu"), ".sh", " --async"),
        JAVASCRIPT("JavaScript", List.of("node"), ".mjs", "\nif (!response.ok) throw new Error(JSON.stringify(job));"),
        PYTHON("Python", List.of("python3"), ".py", "\nresponse.raise_for_status()");

        private final String shown;
        private final List<String> program;
        private final String ending;
        private final String more;

        Language(String shown, List<String> program, String ending, String more) {
            this.shown = shown;
            this.program = program;
            this.ending = ending;
            this.more = more;
        }
    }

    @TempDir
    static Path folder;

    private static SharedNode node;
    private static ArrayNode sent;
    private static JsonNode snippets;

    @BeforeAll
    static void send() throws IOException {
        node = SharedNode.of(SharedNode.Kind.API, PageSnippetsTest.class);
        node.api().post("/connections", """
                {"kind": "s3", "name": "the store", "endpoint": "https://store.example.com", "region": "auto",
                 "access_key_id": "a", "secret_access_key": "b", "is_default": true}""");
        sent = JSON.createArrayNode();
        for (String job : JOBS) {
            Api.Answer answer = node.api().post("/jobs", job);
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
            sent.add(answer.json());
        }
        Path file = folder.resolve("jobs.json");
        JSON.writeValue(file.toFile(), sent);
        snippets = Player.snippets(Path.of("src/main/resources/web/snippets.js").toAbsolutePath(), node.node().url(), file);
    }

    @ParameterizedTest
    @EnumSource
    void makesTheSameJobAgain(Language language) throws IOException {
        for (int number = 0; number < JOBS.size(); number++) {
            String snippet = snippets.get(number).get(language.shown).asText() + language.more;
            Path file = Files.writeString(Files.createTempFile(folder, "snippet", language.ending), snippet);
            var command = new ArrayList<>(language.program);
            command.add(file.toString());
            String printed = ClientTools.run(folder, Map.of("ITTYBIT_API_KEY", node.key(),
                    "PATH", Path.of("bin").toAbsolutePath() + ":" + System.getenv("PATH")), command);
            JsonNode made = node.api().get("/jobs?limit=1").json().get(0);
            assertThat(made.get("id")).as("%s made none: %s", snippet, printed).isNotEqualTo(sent.get(number).get("id"));
            assertThat(order(made)).as("%s", snippet).isEqualTo(order(sent.get(number)));
        }
        assertThat(Files.exists(folder.resolve("x"))).as("a file that values make").isFalse();
    }

    private static ObjectNode order(JsonNode job) {
        ObjectNode order = JSON.createObjectNode();
        ORDER.forEach(name -> order.set(name, job.get(name)));
        order.set("webhook", job.at("/webhook/url"));
        ArrayNode outputs = order.putArray("outputs");
        job.get("outputs").forEach(output -> {
            ObjectNode part = outputs.addObject();
            List.of("kind", "options", "output_target").forEach(name -> part.set(name, output.get(name)));
        });
        return order;
    }
}
