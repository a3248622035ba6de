package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is kept is kept as long as configured. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Tag("engines")
class HousekeepingTest {


    @TempDir
    static Path folder;
    private R2Double r2;
    private HereNode node;
    private Api api;

    @BeforeAll
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_KEEP_FILES_DAYS", "2").with("DROMEDARY_KEEP_JOBS_DAYS", "5")
                .with("DROMEDARY_KEEP_LOOK_EVERY", "1").start();
        api = node.api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void filesAndJobsGoWhenTheirTimeIsOverAndNoSooner() {
        String young = done();
        String middle = done();
        String old = done();
        endedDaysAgo(middle, 3);
        endedDaysAgo(old, 6);
        Awaitility.await().atMost(SOON).until(() -> api.get("/jobs/" + old).status() == 404);
        Awaitility.await().atMost(SOON).until(() -> !node.data().resolve("cdn").resolve(middle).toFile().exists());
        assertThat(node.data().resolve("cdn").resolve(old)).doesNotExist();
        assertThat(api.job(middle).get("status").asText()).isEqualTo("succeeded");
        assertThat(node.data().resolve("cdn").resolve(young)).isNotEmptyDirectory();
    }

    private String done() {
        JsonNode job = api.finished(api.video("s3://media/in.mp4", "r2", "{\"width\": 32}", null));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        return job.get("id").asText();
    }

    private void endedDaysAgo(String id, int days) {
        node.tables().useHandle(handle -> handle.execute("update jobs set finished_at = finished_at - ? where id = ?",
                Duration.ofDays(days).toMillis(), id));
    }
}
