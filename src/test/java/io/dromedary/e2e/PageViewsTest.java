package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the page has beside its list of jobs, in Chromium, with keys of each scope: {@code src/test/web/pageviews.mjs} uses it
 * once, and the tests compare what it saw with what the API says.
 */
@Tag("encode")
class PageViewsTest {

    /** One that works, one whose bucket is closed to its connection, and one that is off. */
    private static final String WATCHES = """
            camel.route-template[arrivals].template-id=watch-bucket
            camel.route-template[arrivals].connection=writer
            camel.route-template[arrivals].bucket=arrivals
            camel.route-template[arrivals].prefix=in/
            camel.route-template[arrivals].suffixes=.mp4
            camel.route-template[arrivals].interval=1
            camel.route-template[arrivals].kind=image
            camel.route-template[closed].template-id=watch-bucket
            camel.route-template[closed].connection=writer
            camel.route-template[closed].bucket=closed
            camel.route-template[closed].interval=1
            camel.route-template[closed].kind=video
            camel.route-template[off].template-id=watch-bucket
            camel.route-template[off].connection=writer
            camel.route-template[off].bucket=media
            camel.route-template[off].enabled=false
            camel.route-template[off].outputs=[{"kind": "image"}, {"kind": "audio"}]
            """;

    private static final String BOUNDS = "600 requests a minute · 5 MB a day · 30 minutes of media a day · priority up to 5";

    private static JsonNode seen;

    @BeforeAll
    static void use(@TempDir Path folder) throws IOException {
        Path film = Samples.video(folder, "film.mp4", 64, 36, 6);
        HereNode node = new HereNode(folder.resolve("node")).with("DROMEDARY_TRANSFER_RETRIES", "0")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").with("DROMEDARY_WORKER_SLOTS", "3").with("DROMEDARY_WORKER_LIGHT_SLOTS", "2");
        Files.writeString(node.ownHome().resolve("config/watches.properties"), WATCHES);
        try (node; R2Double r2 = R2Double.start(folder.resolve("r2"))) {
            List.of("media", "arrivals", "closed").forEach(r2::createBucket);
            r2.put("media", "film.mp4", film, "video/mp4");
            r2.put("media", "end.mp4", Samples.video(folder, "end.mp4", 64, 36, 2), "video/mp4");
            r2.put("arrivals", "in/good.mp4", film, "video/mp4");
            r2.put("arrivals", "in/bad.mp4", "no media at all, only some text\n".repeat(50).getBytes(), "video/mp4");
            Api api = node.start().api();
            String writer = api.connect("writer", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media", "arrivals"));
            assertThat(api.patch("/connections/" + writer, "{\"is_default\": true}").status()).isEqualTo(200);
            String several = api.accepted("""
                    {"input": "s3://media/film.mp4", "outputs": [{"kind": "video", "options": {"width": 32}},
                     {"kind": "audio", "options": {"format": "wav"}}, {"kind": "image", "output": "s3://media/out/picture.png"},
                     {"kind": "image", "output": "s3://closed/picture.png"}]}""");
            String joined = api.accepted("""
                    {"kind": "video", "inputs": [{"url": "s3://media/film.mp4", "start": 1, "end": 3}, {"url": "s3://media/end.mp4"}]}""");
            List.of(several, joined).forEach(api::finished);
            seen = Player.views(node, film, r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"), "media", several, joined);
        }
    }

    @Test
    void aConnectionIsCheckedByPermissionAndForgotten() {
        JsonNode checks = seen.get("connections");
        assertThat(texts(checks.at("/own/shown"))).containsExactly("✓ list: allowed", "✓ read: allowed",
                "✕ write: " + checks.at("/own/answer/write/message").asText());
        assertThat(texts(checks.at("/foreign/shown"))).containsExactly(
                "✕ list: " + checks.at("/foreign/answer/list/message").asText(),
                "✕ read: " + checks.at("/foreign/answer/read/message").asText(),
                "✕ write: " + checks.at("/foreign/answer/write/message").asText());
        assertThat(checks.at("/own/shown/2").asText()).contains("may not write in the bucket 'media'");
        assertThat(texts(checks.get("left"))).containsExactly("writer");
    }

    @Test
    void aWatchShowsItsLastLookItsTroubleAndItsNumbers() {
        JsonNode watches = seen.get("watches");
        assertThat(watches.get("arrivals").asText()).contains("listing", "s3://arrivals/in/ (.mp4)", "Makes\nimage",
                "Connection\nwriter", "Then\nkeep the object", "2 objects: 1 succeeded, 1 failed")
                .containsPattern("Last look\n(just now|\\d+ (s|min) ago)").doesNotContain("trouble");
        assertThat(watches.get("closed").asText()).contains("trouble", "403 AccessDenied", "Last look\nnone yet", "Makes\nvideo",
                "nothing yet").containsPattern("Since (just now|\\d+ (s|min) ago)");
        assertThat(watches.get("off").asText()).contains("disabled", "Makes\nseveral outputs", "none yet").doesNotContain("listing");
    }

    @Test
    void aKeyIsShownOnceWithWhatItMayDo() {
        JsonNode keys = seen.get("keys");
        assertThat(keys.get("secrets")).hasSize(3).doesNotHaveDuplicates();
        assertThat(keys.get("kept").asText()).contains("ci").doesNotContain(texts(keys.get("secrets")));
        for (JsonNode known : List.of(keys.get("made"), keys.get("listed"))) {
            assertThat(known.get("scope").asText()).isEqualTo("write");
            assertThat(known.get("requests_per_minute").asInt()).isEqualTo(600);
            assertThat(known.get("bytes_per_day").asInt()).isEqualTo(5_000_000);
            assertThat(known.get("minutes_per_day").asInt()).isEqualTo(30);
            assertThat(known.get("max_priority").asInt()).isEqualTo(5);
        }
        assertThat(keys.at("/listed/expires_at").asLong()).isGreaterThan(Instant.parse("2099-12-31T00:00:00Z").toEpochMilli());
        assertThat(keys.get("text").asText()).contains(BOUNDS)
                .containsPattern("ends [^·\n]*2100");
    }

    @Test
    void aKeyShowsWhatWasUsedToday() {
        assertThat(seen.at("/keys/made/used_today/bytes").asInt()).isZero();
        Matcher shown = Pattern.compile("Today: ([\\d.]+) kB of 5 MB · 0.1 of 30 minutes").matcher(seen.at("/keys/text").asText());
        assertThat(shown.find()).as("%s", seen.at("/keys/text")).isTrue();
        assertThat(Double.parseDouble(shown.group(1))).isPositive()
                .isCloseTo(seen.at("/keys/listed/used_today/bytes").asInt() / 1000.0, within(0.06));
    }

    @Test
    void aRotatedKeyWorksForAsLongAsAskedForAndKeepsItsBounds() {
        JsonNode keys = seen.get("keys");
        assertThat(statuses(keys.get("within"))).as("the first, and its successor").containsExactly(200, 200);
        assertThat(statuses(keys.get("after"))).as("the first, the second, and the third").containsExactly(401, 401, 200);
        assertThat(keys.at("/after/2/max_priority").asInt()).isEqualTo(5);
        assertThat(keys.get("rotated").asText()).contains(BOUNDS);
    }

    @Test
    void aRevokedKeyIsRefused() {
        assertThat(seen.at("/keys/revoked/status").asInt()).isEqualTo(401);
        assertThat(texts(seen.at("/keys/left"))).doesNotContain("ci");
    }

    @Test
    void whoRotatesTheirOwnKeySeesTheNewOneAndGoesOnWithIt() {
        JsonNode own = seen.get("own");
        assertThat(own.get("stored").asText()).isEqualTo("{\"dromedary.key\":\"" + own.get("shown").asText() + "\"}");
        assertThat(own.get("told").asText()).as("once it is revoked").contains("This key is not known here");
    }

    @Test
    void aKeyThatReadsSeesNothingToPressAndNoForm() {
        JsonNode read = seen.at("/scopes/read");
        assertThat(read.get("menu").asText()).isEqualTo("Jobs\nConnections\nWatches\nSystem\nAPI");
        assertThat(read.get("connections")).isEmpty();
        assertThat(read.get("jobs")).isEmpty();
        assertThat(texts(read.get("job"))).contains("Copy", "Download").doesNotContain("Retry", "Delete", "Resend webhook");
        assertThat(texts(read.get("closed"))).hasSize(2).allMatch(text -> text.contains("your key may not use it"));
    }

    @Test
    void aKeyThatWritesSeesNoKeysAndAnAdminNoNodes() {
        JsonNode write = seen.at("/scopes/write");
        JsonNode admin = seen.at("/scopes/admin");
        for (JsonNode scope : List.of(write, admin)) {
            assertThat(texts(scope.get("connections"))).containsExactly("Add a connection", "Check", "Delete");
            assertThat(texts(scope.get("jobs"))).containsExactly("More", "Retry");
            assertThat(texts(scope.get("job"))).contains("Retry", "Delete");
            assertThat(scope.get("system").asText()).contains("Work\n", "Health\n", "Your key\n").doesNotContain("Nodes");
        }
        assertThat(write.get("menu").asText()).isEqualTo("Jobs\nNew job\nConnections\nWatches\nSystem\nAPI");
        assertThat(texts(write.get("closed"))).singleElement().asString().contains("your key may not use it");
        assertThat(admin.get("menu").asText()).isEqualTo("Jobs\nNew job\nConnections\nWatches\nKeys\nSystem\nAPI");
        assertThat(admin.get("closed")).isEmpty();
        assertThat(texts(admin.get("choices"))).as("scopes that an admin gives").containsExactly("–", "read", "write", "admin");
        assertThat(admin.get("projects").asInt()).isZero();
    }

    @Test
    void theSystemShowsItsHealthItsNodesAndTheQueueByLane() {
        JsonNode system = seen.get("system");
        String health = system.get("health").asText();
        JsonNode checks = system.at("/api/health/checks");
        assertThat(checks).hasSizeGreaterThan(8);
        checks.fieldNames().forEachRemaining(name -> assertThat(health).contains("✓ UP " + name));
        assertThat(health).contains("Version\n" + system.at("/api/health/version").asText(), "Roles of this node\napi, worker",
                "sandbox\n" + checks.at("/sandbox/message").asText(), "ffmpeg\n" + checks.at("/ffmpeg/message").asText());
        assertThat(system.get("work").asText()).contains("3\njobs waiting\n1\njobs at work", "Queue\nHeavy lane\n2\nLight lane\n1");
        JsonNode node = system.at("/api/nodes/0");
        assertThat(system.get("nodes").asText()).contains(node.get("name").asText() + "\tapi, worker\t1 of 3\t0 of 2\t"
                + node.get("version").asText());
        assertThat(system.get("key").asText()).contains("Scope\noperator", "Project\nbusy", "Bounds\n1 job at work");
    }

    @Test
    void whereItsHealthIsRefusedTheOtherNumbersStay() {
        assertThat(seen.at("/system/refused").asText()).contains("Too many requests.").doesNotContain("UP");
        assertThat(seen.at("/system/others").asText()).contains("Project\nbusy");
    }

    @Test
    void aFileThatIsDroppedIsUploaded() {
        JsonNode dropped = seen.get("dropped");
        assertThat(dropped.get("shown").asText()).contains("film.mp4: ", " kB of ");
        assertThat(dropped.at("/upload/id")).isEqualTo(dropped.get("input"));
        assertThat(dropped.at("/upload/status").asText()).isEqualTo("complete");
        assertThat(dropped.at("/upload/filename").asText()).isEqualTo("film.mp4");
        assertThat(dropped.at("/upload/offset").asLong()).isEqualTo(dropped.get("size").asLong());
    }

    @Test
    void eachOfSeveralOutputsIsShown() {
        JsonNode jobs = seen.get("jobs");
        assertThat(texts(jobs.get("media"))).containsExactly("video", "audio", "", "");
        assertThat(texts(jobs.get("outputs"))).satisfiesExactly(
                video -> assertThat(video).startsWith("1. Video").contains("/film.mp4", "32 × 18", "h264"),
                audio -> assertThat(audio).startsWith("2. Audio").contains("/film.wav", "pcm_s16le"),
                image -> assertThat(image).startsWith("3. Image").contains("s3://media/out/picture.png", "which this page cannot read", "64 × 36"),
                failed -> assertThat(failed).startsWith("4. Image").contains("403 AccessDenied", "failed"));
        assertThat(jobs.get("orders").asText()).contains("1. Video\nOption\tAsked for\tTaken\nWidth\t32\t32", "4. Image");
    }

    @Test
    void eachOfJoinedInputsIsShown() {
        assertThat(seen.at("/jobs/title").asText()).isEqualTo("film.mp4 and 1 more");
        assertThat(seen.at("/jobs/inputs").asText()).contains("s3://media/film.mp4, 1 s to 3 s\ns3://media/end.mp4",
                "Of these, the first is:").doesNotContain("% of its size");
    }

    @Test
    void axeFindsNothing() {
        assertThat(seen.get("axe")).hasSize(12);
        seen.get("axe").properties().forEach(view -> assertThat(view.getValue()).as(view.getKey()).isEmpty());
        assertThat(seen.get("errors")).isEmpty();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static List<Integer> statuses(JsonNode answers) {
        return StreamSupport.stream(answers.spliterator(), false).map(answer -> answer.get("status").asInt()).toList();
    }
}
