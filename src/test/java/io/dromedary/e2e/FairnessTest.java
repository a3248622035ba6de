package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Several projects send to a worker with one slot: none keeps another waiting for longer than its turn takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
@Tag("engines")
class FairnessTest {

    private static final int FLOOD = 60;

    private R2Double r2;
    private HereNode node;
    private Api flood;
    private Api calm;

    @BeforeAll
    void start(@TempDir Path folder) {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        Path sample = Samples.video(folder, "in.mp4", 64, 36, 1);
        r2.put("media", "in.mp4", sample, "video/mp4");
        node = new SleepingEncoder(folder, sample, 2).of(new HereNode(folder.resolve("node")))
                .with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", "1").start();
        flood = project("flood");
        calm = project("calm");
    }

    private Api project(String name) {
        JsonNode key = node.api().post("/keys", "{\"name\": \"%1$s\", \"scope\": \"admin\", \"project\": \"%1$s\"}"
                .formatted(name)).json();
        var api = new Api(node.url(), key.get("key").asText());
        api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        return api;
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void theFloodOfOneProjectHoweverUrgentDelaysEachJobOfAnotherByATurn() {
        IntStream.range(0, FLOOD).forEach(i -> send(flood, 9));
        Awaitility.await().atMost(SOON).until(() -> begun(Long.MAX_VALUE) > 0);
        List<String> patient = List.of(send(calm, 0), send(calm, 0), send(calm, 0));
        long sent = calm.job(patient.get(0)).get("created_at").asLong();
        long last = 0;
        for (String id : patient) {
            JsonNode job = calm.finished(id);
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            last = job.get("started_at").asLong();
        }
        // One may begin while the first is on its way, and one has its turn before each.
        assertThat(begun(last) - begun(sent)).as("jobs of the flood that went ahead").isBetween(1L, 1L + patient.size());
        jobs().forEach(job -> flood.post("/jobs/" + job.get("id").asText() + "/cancel", ""));
    }

    /** How many of the flood had begun at that time. */
    private long begun(long until) {
        return jobs().filter(job -> !job.get("started_at").isNull() && job.get("started_at").asLong() <= until).count();
    }

    private Stream<JsonNode> jobs() {
        return StreamSupport.stream(flood.get("/jobs?limit=100").json().spliterator(), false);
    }

    private static String send(Api project, int priority) {
        return project.accepted("""
                {"input": "s3://media/in.mp4", "kind": "video", "connection_id": "store", "priority": %d,
                 "options": {"width": 64}}""".formatted(priority));
    }
}
