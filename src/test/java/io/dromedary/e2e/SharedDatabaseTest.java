package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes with a database outside of them: what they share. Those that must be processes are; the others are here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
@Order(1)
class SharedDatabaseTest {

    private static final String SMALL = "{\"width\": 32}";

    @TempDir
    static Path folder;
    private R2Double r2;
    private final List<BaseNode<?>> nodes = new ArrayList<>();

    @BeforeAll
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        for (String name : List.of("in.mp4", "killed.mp4", "other.mp4")) {
            r2.put("media", name, Samples.video(folder, name, 64, 36, 1), "video/mp4");
        }
    }

    @AfterAll
    void stop() {
        r2.close();
    }

    @AfterEach
    void endNodes() {
        nodes.forEach(BaseNode::close);
        nodes.clear();
    }

    @Test
    void whatOneNodeTakesAnotherDoesWithoutASharedDisk() {
        var database = new SharedDatabase(folder.resolve("two"), PostgresServer.shared());
        Api api = connected(here("two/api").with(database).with("DROMEDARY_ROLES", "api").start());
        here("two/worker").with(database).with("DROMEDARY_ROLES", "worker").start();
        JsonNode job = assertDone(api, api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/two.mp4"), 1);
        assertThat(job.get("output").asText()).isEqualTo("s3://media/two.mp4");
        assertThat(r2.object("media", "two.mp4")).isPresent();
    }

    @Test
    void workersOfTheSameMachineJoinASingleNodeByItsFile() {
        HereNode first = here("join/first").alone().with("DROMEDARY_ROLES", "api").start();
        Api api = connected(first);
        process("join/worker").with("DROMEDARY_ROLES", "worker")
                .with("DROMEDARY_DATABASE_URL", "jdbc:sqlite:" + first.data().resolve("dromedary.db"))
                .with("DROMEDARY_KEY_FILE", first.data().resolve("secret.key").toString()).start();
        assertDone(api, api.video("s3://media/in.mp4", "r2", SMALL, "s3://media/joined.mp4"), 1);
    }

    @Test
    void theCdnMayBeABucketThatNoNodeSharesADiskFor() {
        Map<String, String> bucket = Map.of("DROMEDARY_CDN", "s3://media/public files", "DROMEDARY_CDN_CONNECTION", "r2",
                "DROMEDARY_CDN_URL", "https://media.example.com");
        HereNode node = here("cdn/node");
        bucket.forEach(node::with);
        Api api = connected(node.start());
        JsonNode job = api.finished(api.video("s3://media/in.mp4", "r2", SMALL, null));
        String url = "https://media.example.com/public%20files/" + job.get("id").asText() + "/in.mp4";
        assertThat(job.get("output").asText()).as("%s", job).isEqualTo(url);
        assertThat(r2.object("media", "public files/" + job.get("id").asText() + "/in.mp4")).isPresent();
        assertThat(node.data().resolve("cdn")).isEmptyDirectory();
        // What is there can be worked on again, without the CDN in between.
        assertDone(api, api.video(url, null, SMALL, null), 1);
    }

    @Test
    void aNodeThatIsKilledIsTakenForDeadAndItsJobDoneByAnother() {
        var database = new SharedDatabase(folder.resolve("killed"), PostgresServer.shared());
        Node first = worker(process("killed/first"), database).with("DROMEDARY_QUEUE_LOST_AFTER", "6").start();
        Api api = connected(first);
        try (var stall = r2.faults().on(Operation.GET_OBJECT, "media", "killed.mp4").next(1).stallAfter(100)) {
            String id = api.video("s3://media/killed.mp4", "r2", SMALL, "s3://media/taken-over.mp4");
            stall.awaitStruck(1, SOON);
            HereNode second = worker(here("killed/second"), database).with("DROMEDARY_QUEUE_LOST_AFTER", "6").start();
            first.kill();
            assertDone(second.api(), id, 2);
        }
    }

    /** Otherwise who starts would take the jobs of its namesake for its own, from before. */
    @Test
    void nodesOfOneNameDoEachOtherNoHarm() {
        var database = new SharedDatabase(folder.resolve("twins"), PostgresServer.shared());
        // Nobody is taken for dead here: what goes on does so as its own node is back.
        Node killed = worker(process("twins/killed"), database).with("DROMEDARY_NODE_NAME", "twin")
                .with("DROMEDARY_QUEUE_LOST_AFTER", "3600").start();
        Api api = connected(killed);
        try (var ofKilled = r2.faults().on(Operation.GET_OBJECT, "media", "killed.mp4").next(1).stallAfter(100);
                var ofOther = r2.faults().on(Operation.GET_OBJECT, "media", "other.mp4").next(1).stallAfter(100)) {
            String again = api.video("s3://media/killed.mp4", "r2", SMALL, "s3://media/again.mp4");
            ofKilled.awaitStruck(1, SOON);
            HereNode other = worker(here("twins/other"), database).with("DROMEDARY_NODE_NAME", "twin")
                    .with("DROMEDARY_QUEUE_LOST_AFTER", "3600").start();
            String untouched = api.video("s3://media/other.mp4", "r2", SMALL, "s3://media/untouched.mp4");
            ofOther.awaitStruck(1, SOON);
            assertThat(List.of(again, untouched)).allSatisfy(
                    id -> assertThat(api.job(id).get("tasks").get(0).get("node").asText()).isEqualTo("twin"));
            killed.kill();
            killed.start();
            assertDone(api, again, 2);
            assertThat(api.job(untouched).get("status").asText()).isEqualTo("processing");
            ofOther.close();
            assertDone(other.api(), untouched, 1);
        }
    }

    /** A node that does one heavy job at a time. */
    private static <N extends BaseNode<N>> N worker(N node, SharedDatabase database) {
        // An input that does not come is waited for.
        return node.with(database)
                .with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", "1").with("DROMEDARY_INPUT_RATE_SECONDS", "600");
    }

    /** One that can be killed, or that shares a file with another process. */
    private Node process(String name) {
        return kept(new Node(folder.resolve(name)));
    }

    private HereNode here(String name) {
        return kept(new HereNode(folder.resolve(name)));
    }

    private <N extends BaseNode<N>> N kept(N node) {
        nodes.add(node);
        return node;
    }

    private Api connected(BaseNode<?> node) {
        node.api().connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        return node.api();
    }

    private static JsonNode assertDone(Api api, String id, int attempts) {
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).as("%s", job).isEqualTo(attempts);
        return job;
    }
}
