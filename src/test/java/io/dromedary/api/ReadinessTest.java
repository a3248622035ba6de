package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.access.Caller;
import io.dromedary.access.Limits;
import io.dromedary.access.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
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
            throw new NodeCheck.Down("Nobody takes jobs.");
        });
        JsonNode answer = answer(health::ready, 503);
        assertThat(answer.get("status").asText()).isEqualTo("DOWN");
        assertThat(answer.get("reasons").toString()).isEqualTo("{\"queue\":\"Nobody takes jobs.\"}");
        answer(health::live, 200);
    }

    @Test
    void whoHasNoKeyIsToldNoMoreThanWhatDoesNotWork() throws IOException {
        Health health = health(() -> {
            throw new NodeCheck.Down("Nobody takes jobs.");
        });
        assertThat(answer(health::report, 503, Optional.empty()).toString())
                .isEqualTo("{\"status\":\"DOWN\",\"checks\":{\"queue\":{\"status\":\"DOWN\"}}}");
        assertThat(answer(health::ready, 503, Optional.empty()).at("/reasons/queue").asText()).contains("with a key")
                .doesNotContain("Nobody");
        assertThat(answer(health::report, 503).toString()).contains("Nobody takes jobs.", "\"version\":\"1\"");
    }

    @Test
    void aNodeThatStopsIsNotReadyAndLives() throws IOException {
        Health health = health(Optional::empty);
        health.stop();
        assertThat(answer(health::ready, 503).at("/reasons/stopping").asText()).contains("stopped");
        answer(health::live, 200);
        answer(health::report, 200);
    }

    @Test
    void camelsOwnToolsSeeTheChecksAndMaySwitchOneOff() throws IOException {
        Health health = health(() -> {
            throw new NodeCheck.Down("Nobody takes jobs.");
        });
        try (var context = new DefaultCamelContext()) {
            HealthCheckRegistry registry = HealthCheckRegistry.get(context);
            health.register(registry);
            assertThat(HealthCheckHelper.invokeReadiness(context)).anySatisfy(result -> {
                assertThat(result.getCheck().getId()).isEqualTo("queue");
                assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
                assertThat(result.getMessage()).contains("Nobody takes jobs.");
            });
            registry.getCheck("queue").orElseThrow().setEnabled(false);
            assertThat(answer(health::report, 200).at("/checks/queue/message").asText()).isEqualTo("is disabled");
        }
    }

    private static Health health(NodeCheck.Check queue) {
        return new Health(Map.of("queue", queue), List.of("api"), "1");
    }

    private static JsonNode answer(Consumer<Exchange> operation, int status) throws IOException {
        return answer(operation, status, Optional.of(new Caller("key_1", "default", Scope.READ, Limits.NONE)));
    }

    private static JsonNode answer(Consumer<Exchange> operation, int status, Optional<Caller> caller) throws IOException {
        try (var context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            caller.ifPresent(known -> exchange.setVariable(Authenticator.CALLER, known));
            operation.accept(exchange);
            assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(status);
            return exchange.getMessage().getBody(JsonNode.class);
        }
    }
}
