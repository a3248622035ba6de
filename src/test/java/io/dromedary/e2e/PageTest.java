package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in Chromium, used as a person does: {@code src/test/web/page.mjs} goes from a wrong key to results that play,
 * once, and fails where it has to wait in vain. The tests look at what it saw.
 */
@Tag("encode")
class PageTest {

    private static JsonNode seen;

    @BeforeAll
    static void use(@TempDir Path folder) {
        try (R2Double r2 = R2Double.start(folder.resolve("r2")); HereNode node = new HereNode(folder.resolve("node")).start()) {
            r2.createBucket("media");
            Credentials key = r2.newKey(Tier.OBJECT_READ_WRITE, "media");
            seen = Player.use(node.url(), Node.KEY, Samples.video(folder, "film.mp4", 320, 180, 4), r2.endpoint(), key, "media");
        }
    }

    @Test
    void aWrongKeyIsToldAndKeptNowhere() {
        assertThat(step("wrong key").get("text").asText()).contains("This key is not known here");
        assertThat(step("wrong key").get("stored").asText()).isEqualTo("{}");
    }

    @Test
    void theKeyIsInNoAddressAndNoOtherHostIsAsked() {
        assertThat(step("sign in").get("cookies").asInt()).isZero();
        assertThat(step("sign in").get("local").asInt()).isZero();
        assertThat(seen.get("errors")).as("also errors of scripts, and what the page's policy has blocked").isEmpty();
        assertThat(seen.get("requests")).as("other origins").isEmpty();
    }

    @Test
    void aConnectionIsAddedAndSaysWhatItMayDo() {
        assertThat(step("connection").get("wrong").asText()).contains("Endpoint", "the store's S3 URL without a path");
        assertThat(step("connection").get("permissions").asText()).contains("list: allowed", "read: allowed");
    }

    @Test
    void aDryRunShowsTheCommandsAndWhatIsWrong() {
        assertThat(step("dry run").get("wrong").asText()).contains("Width", "8192");
        assertThat(step("dry run").get("commands").asText()).contains("ffmpeg ", "scale=");
        assertThat(step("dry run").get("facts").asText()).containsPattern("(?i)reads\\s+[\\d.]+ .B").containsIgnoringCase("picture encoded");
    }

    @Test
    void aJobIsWatchedCancelledTriedAgainAndPlayed() {
        assertThat(step("cancel")).isNotNull();
        assertThat(step("retry").get("width").asInt()).isEqualTo(160);
        assertThat(step("retry").get("curl").asText()).contains("/jobs", "\"width\": 160");
        assertThat(step("waveform")).isNotNull();
    }

    @Test
    void aPlaylistIsPlayedWithItsThumbnails() {
        assertThat(step("playlist").get("at").asDouble()).isGreaterThan(0.5);
        assertThat(step("playlist").get("sheet").asText()).contains("master.thumbnails.jpg");
    }

    /** The step ends only once the page shows by itself what has happened meanwhile. */
    @Test
    void aServerThatComesBackIsFollowedAgain() {
        assertThat(step("outage")).isNotNull();
    }

    @Test
    void scriptsInNamesAndErrorsAreText() {
        assertThat(step("run and watch").get("title").asText()).contains("<script>window.strangers=1</script>");
        assertThat(step("failure").get("text").asText()).contains("404");
        assertThat(seen.get("strangers").isNull()).isTrue();
    }

    @Test
    void aKeyThatMayOnlyLookIsShownNothingToDo() {
        assertThat(step("keys").get("menu").asText()).contains("Jobs", "Connections", "System").doesNotContain("New job", "Keys");
        assertThat(step("keys").get("buttons").asInt()).isZero();
    }

    @Test
    void filtersAreInTheAddress() {
        assertThat(step("filters").get("failed").asInt()).isEqualTo(1);
        assertThat(step("filters").get("address").asText()).endsWith("#/jobs?kind=audio&input=held");
    }

    /** WCAG 2.1 A and AA, and axe's own good practices, in every view, in its states, light and dark. */
    @Test
    void axeFindsNothing() {
        assertThat(seen.get("axe")).hasSizeGreaterThan(10);
        seen.get("axe").properties().forEach(view -> assertThat(view.getValue()).as(view.getKey()).isEmpty());
    }

    @Test
    void nothingIsBeyondASmallScreenNorTallNorCoveredOnIt() {
        JsonNode small = step("dark and small");
        assertThat(small.get("wider")).hasSize(4);
        small.get("wider").properties().forEach(view -> assertThat(view.getValue().asInt()).as(view.getKey()).isLessThanOrEqualTo(0));
        assertThat(small.get("step").asInt()).as("height of a step").isLessThan(90);
        assertThat(small.get("overlap").asDouble()).as("pixels of code under its button").isLessThanOrEqualTo(0);
    }

    @Test
    void whatEndedIsDrawnByTime() {
        assertThat(step("keys").get("day")).hasSize(12);
        assertThat(step("keys").get("week")).hasSize(7);
        for (String span : List.of("day", "week")) {
            List<String> columns = new ArrayList<>();
            step("keys").get(span).forEach(column -> columns.add(column.asText()));
            assertThat(columns.remove(columns.size() - 1)).matches(".*: [1-9]\\d* succeeded, 1 failed");
            assertThat(columns).allSatisfy(column -> assertThat(column).endsWith(": 0 succeeded, 0 failed"));
        }
    }

    private static JsonNode step(String name) {
        return seen.get("steps").get(name);
    }
}
