package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** When a node is to be used, and when it is to be left alone. */
class ReadinessTest {

    @Test
    void aNodeIsReadyWhileAllThatItNeedsWorks() throws IOException {
        Health health = health(Optional::empty);
        assertThat(answer(health::ready, 200).toString()).isEqualTo("{\"status\":\"UP\",\"reasons\":{}}");
        assertThat(answer(health::live, 200).toString()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void aNodeThatLacksSomethingSaysWhatAndLives() throws IOException {
        Health health = health(() -> {
            throw new Health.Down("Nobody takes jobs.");
        });
        JsonNode answer = answer(health::ready, 503);
        assertThat(answer.get("status").asText()).isEqualTo("DOWN");
        assertThat(answer.get("reasons").toString()).isEqualTo("{\"queue\":\"Nobody takes jobs.\"}");
        answer(health::live, 200);
    }

    @Test
    void aNodeThatStopsIsNotReadyAndLives() throws IOException {
        Health health = health(Optional::empty);
        health.stop();
        assertThat(answer(health::ready, 503).at("/reasons/stopping").asText()).contains("stopped");
        answer(health::live, 200);
        answer(health::report, 200);
    }

    private static Health health(Health.Check queue) {
        return new Health(Map.of("queue", queue), List.of("api"), "1");
    }

    private static JsonNode answer(Consumer<Exchange> operation, int status) throws IOException {
        try (var context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            operation.accept(exchange);
            assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(status);
            return exchange.getMessage().getBody(JsonNode.class);
        }
    }
}
