package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.api.ErrorResponses;
import io.dromedary.api.Requests;
import io.dromedary.database.UnknownCommit;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.watch.WatchedObjects.Source;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of errors, by the configurations that routes name: each has a route here of which a step fails. What is
 * tried again of transfers is in {@link TransferRoutesTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorRoutesTest {

    private static final String SECRET = "select * from secrets where home = '/var/lib/dromedary'";

    private static final Source SOURCE = new Source("uploads", new ObjectUrl("media", "in.mp4"), "1", "job_1", "conn_1",
            Optional.empty(), 1);

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<List<Object>> told = new CopyOnWriteArrayList<>();
    private RoutesHere routes;

    /** A bean of a step, as the product's steps are. */
    public static final class Failing {

        private final AtomicReference<Throwable> failure;

        Failing(AtomicReference<Throwable> failure) {
            this.failure = failure;
        }

        /** Does nothing else. */
        public void fail() throws Throwable {
            throw failure.get();
        }
    }

    /** In the place of {@code watches}, of which only this method is named by the configuration. */
    public static final class Troubles {

        private final List<List<Object>> told;

        Troubles(List<List<Object>> told) {
            this.told = told;
        }

        /** A turn failed. */
        public void troubled(String name, Exception cause) {
            told.add(List.of(name, cause));
        }
    }

    /** In the place of {@code sourceCleanup}: a database that notes the delay is no part of what is shown here. */
    public static final class Postponed {

        private final List<List<Object>> told;

        Postponed(List<List<Object>> told) {
            this.told = told;
        }

        /** It could not be moved. */
        public void postpone(Source source, Exception cause) {
            told.add(List.of(source, cause));
        }
    }

    @BeforeAll
    void start() throws Exception {
        routes = new RoutesHere();
        routes.bind("answers", new ErrorResponses()).bind("watches", new Troubles(told)).bind("sourceCleanup", new Postponed(told));
        var names = List.of("api-errors", "stage", "background", "watch", "source");
        routes.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String name : names) {
                    from("direct:" + name).routeId(name).routeConfigurationId(name)
                            .setBody().constant("half of an answer").bean(new Failing(failure), "fail");
                }
            }
        });
        routes.start(names.toArray(String[]::new));
    }

    @AfterAll
    void stop() {
        routes.close();
    }

    private Exchange fail(String route, Throwable with) {
        failure.set(with);
        return routes.send(route, exchange -> {
            exchange.getMessage().setBody("request");
            exchange.getMessage().setHeader("Authorization", "Bearer of somebody");
            exchange.setVariable("source", SOURCE);
        });
    }

    @Test
    void ofACommitOfWhichNobodyKnowsItIsNotSaidThatNothingWasTaken() {
        Exchange answered = fail("api-errors", new UnknownCommit(new SQLException("gone")));
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(500);
        assertThat(answered.getMessage().getBody(String.class)).contains("\"outcome_unknown\"", "look whether it was",
                "Idempotency-Key").doesNotContain("try again");
    }

    @ParameterizedTest
    @EnumSource(ProblemKind.class)
    void aProblemIsAnsweredAsJsonWithItsStatus(ProblemKind kind) {
        Exchange answered = fail("api-errors", new Problem(kind, "It is wrong.", "options.width"));
        assertThat(answered.getException()).isNull();
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(kind.status());
        assertThat(answered.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
        assertThat(answered.getMessage().getHeaders()).doesNotContainKey("Authorization");
        assertThat(answered.getMessage().getHeaders().containsKey("Retry-After"))
                .isEqualTo(kind == ProblemKind.TOO_MANY_REQUESTS);
        assertThat(Requests.answer(answered)).hasToString("{\"kind\":\"" + kind.wireName()
                + "\",\"message\":\"It is wrong.\",\"field\":\"options.width\"}");
    }

    @Test
    void aProblemOfNoFieldNamesNone() {
        Exchange answered = fail("api-errors", Problem.later("Tomorrow.", 77));
        assertThat(Requests.answer(answered)).hasToString("{\"kind\":\"too_many_requests\",\"message\":\"Tomorrow.\"}");
        assertThat(answered.getMessage().getHeader("Retry-After")).isEqualTo("77");
    }

    static List<Named<Throwable>> away() {
        return List.of(Named.of("the database", new ConnectionException(new SQLException(SECRET))),
                Named.of("the database, barely", new SQLException(SECRET)));
    }

    @ParameterizedTest
    @MethodSource("away")
    void whatIsAwayIsToldAsPassing(Throwable cause) {
        assertAnswered(fail("api-errors", cause), 503, "unavailable");
    }

    static List<Named<Throwable>> unforeseen() {
        return List.of(Named.of("a mistake", new NullPointerException(SECRET)),
                Named.of("a mistake of a mistake", new IllegalStateException(new IllegalArgumentException(SECRET))),
                Named.of("a checked one", new Exception(SECRET)),
                Named.of("no exception at all", new StackOverflowError(SECRET)));
    }

    @ParameterizedTest
    @MethodSource("unforeseen")
    void whatNobodyForesawTellsNothingOfItself(Throwable cause) {
        assertAnswered(fail("api-errors", cause), 500, "internal_error");
    }

    private static void assertAnswered(Exchange answered, int status, String kind) {
        assertThat(answered.getException()).isNull();
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(status);
        JsonNode json = Requests.answer(answered);
        assertThat(json.get("kind").asText()).isEqualTo(kind);
        assertThat(json.toString()).doesNotContain("select", "/var", "Exception", "half of an answer");
    }

    @Test
    void ofAStageTheCallerHearsEverything() {
        var cause = new IllegalStateException("mine");
        Exchange failed = fail("stage", cause);
        assertThat(failed.getException()).isSameAs(cause);
        assertThat(failed.isRollbackOnly()).isFalse();
    }

    @Test
    void whatIsDoneAgainAndAgainFailsForItselfAndGoesOn() {
        assertThat(fail("background", new IllegalStateException("this time")).getException()).isNull();
        assertThat(fail("background", new SQLException("next time")).getException()).isNull();
    }

    @Test
    void aWatchThatFailsIsToldOfByItsName() {
        var cause = new IllegalStateException("no such bucket");
        assertThat(fail("watch", cause).getException()).isNull();
        assertThat(told).contains(List.of("watch", cause));
    }

    @Test
    void aSourceThatCannotBeSettledIsPostponed() {
        var cause = new IllegalStateException("no rights");
        assertThat(fail("source", cause).getException()).isNull();
        assertThat(told).contains(List.of(SOURCE, cause));
    }
}
