package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.Signals;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.StoredObject;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job is at work on one node; another one, which shares its database, cancels it or does it in its place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
class TwoNodesTest {

    private static final String SMALL = "{\"width\": 32}";
    private static final String SLOW = "{\"codec\": \"h265\", \"quality\": \"very_high\", \"width\": 1280}";

    private R2Double r2;
    private Node worker;
    private HereNode other;

    @BeforeAll
    void start(@TempDir Path folder) {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 320, 180, 4), "video/mp4");
        worker = among(new Node(folder.resolve("worker")), folder).launch();
        other = among(new HereNode(folder.resolve("other")), folder).start();
        worker.awaitUp();
        worker.api().connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    private static <N extends BaseNode<N>> N among(N node, Path folder) {
        return node.with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", "1")
                .with("DROMEDARY_DATABASE_URL", "jdbc:sqlite:" + folder.resolve("shared.db"))
                .with("DROMEDARY_KEY", Base64.getEncoder().encodeToString(new byte[32]))
                .with("DROMEDARY_INPUT_PART_BYTES", "65536").with("DROMEDARY_INPUT_WHOLE_BYTES", "0");
    }

    @AfterAll
    void stop() {
        worker.close();
        other.close();
        r2.close();
    }

    @AfterEach
    void clear() {
        r2.faults().clear();
    }

    /** By the part of the input that the store keeps back. */
    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=65536-"})
    void aJobThatIsCancelledThereDuringProbeOrImportStopsAtOnce(String range) {
        try (Fault stall = r2.faults().on(request -> request.header("range").orElse("").startsWith(range))
                .next(1).stallAfter(1_000)) {
            String id = worker.api().video("s3://media/in.mp4", "store", SMALL, null);
            stall.awaitStruck(1, SOON);
            cancelThere(id);
            stopsAtOnce();
        }
    }

    @Test
    void aJobThatIsCancelledThereStopsAtOnceThoughItsStoreHasNotAnsweredAtAll() {
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stall()) {
            String id = worker.api().video("s3://media/in.mp4", "store", SMALL, null);
            stall.awaitStruck(1, SOON);
            cancelThere(id);
            stopsAtOnce();
        }
    }

    @Test
    void aJobThatIsCancelledThereStopsAtOnceThoughItsWebServerIsSilent() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String id = worker.api().video("http://127.0.0.1:" + silent.getLocalPort() + "/in.mp4", null, SMALL, null);
            try (var connection = silent.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo('G');
                cancelThere(id);
                stopsAtOnce();
            }
        }
    }

    @Test
    void aJobThatIsCancelledThereDuringItsEncodeStopsAtOnce() {
        String id = worker.api().video("s3://media/in.mp4", "store", SLOW, "s3://media/encoding.mp4");
        worker.api().reaches(id, "video");
        cancelThere(id);
        stopsAtOnce();
        assertThat(r2.object("media", "encoding.mp4")).isEmpty();
    }

    @Test
    void aJobThatIsCancelledThereDuringItsExportIsTakenBack() {
        var id = new CompletableFuture<String>();
        r2.faults().on(Operation.PUT_OBJECT, "media", "late.mp4").next(1).before(request -> cancelThere(id.join()));
        id.complete(worker.api().video("s3://media/in.mp4", "store", SMALL, "s3://media/late.mp4"));
        assertThat(other.api().finished(id.join()).get("status").asText()).isEqualTo("cancelled");
        stopsAtOnce();
        assertThat(r2.object("media", "late.mp4")).isEmpty();
    }

    @Test
    void aWorkerThatWasPausedWhileAnotherDidItsJobChangesNothing() {
        String id = worker.api().video("s3://media/in.mp4", "store", SLOW, "s3://media/fenced.mp4");
        worker.api().reaches(id, "video");
        Awaitility.await().atMost(SOON).until(() -> {
            Signals.pause(worker.process());
            if (other.api().post("/jobs/" + id + "/cancel", "").status() == 200) {
                return true;
            }
            // It was stopped within a write, which keeps the others out of this kind of database.
            Signals.resume(worker.process());
            return false;
        });
        assertThat(other.api().post("/jobs/" + id + "/retry", "").status()).isEqualTo(200);
        JsonNode job = other.api().finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        StoredObject made = r2.object("media", "fenced.mp4").orElseThrow();
        Signals.resume(worker.process());
        Awaitility.await().atMost(SOON).until(() -> worker.workFolders().isEmpty());
        assertThat(r2.object("media", "fenced.mp4")).hasValueSatisfying(
                now -> assertThat(now.etag()).isEqualTo(made.etag()));
        assertThat(r2.counters().requests(Operation.PUT_OBJECT, "media", "fenced.mp4")).isEqualTo(1);
        assertThat(worker.api().job(id)).isEqualTo(job);
        assertThat(worker.logText()).contains(id + ": attempt 1 stopped: ");
    }

    private void cancelThere(String id) {
        assertThat(other.api().post("/jobs/" + id + "/cancel", "").status()).isEqualTo(200);
    }

    private void stopsAtOnce() {
        Awaitility.await().until(() -> worker.workFolders().isEmpty()
                && worker.process().descendants().findAny().isEmpty());
    }
}
