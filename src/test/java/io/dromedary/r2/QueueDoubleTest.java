package io.dromedary.r2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The double of a queue: leases, acknowledgements, and who may ask. */
class QueueDoubleTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private QueueDouble queue;

    @BeforeEach
    void start() {
        queue = QueueDouble.start("account1", "queue1", "token");
        at(Duration.ZERO);
    }

    @AfterEach
    void stop() {
        queue.close();
    }

    @Test
    void aMessageIsHiddenForItsLeaseAndComesAgainUnderAnother() throws Exception {
        queue.send("{\"a\": 1}");
        JsonNode first = pull("token").at("/result/messages/0");
        assertThat(new String(Base64.getDecoder().decode(first.get("body").asText()), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\": 1}");
        assertThat(pull("token").at("/result/messages")).isEmpty();
        at(Duration.ofSeconds(10));
        JsonNode second = pull("token").at("/result/messages/0");
        assertThat(second.get("id")).isEqualTo(first.get("id"));
        assertThat(second.get("attempts").asInt()).isEqualTo(2);
        assertThat(second.get("lease_id")).isNotEqualTo(first.get("lease_id"));

        acknowledge("acks", first.get("lease_id").asText());
        assertThat(queue.backlog()).as("a lease that is over holds nothing").isEqualTo(1);
        acknowledge("acks", second.get("lease_id").asText());
        assertThat(queue.backlog()).isZero();
    }

    @Test
    void aMessageThatIsGivenBackComesAtOnce() throws Exception {
        queue.send("x");
        acknowledge("retries", pull("token").at("/result/messages/0/lease_id").asText());
        assertThat(pull("token").at("/result/messages")).hasSize(1);
    }

    @Test
    void onlyTheTokenOpensTheQueue() throws Exception {
        queue.send("x");
        assertThat(pull("other").get("success").asBoolean()).isFalse();
        assertThat(queue.refused()).isEqualTo(1);
        assertThat(pull("token").at("/result/messages")).hasSize(1);
        assertThat(post("/accounts/account1/queues/queue2/messages/pull", "{}", "token").statusCode()).isEqualTo(404);
    }

    private void at(Duration later) {
        queue.clock(Clock.fixed(START.plus(later), ZoneOffset.UTC));
    }

    private JsonNode pull(String token) throws Exception {
        return JSON.readTree(post("/accounts/account1/queues/queue1/messages/pull",
                "{\"batch_size\": 10, \"visibility_timeout_ms\": 10000}", token).body());
    }

    private void acknowledge(String what, String lease) throws Exception {
        assertThat(post("/accounts/account1/queues/queue1/messages/ack",
                "{\"" + what + "\": [{\"lease_id\": \"" + lease + "\"}]}", "token").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> post(String path, String body, String token)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(queue.api().resolve(path))
                .header("Authorization", "Bearer " + token).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
