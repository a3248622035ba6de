package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's list of jobs in Chromium, by {@code src/test/web/pagelist.mjs}: as jobs change, and with a thousand of them. */
@Tag("long")
@Tag("encode")
class PageManyJobsTest {

    private static JsonNode seen;

    @BeforeAll
    static void use(@TempDir Path folder) {
        try (HereNode node = new HereNode(folder).with("DROMEDARY_ROLES", "api").start()) {
            seen = Player.manyJobs(node.url(), BaseNode.KEY);
        }
    }

    @Test
    void aSharedLinkLeadsToItsJobOnceSomebodyHasSignedIn() {
        assertThat(seen.get("shared").asText()).contains("#/jobs/job_");
    }

    @Test
    void theListChangesByOneStreamAndNothingIsLoadedAnew() {
        assertThat(seen.get("isTheSame").asBoolean()).isTrue();
        assertThat(seen.get("streams").asInt()).as("open at a time").isEqualTo(1);
        assertThat(seen.get("errors")).isEmpty();
        assertThat(seen.get("strangers").isNull()).as("scripts in metadata").isTrue();
    }

    @Test
    void aRowChangesThePriorityAndSendsTheWebhookAgainAndDeletes() {
        assertThat(seen.get("priority").asInt()).isEqualTo(9);
        assertThat(seen.get("resent").asInt()).isEqualTo(200);
    }

    /** The bound is for a machine that is busy; without other work a picture takes 17 ms. */
    @Test
    void aThousandJobsScrollSmoothly() {
        assertThat(seen.get("many").asInt()).isEqualTo(1000);
        assertThat(seen.at("/frames/median").asDouble()).as("%s", seen.get("frames")).isLessThan(100);
        assertThat(seen.get("wider").asInt()).as("pixels beyond a small screen").isLessThanOrEqualTo(0);
    }

    @Test
    void partOfANameFindsTheOldest() {
        assertThat(seen.get("found").asText()).contains("the-needle-of-all.mp4");
    }

    @Test
    void axeFindsNothing() {
        assertThat(seen.get("axe")).hasSize(5);
        seen.get("axe").properties().forEach(view -> assertThat(view.getValue()).as(view.getKey()).isEmpty());
    }
}
