package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch finds more objects than jobs may wait. */
@Tag("encode")
@Tag("engines")
class FullQueueWatchTest {

    private static final int OBJECTS = 6;

    private R2Double r2;
    private HereNode node;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        Path video = Samples.video(folder, "in.mp4", 64, 36, 1);
        for (int i = 0; i < OBJECTS; i++) {
            r2.put("media", "in/" + i + ".mp4", video, "video/mp4");
        }
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_QUEUE_MAX_JOBS", "2")
                .with("DROMEDARY_WORKER_SLOTS", "1");
        Files.writeString(node.ownHome().resolve("config/watches.properties"), """
                camel.route-template[many].template-id=watch-bucket
                camel.route-template[many].bucket=media
                camel.route-template[many].connection=reader
                camel.route-template[many].interval=1
                camel.route-template[many].kind=video
                camel.route-template[many].options={"width": 32}
                """);
        node.start();
    }

    @AfterEach
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void theWatchWaitsAndTakesTheRestWhenThereIsRoomAgain() {
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT).stall()) {
            node.api().connect("reader", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
            Awaitility.await().atMost(SOON).until(() -> node.logText().contains(
                    "Watch many: As many jobs wait here as may (2, dromedary.queue.max-jobs)"));
            assertThat(jobs("").size()).isLessThan(OBJECTS);
            assertThat(jobs("?status=queued").size()).isLessThanOrEqualTo(2);
        }
        Awaitility.await().atMost(SOON).until(() -> jobs("?status=succeeded").size() == OBJECTS);
        assertThat(jobs("").findValuesAsText("input").stream().filter(input -> input.startsWith("s3://")).distinct())
                .hasSize(OBJECTS);
        assertThat(jobs("")).hasSize(OBJECTS);
    }

    private JsonNode jobs(String filter) {
        return node.api().get("/jobs" + filter).json();
    }
}
