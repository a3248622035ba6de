package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
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

/** Jobs whose attempts fail: what passes is tried again, what does not is told at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Tag("engines")
class AttemptsTest {

    private static final String SMALL = "{\"width\": 32}";

    private R2Double r2;
    private HereNode node;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_TRANSFER_RETRIES", "0")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "2").with("DROMEDARY_JOB_FIRST_DELAY", "2").start();
        api = node.api();
        api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void aJobWhoseStoreWasInTroubleSucceedsWhenThatHasPassed() {
        String id;
        try (Fault down = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").fail(503, "ServiceUnavailable")) {
            id = api.video("s3://media/in.mp4", "store", SMALL, "s3://media/recovered.mp4");
            waitsAgain(id, down);
        }
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).isEqualTo(2);
    }

    @Test
    void whatDoesNotPassIsToldAtOnce() {
        JsonNode job = api.finished(api.video("s3://media/nothing.mp4", "store", SMALL, null));
        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("input_not_found");
        assertThat(job.get("attempts").asInt()).isEqualTo(1);
    }

    private void waitsAgain(String id, Fault fault) {
        fault.awaitStruck(1, SOON);
        JsonNode job = Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20))
                .until(() -> api.job(id), waiting -> waiting.get("status").asText().equals("queued"));
        assertThat(job.get("error").isNull()).isTrue();
        assertThat(job.get("attempts").asInt()).isEqualTo(1);
        assertThat(job.get("tasks").findValuesAsText("status")).containsOnly("waiting");
        // The attempt's folder goes after its job was put back.
        Awaitility.await().atMost(SOON).until(() -> node.workFolders().isEmpty());
    }
}
