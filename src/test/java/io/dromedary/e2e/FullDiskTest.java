package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.SmallDisk;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk is full, and has room again. */
@Tag("process")
@Order(1)
class FullDiskTest {

    private static final String SMALL = "{\"width\": 32}";

    @TempDir
    Path folder;
    private R2Double r2;
    private Node node;
    private Api api;

    @BeforeEach
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        node = new Node(folder.resolve("node")).alone().with("DROMEDARY_JOB_FIRST_DELAY", "2");
    }

    private Path disk(String name, int size) {
        try {
            Path at = Files.createDirectories(folder.resolve(name)).toAbsolutePath();
            node.disk(at, size);
            return at;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startNode() {
        api = node.start().api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterEach
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void aNodeWhoseOnlyDiskWasFullCatchesUpWhenThereIsRoom() {
        Path data = disk("node/data", 100_000_000);
        startNode();
        String working;
        try (var stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stallAfter(100)) {
            working = api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/working.mp4");
            stall.awaitStruck(1, SOON);
            fill(data);
        }
        Api.Answer refused = api.post("/jobs", """
                {"input": "s3://media/in.mp4", "kind": "video", "connection_id": "r2"}""");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().get("kind").asText()).isEqualTo("unavailable");
        Api.Answer health = api.get("/health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.json().at("/checks/storage/message").asText()).contains("is the disk full");
        makeRoom(data);
        JsonNode job = api.finished(working);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        JsonNode next = api.finished(api.video("s3://media/in.mp4", "r2", SMALL, null));
        assertThat(next.get("status").asText()).as("%s", next).isEqualTo("succeeded");
        assertThat(node.healthStatus()).isEqualTo(200);
    }

    @Test
    void whileAJobsFolderOrTheCdnIsFullNoJobsAreTakenAndHealthSaysSoAndThenAllGoOnAtOnce() {
        Path work = disk("node/data/work", 20_000_000);
        Path cdn = disk("cdn", 20_000_000);
        // A job that had to wait for its time would be too late for this test.
        node.with("DROMEDARY_CDN", cdn.toString()).with("DROMEDARY_JOB_MAX_ATTEMPTS", "1")
                .with("DROMEDARY_JOB_FIRST_DELAY", "3000");
        startNode();
        String id = sentBeforeItIsFull(work, "work", "The folder of jobs at work");
        lacksRoom(id, "PROBE");
        makeRoom(work);
        Awaitility.await().atMost(SOON).until(() -> node.healthStatus() == 200);
        assertSucceeded(id);

        String second = sentBeforeItIsFull(cdn, "cdn", "The CDN folder");
        lacksRoom(second, "EXPORT");
        String third = api.video("s3://media/in.mp4", "r2", SMALL, null);
        Awaitility.await().atMost(SOON).until(() -> node.logText().contains("This node takes no jobs"));
        assertThat(api.job(third).get("status").asText()).isEqualTo("queued");
        makeRoom(cdn);
        assertSucceeded(second);
        assertSucceeded(third);
        assertThat(node.onDisk(cdn)).isDirectoryNotContaining(
                path -> List.of(id, second, third).stream().noneMatch(path::endsWith));
    }

    /** A job whose input is on its way when a disk becomes full, which is told. */
    private String sentBeforeItIsFull(Path disk, String check, String words) {
        try (var stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stallAfter(100)) {
            String id = api.video("s3://media/in.mp4", "r2", SMALL, null);
            stall.awaitStruck(1, SOON);
            fill(disk);
            saysItIsFull(check, words);
            return id;
        }
    }

    private void saysItIsFull(String check, String words) {
        Awaitility.await().atMost(SOON).until(() -> node.healthStatus() == 503);
        assertThat(api.get("/health").json().at("/checks/" + check + "/message").asText()).startsWith(words)
                .contains("is its disk full").doesNotContain(folder.toString());
    }

    private void assertSucceeded(String id) {
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).as("%s", job).isEqualTo(1);
    }

    @Test
    void anEncodeThatFindsNoRoomIsTriedAgainUncountedToo() {
        Path work = disk("node/data/work", 3_000_000);
        node.with("DROMEDARY_JOB_MAX_ATTEMPTS", "1");
        r2.put("media", "noise.flac", Samples.sound(folder, "noise.flac", 60), "audio/flac");
        startNode();
        String id = api.large("s3://media/noise.flac", "r2", "s3://media/large.wav");
        lacksRoom(id, "ENCODE");
        assertThat(api.post("/jobs/" + id + "/cancel", "").status()).isEqualTo(200);
        assertThat(node.onDisk(work)).isEmptyDirectory();
    }

    /** The job waits again after an attempt that came so far. */
    private void lacksRoom(String id, String stage) {
        Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() ->
                node.logText().lines().anyMatch(line -> line.contains(id) && line.contains("failed in " + stage)));
        Awaitility.await().atMost(SOON).until(() -> node.logText().lines().anyMatch(
                line -> line.contains(id + ": it is tried again, since this passes: the disk is full")));
        assertThat(api.job(id).get("status").asText()).isNotEqualTo("failed");
    }

    private void fill(Path disk) {
        SmallDisk.fill(node.onDisk(disk));
    }

    private void makeRoom(Path disk) {
        SmallDisk.makeRoom(node.onDisk(disk));
    }
}
