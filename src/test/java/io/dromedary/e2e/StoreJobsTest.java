package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.StoredObject;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs between buckets, on a store that behaves as R2 does, and at times worse. */
@Tag("encode")
@Tag("engines")
@Order(1)
class StoreJobsTest {

    private static final String SMALL = "{\"width\": 64}";

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;
    private static Api api;
    private static Path sample;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media-in");
        r2.createBucket("media-out");
        r2.limitWritesPerKey(false);
        sample = Samples.video(folder, "sample.mp4", 320, 180, 2);
        // Parts are small here, so that a small file has several, and no file counts as small.
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_INPUT_PART_BYTES", "65536")
                .with("DROMEDARY_INPUT_WHOLE_BYTES", "0")
                .with("DROMEDARY_OUTPUT_MULTIPART_ABOVE_BYTES", "6000000")
                .with("DROMEDARY_OUTPUT_PART_BYTES", "5242880").with("DROMEDARY_TRANSFER_RETRIES", "4")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").start();
        api = node.api();
        api.connect("reader", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media-in"));
        api.connect("writer", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media-in", "media-out"));
    }

    @AfterAll
    static void stop() {
        node.close();
        r2.close();
    }

    @AfterEach
    void nothingStaysBehind() {
        r2.faults().clear();
        Awaitility.await().until(() -> node.workFolders().isEmpty());
        assertThat(r2.openUploads()).isEmpty();
        // An object token may not ask for its bucket, so nothing may depend on the answer.
        assertThat(r2.counters().requests(Operation.HEAD_BUCKET)).isZero();
    }

    @Test
    void anObjectReadTokenIsEnoughForAJobToTheCdn() throws IOException {
        r2.put("media-in", "uploads/clip.mp4", sample, "video/mp4");
        JsonNode job = api.finished(api.video("s3://media-in/uploads/clip.mp4", "reader", SMALL, null));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        Path result = folder.resolve("result.mp4");
        var response = api.download(job.get("output").asText(), result);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Samples.picture(result)).containsExactly("h264", "64", "36");
        Files.delete(result);
    }

    @Test
    void theFourTasksTellWhatWasFoundAndMadeAndWhen() {
        r2.put("media-in", "tasks.mp4", sample, "video/mp4");
        JsonNode job = api.finished(api.video("s3://media-in/tasks.mp4", "writer", SMALL, "s3://media-out/tasks.mp4"));
        assertThat(job.get("tasks")).extracting(task -> task.get("kind").asText())
                .containsExactly("probe", "import", "video", "export");
        long before = job.get("created_at").asLong();
        for (JsonNode task : job.get("tasks")) {
            assertThat(task.get("status").asText()).as("%s", task).isEqualTo("succeeded");
            assertThat(task.get("progress").asInt()).isEqualTo(100);
            assertThat(task.get("started_at").asLong()).isGreaterThanOrEqualTo(before);
            assertThat(task.get("finished_at").asLong()).isGreaterThanOrEqualTo(task.get("started_at").asLong());
            before = task.get("finished_at").asLong();
        }
        JsonNode probed = job.at("/tasks/0/output");
        assertThat(probed.get("width").asInt()).isEqualTo(320);
        assertThat(probed.at("/codecs/audio").asText()).isEqualTo("aac");
        assertThat(job.at("/tasks/1/output/filesize").asLong()).isEqualTo(probed.get("filesize").asLong());
        assertThat(job.at("/tasks/2/output/width").asInt()).isEqualTo(64);
        assertThat(job.at("/tasks/3/output/url").asText()).isEqualTo("s3://media-out/tasks.mp4");
        assertThat(job.at("/tasks/3/output/filesize").asLong())
                .isEqualTo(r2.object("media-out", "tasks.mp4").orElseThrow().size());
        assertThat(job.at("/tasks/3/output/bytes_written")).isEqualTo(job.at("/tasks/3/output/filesize"));
    }

    @Test
    void theResultGoesBackToABucketWithItsType() {
        r2.put("media-in", "back.mp4", sample, "video/mp4");
        JsonNode job = api.finished(api.video("s3://media-in/back.mp4", "writer", SMALL, "s3://media-out/a/b.mp4"));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("output").asText()).isEqualTo("s3://media-out/a/b.mp4");
        StoredObject object = r2.object("media-out", "a/b.mp4").orElseThrow();
        assertThat(object.contentType()).isEqualTo("video/mp4");
        assertThat(Samples.picture(object.path())).containsExactly("h264", "64", "36");
    }

    @Test
    void anOutputThatEndsWithASlashKeepsTheInputsName() {
        r2.put("media-in", "x/kept name.mov", sample, "video/quicktime");
        JsonNode job = api.finished(api.video(
                "s3://media-in/x/kept name.mov", "writer", "{\"width\": 64, \"format\": \"webm\"}", "s3://media-out/dir/"));
        assertThat(job.get("output").asText()).as("%s", job).isEqualTo("s3://media-out/dir/kept name.webm");
        assertThat(r2.object("media-out", "dir/kept name.webm").orElseThrow().contentType()).isEqualTo("video/webm");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "with space plus+plus percent%20.mp4", "hash#tag question?mark.mp4", "100%/quote'\"quote back\\slash.mp4",
        "/leading//ümläut/日本語 🐪 semi;colon&amp=1.mp4"})
    void everyKeyWorksFromUrlToObjectAndBack(String key) {
        r2.put("media-in", key, sample, "video/mp4");
        JsonNode back = api.finished(api.video("s3://media-in/" + key, "writer", SMALL, "s3://media-out/" + key));
        assertThat(back.get("status").asText()).as("%s", back).isEqualTo("succeeded");
        assertThat(back.get("output").asText()).isEqualTo("s3://media-out/" + key);
        assertThat(r2.object("media-out", key)).isPresent();

        JsonNode cdn = api.finished(api.video("s3://media-in/" + key, "writer", SMALL, null));
        Path result = folder.resolve("key-result.mp4");
        assertThat(api.download(cdn.get("output").asText(), result).statusCode()).isEqualTo(200);
        assertThat(Samples.picture(result)).containsExactly("h264", "64", "36");
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {
        "with space.mp4", "plus+plus.mp4", "percent%20.mp4", "100%.mp4", "hash#tag.mp4", "question?mark.mp4",
        "quote'\"quote.mp4", "ümläut/日本語 🐪.mp4", "/leading.mp4", "a//b.mp4", "semi;colon&amp=1.mp4", "back\\slash.mp4"})
    void everyOddCharacterWorksAlone(String key) {
        everyKeyWorksFromUrlToObjectAndBack(key);
    }

    @Test
    void anObjectThatIsReplacedWhileItIsReadFailsTheJobClearly() {
        r2.put("media-in", "changing.mp4", sample, "video/mp4");
        r2.faults().on(Operation.GET_OBJECT, "media-in", "changing.mp4").next(3)
                .before(request -> {
                    if (request.header("range").map(range -> !range.startsWith("bytes=0-")).orElse(false)) {
                        r2.put("media-in", "changing.mp4", new byte[500_000], "video/mp4");
                    }
                });
        JsonNode job = api.finished(api.video("s3://media-in/changing.mp4", "reader", SMALL, null));
        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("input_unreachable");
        assertThat(job.at("/error/message").asText()).contains("replaced by another file");
    }

    @Test
    void whatCannotBeReadSaysWhy() {
        r2.put("media-in", "text.mp4", "this is no video, only some text\n".repeat(500).getBytes(), "video/mp4");
        r2.put("media-in", "empty.mp4", new byte[0], "video/mp4");
        assertThat(error("s3://media-in/nothing.mp4", "reader", null)).isEqualTo("input_not_found");
        assertThat(error("s3://media-out/forbidden.mp4", "reader", null)).isEqualTo("input_forbidden");
        assertThat(error("s3://media-in/text.mp4", "reader", null)).isEqualTo("input_unsupported");
        assertThat(error("s3://media-in/empty.mp4", "reader", null)).isEqualTo("input_corrupt");
    }

    @Test
    void whatCannotBeWrittenSaysWhyAndPublishesNothing() {
        r2.put("media-in", "fine.mp4", sample, "video/mp4");
        assertThat(error("s3://media-in/fine.mp4", "reader", "s3://media-in/not-allowed.mp4")).isEqualTo("output_forbidden");
        assertThat(r2.object("media-in", "not-allowed.mp4")).isEmpty();
        assertThat(error("s3://media-in/fine.mp4", "writer", "s3://no-such-bucket/x.mp4"))
                .isIn("output_unreachable", "output_forbidden");
    }

    @Test
    void optionsThatDoNotGoWithTheInputAreRefusedBeforeItIsEncoded() {
        r2.put("media-in", "short.mp4", sample, "video/mp4");
        JsonNode job = api.finished(api.video("s3://media-in/short.mp4", "reader", "{\"start\": 50}", null));
        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("option_conflict");
        assertThat(job.at("/error/message").asText()).contains("50").contains("2");
    }

    @Test
    void aJobCancelledDuringItsEncodeStopsAtOnceAndPublishesNothing() {
        Path slow = Samples.video(folder, "slow.mp4", 1280, 720, 20);
        r2.put("media-in", "slow.mp4", slow, "video/mp4");
        String id = api.video("s3://media-in/slow.mp4", "writer", "{\"codec\": \"h265\", \"quality\": \"very_high\", \"width\": 1920}", "s3://media-out/slow.mp4");
        api.reaches(id, "video");
        assertThat(api.post("/jobs/" + id + "/cancel", "").json().get("status").asText()).isEqualTo("cancelled");
        // The encode would take minutes.
        Awaitility.await().until(() -> node.workFolders().isEmpty()
                && node.guests().findAny().isEmpty());
        assertThat(r2.object("media-out", "slow.mp4")).isEmpty();
        assertThat(api.job(id).get("status").asText()).isEqualTo("cancelled");
        assertThat(api.post("/jobs/" + id + "/cancel", "").status()).isEqualTo(200);
    }

    private static String error(String input, String connection, String output) {
        return api.finished(api.video(input, connection, SMALL, output)).at("/error/kind").asText();
    }
}
