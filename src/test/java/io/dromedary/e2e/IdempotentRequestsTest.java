package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are sent twice, on a node that does none of the jobs; and more jobs than may wait. */
@Tag("engines")
@Tag("slow")
class IdempotentRequestsTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final int MAX_JOBS = 12;

    @TempDir
    static Path folder;
    private static HereNode node;
    private static Api api;

    @BeforeAll
    static void start() {
        node = new HereNode(folder).with("DROMEDARY_ROLES", "api")
                .with("DROMEDARY_QUEUE_MAX_JOBS", Integer.toString(MAX_JOBS)).start();
        api = node.api();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void theSameRequestIsAnsweredAsTheFirstTimeAlsoAfterARestart() {
        int before = jobs();
        Api.Answer first = post("/jobs", "once", job("once"));
        assertThat(first.status()).isEqualTo(201);
        Api.Answer second = post("/jobs", "once", job("once"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.response().body()).isEqualTo(first.response().body());
        node.stop();
        node.start();
        assertThat(post("/jobs", "once", job("once")).response().body()).isEqualTo(first.response().body());
        assertThat(jobs()).isEqualTo(before + 1);
        cancel(first);
    }

    @Test
    void aConnectionIsMadeOnceToo() {
        String body = """
                {"kind": "s3", "name": "once", "endpoint": "https://store.invalid", "region": "auto",
                 "access_key_id": "id", "secret_access_key": "the-secret"}""";
        Api.Answer first = post("/connections", "same", body);
        Api.Answer second = post("/connections", "same", body);
        assertThat(List.of(first.status(), second.status())).containsExactly(201, 200);
        assertThat(second.response().body()).isEqualTo(first.response().body()).doesNotContain("the-secret");
        assertThat(post("/connections", "other", body).status()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TOO LONG", "tab\there"})
    void aKeyThatIsNoPlainTextIsRefusedByName(String key) {
        Api.Answer answer = post("/jobs", key.equals("TOO LONG") ? "x".repeat(256) : key, job("x"));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.json().get("field").asText()).isEqualTo("Idempotency-Key");
        assertThat(answer.json().get("message").asText()).contains("1 to 255 printable ASCII characters");
    }

    @Test
    void whenTheQueueIsFullMoreIsRefusedUntilThereIsRoom() {
        while (post("/jobs", "fill-" + jobs(), job("fill")).status() == 201) {
            assertThat(queued()).isLessThanOrEqualTo(MAX_JOBS);
        }
        Api.Answer full = CONTRACT.keeps("POST", "/jobs", api.post("/jobs", job("more")));
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.json().get("kind").asText()).isEqualTo("too_many_requests");
        assertThat(full.response().headers().firstValue("Retry-After")).hasValueSatisfying(
                seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
        api.get("/jobs?limit=100&status=queued").json().forEach(job ->
                api.post("/jobs/" + job.get("id").asText() + "/cancel", ""));
        Awaitility.await().until(() -> api.post("/jobs", job("fits")).status() == 201);
    }

    private static Api.Answer post(String path, String key, String body) {
        return CONTRACT.keeps("POST", path, api.send(api.request(path).header("Content-Type", "application/json")
                .header("Idempotency-Key", key).POST(BodyPublishers.ofString(body))));
    }

    private static void cancel(Api.Answer made) {
        assertThat(api.post("/jobs/" + made.json().get("id").asText() + "/cancel", "").status()).isEqualTo(200);
    }

    private static String job(String name) {
        return "{\"input\": \"https://media.invalid/" + name + "\", \"kind\": \"video\"}";
    }

    private static int jobs() {
        JsonNode list = api.get("/jobs?limit=100").json();
        return list.size();
    }

    private static int queued() {
        return api.get("/jobs?limit=100&status=queued").json().size();
    }
}
