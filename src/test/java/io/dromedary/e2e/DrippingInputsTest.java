package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that come byte after byte, and those who wait behind them. */
@Tag("process")
class DrippingInputsTest {

    private static final int DRIPS = 6;

    @TempDir
    Path folder;
    private final CountDownLatch ends = new CountDownLatch(1);
    private R2Double r2;
    private Receiver web;
    private Receiver.Inbox dripping;

    @BeforeEach
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        web = new Receiver();
        dripping = web.at("/drip.mp4", (exchange, number) -> drip(exchange));
    }

    @AfterEach
    void stop() {
        ends.countDown();
        web.close();
        r2.close();
    }

    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1 << 20);
        try {
            while (!ends.await(100, TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write(new byte[200]);
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private HereNode node() {
        return new HereNode(folder.resolve("node")).with("DROMEDARY_WORKER_SLOTS", "1")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").with("DROMEDARY_TRANSFER_LENT_AFTER", "1");
    }

    private Api key(HereNode node, String project) {
        var api = new Api(node.url(), node.api().post("/keys", "{\"name\": \"%s\", \"scope\": \"write\", \"project\": \"%s\"}"
                .formatted(project, project)).json().get("key").asText());
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
        return api;
    }

    private String drip(Api api) {
        return api.video(dripping.url(), null, "{\"width\": 32}", null);
    }

    @Test
    void thoseOfOneProjectLeaveTheOnlySlotToAnothersJobs() {
        try (HereNode node = node().start()) {
            Api shop = key(node, "shop");
            Api press = key(node, "press");
            List<String> drips = Stream.generate(() -> drip(shop)).limit(DRIPS).toList();
            // Half of four transfers, and no more: one that waits there has the slot that others need.
            Awaitility.await().until(() -> atWork(shop, drips) == 2);
            for (int i = 0; i < 2; i++) {
                assertThat(press.finished(press.video("s3://media/in.mp4", "r2", "{\"width\": 32}", null)).get("status").asText())
                        .isEqualTo("succeeded");
            }
            assertThat(atWork(shop, drips)).isEqualTo(2);
            assertThat(drips).allSatisfy(id -> assertThat(shop.job(id).get("error").isNull()).isTrue());
            shop.post("/jobs/" + drips.get(0) + "/cancel", "");
            assertThat(shop.finished(drips.get(0)).get("status").asText()).isEqualTo("cancelled");
            Awaitility.await().until(() -> atWork(shop, drips) == 2);
        }
    }

    private static long atWork(Api api, List<String> jobs) {
        return jobs.stream().filter(id -> api.job(id).get("status").asText().equals("processing")).count();
    }

    @Test
    void oneThatStaysTooSlowEndsWithItsRateAndTheJobIsTriedAgain() {
        try (HereNode node = node().with("DROMEDARY_INPUT_RATE_SECONDS", "1").with("DROMEDARY_JOB_MAX_ATTEMPTS", "2")
                .with("DROMEDARY_JOB_FIRST_DELAY", "1").start()) {
            JsonNode job = node.api().finished(drip(node.api()));
            assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("input_unreachable");
            assertThat(job.at("/error/message").asText()).containsPattern("sent \\d{1,4} bytes a second")
                    .contains("no fewer than 16384");
            assertThat(job.get("attempts").asInt()).isEqualTo(2);
            assertThat(dripping.hooks()).as("no request was repeated within an attempt").hasSize(2);
        }
    }

    /** As a rolling update stops it: what waits for its input goes back to the queue like all else. */
    @Test
    void aNodeThatIsStoppedGivesBackWhatLentItsSlot() {
        try (HereNode node = node().start()) {
            String id = drip(node.api());
            node.api().reaches(id, "probe");
            Awaitility.await().until(() -> !dripping.hooks().isEmpty());
            String other = drip(node.api());
            Awaitility.await().until(() -> node.api().job(other).get("status").asText().equals("processing"));
            node.stop();
            List<String> states = node.tables().withHandle(handle -> handle.createQuery("select distinct status from jobs")
                    .mapTo(String.class).list());
            assertThat(states).containsExactly("queued");
            assertThat(node.workFolders()).isEmpty();
        }
    }
}
