package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The data folder of a node of version 0.1, which was killed at work: its README says what is in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
class UpgradeTest {

    private static final Path OLDER = Path.of("src/test/resources/data-of-0.1");
    private static final String STORE = "http://127.0.0.1:29017";
    private static final String RECEIVER = "http://127.0.0.1:29018";
    private static final String SHOP = "drom_021cc815e49cd1c118d15979ba3459b485b5426a91688437";
    private static final String AT_WORK = "job_01M8J0A7T0ME5107T3GARHS4R6";
    private static final String TASK_AT_WORK = "task_01M8J0A7X9HX4YYS7F4HJ8T6H6";
    private static final List<String> QUEUED = List.of("job_01M8J0A7V0CDMEPJ5X8FHV620N", "job_01M8J0A7VGMYKEXHVB2JQVKQ20",
            "job_01M8J0A7W2K4KKGJZXB413Q23R");
    private static final String QUEUED_OF_SHOP = "job_01M8J0A7WFDQSXH7S9FHW2AHHF";
    private static final String NOT_YET_DUE = "job_01M8J0A7ND4YKK4WR4DJ6PGHS6";
    private static final String SUCCEEDED = "job_01M8J0A5WV4MDVJ9RG3QK9J8V5";
    private static final String FAILED = "job_01M8J0A6CBZGSD9NZXDZ52XM98";
    private static final String ON_CDN = "job_01M8J0A5AE9GQ0D38B36KDN96D";
    private static final String TOLD = "job_01M8J0A6Z426MWTG583PH4NTK5";

    @TempDir
    static Path folder;
    private R2Double r2;
    private Receiver receiver;
    private Receiver.Inbox inbox;
    private HereNode node;
    private Api api;
    private Api shop;

    @BeforeAll
    void start() throws IOException {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.createBucket("inbox");
        Path sample = Samples.video(folder, "in.mp4", 64, 36, 1);
        for (String key : List.of("in.mp4", "later.mp4", "slow.mp4")) {
            r2.put("media", key, sample, "video/mp4");
        }
        r2.put("inbox", "seen.mp4", sample, "video/mp4");
        // The object is the one that was seen only if its ETag is the same, whatever this FFmpeg makes.
        String etag = r2.object("inbox", "seen.mp4").orElseThrow().etag();
        r2.key("0123456789abcdef0123456789abcdef", "secret-of-the-test-4711", Tier.OBJECT_READ_WRITE, "media", "inbox");
        receiver = new Receiver();
        inbox = receiver.at("/hook", 204);

        node = new HereNode(folder.resolve("node")).alone();
        copy(OLDER, node.data());
        bringHere(node.tables(), etag);
        Files.writeString(node.ownHome().resolve("config/watches.properties"), """
                camel.route-template[inbox].template-id=watch-bucket
                camel.route-template[inbox].bucket=inbox
                camel.route-template[inbox].connection=r2
                camel.route-template[inbox].interval=1
                camel.route-template[inbox].kind=image
                """);
        // A wait for silence would be the end of this test: there is nothing to wait for.
        api = node.with("DROMEDARY_QUEUE_LOST_AFTER", "3600").start().api();
        shop = new Api(node.url(), SHOP);
    }

    @AfterAll
    void stop() {
        node.close();
        receiver.close();
        r2.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        for (String secret : List.of("secret.key", "webhook.secret")) {
            Files.setPosixFilePermissions(to.resolve(secret), PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Its store and its receiver are where they are in this test, and what waits has waited long enough. */
    private void bringHere(Jdbi older, String etag) {
        long now = System.currentTimeMillis();
        older.useHandle(handle -> {
            handle.execute("update connections set endpoint = replace(endpoint, ?, ?)", STORE, r2.endpoint().toString());
            handle.execute("update published_objects set endpoint = replace(endpoint, ?, ?)", STORE, r2.endpoint().toString());
            handle.execute("update webhooks set url = replace(url, ?, ?), trying_since = ?, due_at = ?",
                    RECEIVER, inbox.url().replace("/hook", ""), now, now);
            handle.execute("update jobs set due_at = ? where due_at is not null", now);
            handle.execute("update watched_objects set etag = ?", etag);
            handle.execute("insert into api_keys (id, name, hash, created_at, scope, project)"
                    + " values ('key_of_all', 'the office', 'none', 1, 'admin', 'default')");
        });
    }

    @Test
    void whatWaitedAndWhatWasAtWorkIsDone() {
        assertDone(api, AT_WORK, 2);
        QUEUED.forEach(id -> assertDone(api, id, 1));
        assertDone(shop, QUEUED_OF_SHOP, 1);
        assertDone(api, NOT_YET_DUE, 2);
        Awaitility.await().atMost(SOON).until(
                () -> api.get("/tasks/" + TASK_AT_WORK).json().get("status").asText(), "succeeded"::equals);
        assertThat(r2.keys("media")).contains("slow.mp4.out.mp4", "queued-1.mp4", "queued-2.mp4", "queued-3.mp4",
                "shop-queued.mp4", "later.jpg");
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(node.workFolders()).isEmpty());
    }

    private static void assertDone(Api api, String id, int attempts) {
        JsonNode job = api.finished(id);
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.get("attempts").asInt()).as("%s", job).isEqualTo(attempts);
    }

    @Test
    void theWebhookThatWaitedIsDelivered() {
        assertThat(inbox.await(1).get(0).json().toString()).contains(TOLD);
        Awaitility.await().atMost(SOON).until(() -> api.job(TOLD).at("/webhook/status").asText(), "delivered"::equals);
        assertThat(api.job(TOLD).at("/webhook/attempts").asInt()).isEqualTo(2);
    }

    @Test
    void whatHadEndedIsListedYetAndItsFilesAreServed() {
        List<String> listed = api.get("/jobs?limit=100").json().findValuesAsText("id");
        assertThat(listed).contains(SUCCEEDED, FAILED, ON_CDN, TOLD);
        assertThat(api.job(SUCCEEDED).get("output").asText()).isEqualTo("s3://media/done.jpg");
        assertThat(api.job(FAILED).at("/error/kind").asText()).isEqualTo("input_not_found");
        assertThat(api.get("/cdn/" + ON_CDN + "/seen.jpeg").status()).isEqualTo(200);
    }

    @Test
    void keysAndConnectionsAreGoodYetEachInItsProject() {
        assertThat(shop.get("/connections").json().findValuesAsText("name")).containsExactly("shop");
        assertThat(api.get("/connections").json().findValuesAsText("name")).containsExactly("r2");
        assertDone(shop, shop.video("s3://media/in.mp4", "shop", "{\"width\": 32}", "s3://media/new.mp4"), 1);
        assertThat(shop.get("/jobs/" + AT_WORK).status()).isEqualTo(404);
    }

    @Test
    void whoCouldMakeAllKeysIsAnOperatorAndIsNamed() {
        assertThat(api.get("/keys?limit=100").json()).filteredOn(key -> key.get("scope").asText().equals("operator"))
                .extracting(key -> key.get("id").asText()).contains("key_of_all").hasSizeGreaterThanOrEqualTo(1);
        assertThat(shop.get("/keys").json()).extracting(key -> key.get("scope").asText() + " of " + key.get("project").asText())
                .containsExactly("admin of shop");
        assertThat(node.logText()).containsOnlyOnce("The key key_of_all 'the office' was an admin");
        assertThat(node.tables().<Integer, RuntimeException>withHandle(handle ->
                handle.select("select count(*) from api_keys where operator_untold = 1").mapTo(Integer.class).one())).isZero();
    }

    @Test
    void projectsThatWereThereGoOnWithTheSecretOfTheirWebhooks() throws IOException {
        String before = Files.readString(OLDER.resolve("webhook.secret")).strip();
        assertThat(List.of(api, shop)).allSatisfy(each ->
                assertThat(each.get("/webhook-secret").json().get("secret").asText()).isEqualTo(before));
    }

    @Test
    void anObjectThatAWatchHadSeenIsNotTakenAgainAndTheNextIs() {
        r2.put("inbox", "next.mp4", folder.resolve("in.mp4"), "video/mp4");
        Awaitility.await().atMost(SOON).until(() -> api.get("/jobs?input=s3://inbox/next.mp4").json().size() == 1);
        assertThat(api.get("/jobs?input=s3://inbox/seen.mp4").json()).hasSize(1);
    }

    @Test
    void theJournalOfTheBrokerIsGone() {
        assertThat(node.data().resolve("broker")).doesNotExist();
    }

    /** Its sign of life is all that an older node shows of itself in a database that several share. */
    @Test
    void beforeTheOlderNodesAreStoppedNoNodeStarts() throws IOException {
        Path older = folder.resolve("older");
        copy(OLDER, older);
        String database = "jdbc:sqlite:" + older.resolve("dromedary.db");
        var signs = Executors.newSingleThreadScheduledExecutor();
        try (var next = new HereNode(folder.resolve("next")).with("DROMEDARY_DATABASE_URL", database)
                .with("DROMEDARY_KEY_FILE", older.resolve("secret.key").toString())) {
            signs.scheduleWithFixedDelay(() -> Jdbi.create(database).useHandle(handle -> handle.execute(
                    "update jobs set beats = beats + 1 where id = ?", AT_WORK)), 0, 500, TimeUnit.MILLISECONDS);
            assertThatThrownBy(next::start).hasMessageContaining("top all nodes");
        } finally {
            signs.shutdownNow();
        }
        int beats = Jdbi.create(database).withHandle(handle ->
                handle.select("select beats from jobs where id = ?", AT_WORK).mapTo(int.class).one());
        assertThat(beats).as("the older node's tables are as they were").isPositive();
    }
}
