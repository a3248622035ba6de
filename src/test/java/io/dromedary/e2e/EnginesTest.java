package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.Ports;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes with a broker and a database outside of them: what they share, and what becomes of it in trouble. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
class EnginesTest {

    private static final String SMALL = "{\"width\": 32}";

    @TempDir
    static Path folder;
    private R2Double r2;
    private PostgresServer postgres;
    private Engines engines;
    private final List<Node> nodes = new ArrayList<>();

    @BeforeAll
    void startShared() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        postgres = new PostgresServer().start();
    }

    @AfterAll
    void stopShared() {
        postgres.close();
        r2.close();
    }

    @BeforeEach
    void setUp() {
        engines = null;
    }

    @AfterEach
    void tearDown() {
        nodes.forEach(Node::close);
        nodes.clear();
        if (engines != null) {
            engines.close();
        }
    }

    @Test
    void whatOneNodeTakesAnotherDoesWithoutASharedDisk() {
        engines = new Engines(folder.resolve("two"), postgres, false);
        Api api = connected(node("two/api").with(engines).with("DROMEDARY_ROLES", "api").start());
        node("two/worker").with(engines).with("DROMEDARY_ROLES", "worker").start();
        JsonNode job = api.finished(api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/two.mp4"));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(r2.object("media", "two.mp4")).isPresent();
    }

    @Test
    void theCdnMayBeABucketThatNoNodeSharesADiskFor() {
        engines = new Engines(folder.resolve("cdn"), postgres, false);
        Map<String, String> bucket = Map.of("DROMEDARY_CDN", "s3://media/public files", "DROMEDARY_CDN_CONNECTION", "r2",
                "DROMEDARY_CDN_URL", "https://media.example.com");
        Node node = node("cdn/node").with(engines);
        bucket.forEach(node::with);
        Api api = connected(node.start());
        JsonNode job = api.finished(api.video("s3://media/in.mp4", "r2", SMALL, null));
        String url = "https://media.example.com/public%20files/" + job.get("id").asText() + "/in.mp4";
        assertThat(job.get("output").asText()).as("%s", job).isEqualTo(url);
        assertThat(r2.object("media", "public files/" + job.get("id").asText() + "/in.mp4")).isPresent();
        assertThat(node.data().resolve("cdn")).isEmptyDirectory();
        // What is there can be worked on again, without the CDN in between.
        JsonNode again = api.finished(api.video(url, null, SMALL, null));
        assertThat(again.get("status").asText()).as("%s", again).isEqualTo("succeeded");
    }

    @Test
    void aBrokerOfAmqpServesAsWell() {
        engines = new Engines(folder.resolve("amqp"), postgres, true);
        Node node = node("amqp/node").with(engines).start();
        Api api = connected(node);
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stallAfter(100)) {
            String id = api.video("s3://media/in.mp4", "r2", SMALL, null);
            stall.awaitStruck(1, SOON);
            node.kill();
            node.start();
            JsonNode job = api.finished(id);
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        }
    }

    @ParameterizedTest(name = "amqp: {0}")
    @ValueSource(booleans = {false, true})
    void ofSeveralBrokersTheOneThatRunsIsUsed(boolean amqp) {
        engines = new Engines(folder.resolve("several-" + amqp), postgres, amqp);
        String runs = engines.environment().get("DROMEDARY_BROKER_URL");
        String down = runs.replaceFirst("\\d+$", Integer.toString(Ports.free()));
        Api api = connected(node("several-" + amqp + "/node")
                .with("DROMEDARY_BROKER_URL", (amqp ? "failover:(%s,%s)" : "(%s,%s)?ha=true").formatted(down, runs))
                .with(engines).start());
        JsonNode job = api.finished(api.video("s3://media/in.mp4", "r2", SMALL, null));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
    }

    @Test
    void workersJoinASingleNodeWhoseBrokerListens() {
        int port = Ports.free();
        Node first = node("join/first").alone().with("DROMEDARY_ROLES", "api").with("DROMEDARY_BROKER_PORT", "" + port)
                .with("DROMEDARY_BROKER_USER", "nodes").with("DROMEDARY_BROKER_PASSWORD", "of the brokers 1").start();
        Api api = connected(first);
        node("join/worker").with("DROMEDARY_ROLES", "worker").with("DROMEDARY_BROKER_URL", "tcp://127.0.0.1:" + port)
                .with("DROMEDARY_BROKER_USER", "nodes").with("DROMEDARY_BROKER_PASSWORD", "of the brokers 1")
                .with("DROMEDARY_DATABASE_URL", "jdbc:sqlite:" + first.data().resolve("dromedary.db"))
                .with("DROMEDARY_KEY_FILE", first.data().resolve("secret.key").toString()).start();
        JsonNode job = api.finished(api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/joined.mp4"));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");

        Node stranger = node("join/stranger").with("DROMEDARY_BROKER_URL", "tcp://127.0.0.1:" + port)
                .with("DROMEDARY_DATABASE_URL", "jdbc:sqlite:" + first.data().resolve("dromedary.db"))
                .with("DROMEDARY_KEY_FILE", first.data().resolve("secret.key").toString()).launch();
        Awaitility.await().atMost(SOON).until(() -> stranger.healthStatus() == 503);
        assertThat(stranger.api().get("/health").json().at("/checks/queue/message").asText())
                .contains("DROMEDARY_BROKER_URL");
    }

    @Test
    void jobsAreTakenWhileTheBrokerIsAwayAndDoneWhenItIsBack() {
        engines = new Engines(folder.resolve("broker"), postgres, false);
        Node node = node("broker/node").with(engines).start();
        Api api = connected(node);
        engines.artemis().kill();
        String id = api.video("s3://media/in.mp4", "r2", SMALL, null);
        assertThat(api.job(id).get("status").asText()).isEqualTo("queued");
        assertThat(api.get("/health").status()).isEqualTo(503);
        engines.artemis().start();
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(node.healthStatus()).isEqualTo(200);
    }

    @Test
    void aJobAtWorkSurvivesItsBrokerAndIsNotBegunByAnotherNodeToo() {
        engines = new Engines(folder.resolve("midway"), postgres, false);
        Node first = worker("first");
        Api api = connected(first);
        try (Fault stall = r2.faults().on(Operation.GET_OBJECT, "media", "in.mp4").next(1).stallAfter(100)) {
            String id = api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/midway.mp4");
            stall.awaitStruck(1, SOON);
            // The first has no slot for what the broker gives out again.
            Node second = worker("second");
            engines.artemis().kill();
            engines.artemis().start();
            Awaitility.await().atMost(SOON).until(
                    () -> second.logText().contains(id + ": nothing to do for this delivery"));
            stall.close();
            JsonNode job = api.finished(id);
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            assertThat(job.get("attempts").asInt()).as("%s", job).isEqualTo(1);
        }
    }

    /** A node that does one heavy job at a time. */
    private Node worker(String name) {
        return node("midway/" + name).with(engines).with("DROMEDARY_WORKER_SLOTS", "1").start();
    }

    private Node node(String name) {
        var node = new Node(folder.resolve(name));
        nodes.add(node);
        return node;
    }

    private Api connected(Node node) {
        node.api().connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        return node.api();
    }
}
