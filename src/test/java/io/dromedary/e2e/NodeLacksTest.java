package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node lacks is no fault of its jobs, and its health tells. */
@Tag("process")
class NodeLacksTest {

    private static final String SMALL = "{\"width\": 32}";
    private static final int PAGE_BYTES = 4096;

    @TempDir
    Path folder;
    private R2Double r2;
    private HereNode node;

    @BeforeEach
    void begin() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        // An attempt that is counted would end its job, and one that had to wait for its time would be too late.
        node = new HereNode(folder.resolve("node")).alone().with("DROMEDARY_JOB_MAX_ATTEMPTS", "1")
                .with("DROMEDARY_JOB_FIRST_DELAY", "3000").with("DROMEDARY_WORKER_SLOTS", "1");
    }

    @AfterEach
    void stop() {
        node.close();
        r2.close();
    }

    private boolean isUp() {
        return node.api().get("/health").status() == 200;
    }

    @Test
    void whileFfmpegIsGoneJobsAreGivenBackUncountedAndNoneIsTakenAndThenAllGoOnAtOnce() throws IOException {
        Path link = Files.createDirectories(folder.resolve("bin")).resolve("ffmpeg");
        Path real = Path.of("/usr/bin/ffmpeg");
        Files.createSymbolicLink(link, real);
        Api api = node.with("DROMEDARY_FFMPEG_PATH", link.toString()).start().api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        String first;
        try (var stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stallAfter(100)) {
            first = api.video("s3://media/in.mp4", "r2", SMALL, null);
            stall.awaitStruck(1, SOON);
            Files.delete(link);
        }
        Awaitility.await().atMost(SOON).until(() -> api.job(first).get("status").asText().equals("queued"));
        Awaitility.await().atMost(SOON).until(() -> !isUp());
        assertThat(api.get("/health").json().at("/checks/ffmpeg/message").asText()).contains("apt-get install ffmpeg");
        String second = api.video("s3://media/in.mp4", "r2", SMALL, null);
        Awaitility.await().atMost(SOON).until(() -> node.logText().contains("This node takes no jobs"));
        assertThat(api.job(second).get("status").asText()).isEqualTo("queued");

        Files.createSymbolicLink(link, real);
        for (String id : List.of(first, second)) {
            JsonNode job = api.finished(id);
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            assertThat(job.get("attempts").asInt()).isEqualTo(1);
        }
        assertThat(isUp()).isTrue();
    }

    @Test
    void aDatabaseFileWithDamagedPagesIsToldWithWhatToDo() throws IOException {
        node.start();
        assertThat(isUp()).isTrue();
        node.stop();
        damage("watched_objects");
        node.start();
        Awaitility.await().atMost(SOON).until(() -> !isUp());
        assertThat(node.api().get("/health").json().at("/checks/database/message").asText()).contains("damaged", "backup",
                ".recover");
    }

    /** Writes over the first page of a table, and of its indexes. */
    private void damage(String table) throws IOException {
        List<Long> pages = node.tables().withHandle(handle -> {
            handle.execute("pragma wal_checkpoint(truncate)");
            return handle.createQuery("select rootpage from sqlite_master where tbl_name = :table and rootpage > 0")
                    .bind("table", table).mapTo(Long.class).list();
        });
        var noise = new byte[PAGE_BYTES];
        Arrays.fill(noise, (byte) 0x5a);
        try (var file = new RandomAccessFile(node.data().resolve("dromedary.db").toFile(), "rw")) {
            for (long page : pages) {
                file.seek((page - 1) * PAGE_BYTES);
                file.write(noise);
            }
        }
    }
}
