package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Presets and qualities are the operator's: by config/encoding.yaml alone, also while the server runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("engines")
class PresetsTest {

    private static final ContractCheck CONTRACT = new ContractCheck();

    private String shipped;
    private Path table;
    private HereNode node;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        node = new HereNode(folder).with("DROMEDARY_ROLES", "api");
        table = node.ownHome().resolve("config/encoding.yaml");
        shipped = Files.readString(table);
        api = node.start().api();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @BeforeEach
    void restore() throws IOException {
        Files.writeString(table, shipped);
    }

    @Test
    void aJobTakesTheOptionsOfItsPreset() {
        Api.Answer answer = send("'preset': 'social-square'");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        JsonNode job = CONTRACT.keeps("POST", "/jobs", answer).json();
        assertThat(job.get("kind").asText()).isEqualTo("video");
        assertThat(job.get("preset").asText()).isEqualTo("social-square");
        assertThat(job.get("options")).hasToString(
                "{\"format\":\"mp4\",\"width\":1080,\"height\":1080,\"fit\":\"cover\"}");
    }

    @Test
    void whatTheJobSaysItselfWins() {
        JsonNode options = send("'preset': 'social-square', 'kind': 'video', 'options': {'width': 720, 'fps': 25}").json()
                .get("options");
        assertThat(options).hasToString(
                "{\"format\":\"mp4\",\"width\":720,\"height\":1080,\"fit\":\"cover\",\"fps\":25}");
    }

    @Test
    void aPresetThatIsAddedCountsFromTheNextJobOn() throws IOException {
        assertThat(send("'preset': 'tiny'").status()).isEqualTo(400);
        Files.writeString(table, shipped + "  tiny:\n    kind: video\n    options: { width: 64 }\n");
        JsonNode job = send("'preset': 'tiny'").json();
        assertThat(job.at("/options/width").asInt()).as("%s", job).isEqualTo(64);
    }

    @Test
    void theyAreListedAsTheNextJobTakesThem() throws IOException {
        JsonNode presets = CONTRACT.keeps("GET", "/presets", api.get("/presets")).json();
        assertThat(presets.findValuesAsText("name")).containsExactly("preview", "social-square");
        assertThat(presets.get(1)).hasToString("{\"object\":\"preset\",\"name\":\"social-square\",\"kind\":\"video\","
                + "\"options\":{\"format\":\"mp4\",\"width\":1080,\"height\":1080,\"fit\":\"cover\"}}");
        Files.writeString(table, shipped + "  tiny:\n    kind: image\n    options: { width: 64 }\n");
        assertThat(api.get("/presets").json().findValuesAsText("kind")).containsExactly("video", "video", "image");
    }

    @Test
    void aMistakeIsLoggedAndWhatWasBeforeStillHolds() throws IOException {
        Files.writeString(table, shipped + "  bad:\n    kind: video\n    options: { width: 3 }\n");
        assertThat(send("'preset': 'preview'").status()).isEqualTo(201);
        assertThat(send("'preset': 'bad'").status()).isEqualTo(400);
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(node.logText())
                .containsPattern("encoding.yaml, line \\d+: presets.bad is wrong")
                .contains("presets.bad is wrong.", "options.width", "What it said before still holds."));
    }

    @Test
    void aServerDoesNotStartOnAMistake(@TempDir Path folder) throws IOException {
        try (var broken = new HereNode(folder)) {
            Files.writeString(broken.ownHome().resolve("config/encoding.yaml"),
                    shipped + "  bad:\n    kind: video\n    options: { codec: vp9 }\n");
            assertThatThrownBy(broken::start).hasMessageStartingWith(
                    "The server did not start: config/encoding.yaml, line " + (shipped.lines().count() + 1) + ": presets.bad is wrong.").hasMessageContaining("vp9 does not go into mp4");
        }
    }

    private Api.Answer send(String fields) {
        return api.post("/jobs", ("{'input': 'https://example.invalid/a.mp4', " + fields + "}").replace('\'', '"'));
    }
}
