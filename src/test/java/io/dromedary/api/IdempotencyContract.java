package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.Together;
import io.dromedary.access.ApiKey;
import io.dromedary.access.ApiKeys;
import io.dromedary.access.Caller;
import io.dromedary.access.Limits;
import io.dromedary.access.Scope;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a key remembers, and that it is remembered together with what was made, or not at all. */
abstract class IdempotencyContract extends EngineContract {

    private static final Caller OPERATOR = new Caller("key_operator", "default", Scope.OPERATOR, Limits.NONE);
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final String BODY = "{\"input\": \"https://a.example/x\", \"kind\": \"video\"}";

    private Idempotency idempotency;
    private Idempotency there;
    /** Stands for everything that requests make. */
    private ApiKeys things;
    private ApiKeys thingsThere;
    private String project;

    IdempotencyContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        project = "default";
        at(NOON);
    }

    private void at(Instant time) {
        Clock clock = Clock.fixed(time, ZoneOffset.UTC);
        idempotency = new Idempotency(database(), clock);
        there = new Idempotency(otherNodes(), clock);
        things = new ApiKeys(database(), clock, new SecureRandom(), Optional.empty());
        thingsThere = new ApiKeys(otherNodes(), clock, new SecureRandom(), Optional.empty());
    }

    @Test
    void whatFailsAfterTheThingWasWrittenLeavesNeitherTheThingNorTheKey() {
        assertThatThrownBy(() -> idempotency.once(request("k", BODY), () -> {
            create();
            throw new IllegalStateException("as if the process had died");
        }, IdempotencyContract::answer)).hasMessage("as if the process had died");
        assertThat(rows("api_keys")).isZero();
        assertThat(rows("idempotency_keys")).isZero();
        assertThat(send("k", BODY).getMessage().getBody()).isInstanceOf(ApiKeys.NewKey.class);
    }

    @Test
    void theFirstAnswerIsGivenAgainThoughTheThingIsGone() {
        var thing = send("k", BODY).getMessage().getBody(ApiKeys.NewKey.class);
        things.revoke(OPERATOR, thing.known().id());
        Exchange again = request("k", BODY);
        idempotency.replay(again);
        assertThat(again.isRouteStop()).isTrue();
        assertThat(again.getMessage().getBody(AnswerBody.class).json()).isEqualTo(answer(thing).json());
        assertThat(again.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
    }

    @Test
    void theOrderOfTheFieldsMakesNoDifferenceTheirValuesDo() {
        send("k", BODY);
        send("k", "{\"kind\":\"video\",\"input\":\"https://a.example/x\"}");
        assertThat(rows("api_keys")).isEqualTo(1);
        assertThatThrownBy(() -> idempotency.replay(request("k", BODY.replace("x", "y"))))
                .isInstanceOfSatisfying(Problem.class,
                        problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.IDEMPOTENCY_MISMATCH));
    }

    @Test
    void anotherKeyAnotherOperationAndNoKeyAreOtherRequests() {
        send("k", BODY);
        send("K", BODY);
        Exchange other = request("k", BODY);
        other.setVariable(ContractStrategy.OPERATION, "createTask");
        idempotency.once(other, this::create, IdempotencyContract::answer);
        Exchange without = request("k", BODY);
        without.getMessage().removeHeader(RepeatableRequest.HEADER);
        idempotency.once(without, this::create, IdempotencyContract::answer);
        assertThat(rows("api_keys")).isEqualTo(4);
        assertThat(rows("idempotency_keys")).isEqualTo(3);
    }

    @Test
    void aKeyIsFreeAgainAfterADayAndSweptThen() {
        send("k", BODY);
        at(NOON.plus(Duration.ofHours(24)));
        send("k", BODY);
        assertThat(rows("api_keys")).isEqualTo(1);
        at(NOON.plus(Duration.ofHours(24)).plusMillis(1));
        send("k", BODY.replace("x", "y"));
        assertThat(rows("api_keys")).isEqualTo(2);
        at(NOON.plus(Duration.ofHours(49)));
        idempotency.sweep();
        assertThat(rows("idempotency_keys")).isZero();
    }

    @Test
    void anotherProjectMayUseTheSameKey() throws Exception {
        send("k", BODY);
        project = "other";
        assertThat(send("k", "{\"another\": 1}").getMessage().getBody()).isInstanceOf(ApiKeys.NewKey.class);
        assertThat(rows("api_keys")).isEqualTo(2);
    }

    @Test
    void ofTwinsThatComeAtOnceOneMakesTheThingAndAllAreAnsweredTheSame() throws Exception {
        for (int round = 0; round < 5; round++) {
            String key = "twins " + round;
            var twins = new ArrayList<Callable<String>>();
            for (int i = 0; i < 6; i++) {
                Idempotency node = i % 2 == 0 ? idempotency : there;
                ApiKeys makes = i % 2 == 0 ? things : thingsThere;
                twins.add(() -> {
                    Exchange exchange = request(key, BODY);
                    node.once(exchange, () -> create(makes), IdempotencyContract::answer);
                    Object body = exchange.getMessage().getBody();
                    return body instanceof ApiKeys.NewKey made ? answer(made).json() : ((AnswerBody) body).json();
                });
            }
            assertThat(Together.results(twins).stream().distinct()).hasSize(1);
            assertThat(rows("api_keys")).isEqualTo(round + 1);
            assertThat(rows("idempotency_keys")).isEqualTo(round + 1);
        }
    }

    @Test
    void ofTwinsOneOfWhichFailsTheOtherMakesTheThing() throws Exception {
        for (int round = 0; round < 5; round++) {
            String key = "twins " + round;
            Callable<Object> dies = () -> {
                idempotency.once(request(key, BODY), () -> {
                    create(things);
                    throw new IllegalStateException("as if the process had died");
                }, (ApiKeys.NewKey none) -> answer(none));
                return "the answer of its twin";
            };
            Callable<Object> lives = () -> {
                Exchange exchange = request(key, BODY);
                there.once(exchange, () -> create(thingsThere), IdempotencyContract::answer);
                return exchange.getMessage().getBody();
            };
            List<Together.Outcome<Object>> outcomes = Together.outcomes(List.of(dies, lives));
            assertThat(outcomes.get(1).value()).get().isInstanceOf(ApiKeys.NewKey.class);
            assertThat(rows("api_keys")).isEqualTo(round + 1);
        }
    }

    private Exchange send(String key, String body) {
        Exchange exchange = request(key, body);
        idempotency.replay(exchange);
        if (!exchange.isRouteStop()) {
            idempotency.once(exchange, this::create, IdempotencyContract::answer);
        }
        return exchange;
    }

    private ApiKeys.NewKey create() {
        return create(things);
    }

    private static ApiKeys.NewKey create(ApiKeys things) {
        return things.create(new ApiKey.Draft("thing", Scope.READ, "default", Limits.NONE, Optional.empty()));
    }

    private static AnswerBody answer(ApiKeys.NewKey thing) {
        return new AnswerBody(JsonNodeFactory.instance.objectNode().put("id", thing.known().id()));
    }

    private Exchange request(String key, String body) {
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable(ContractStrategy.OPERATION, "createJob");
        exchange.setVariable(Authenticator.CALLER, new Caller("key_1", project, Scope.WRITE, Limits.NONE));
        exchange.getMessage().setHeader(RepeatableRequest.HEADER, key);
        try {
            exchange.getMessage().setBody(new RequestBody(new ObjectMapper().readTree(body)));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return exchange;
    }
}
