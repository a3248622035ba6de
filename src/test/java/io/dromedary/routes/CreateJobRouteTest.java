package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.access.Caller;
import io.dromedary.access.Limits;
import io.dromedary.access.Scope;
import io.dromedary.api.Requests;
import io.dromedary.job.Job;
import io.dromedary.job.Owner;
import io.dromedary.problem.Problem;
import io.dromedary.r2.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route {@code createJob}: what is answered with 201 is stored, and its lane is told; what is refused is nowhere. */
class CreateJobRouteTest {

    private static final String VIDEO = "{'kind': 'video', 'input': 'https://example.com/in.mp4'}";
    private static final int MAX_JOBS = 10;

    private final List<Exchange> dryRuns = new CopyOnWriteArrayList<>();
    private RoutesHere routes;
    private WorkBeans beans;
    private ApiBeans api;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        routes = new RoutesHere("jobs");
        beans = new WorkBeans(folder).bind(routes);
        api = new ApiBeans(routes, beans, folder, MAX_JOBS);
        routes.replace("dry-run", dryRuns::add);
        routes.start("createJob", "admit", "queued", "submit-job", "instead-of-dry-run");
    }

    @AfterEach
    void stop() {
        routes.close();
        beans.close();
    }

    private static int status(Exchange answered) {
        assertThat(answered.getException()).isNull();
        return answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    private static String id(Exchange answered) {
        assertThat(status(answered)).isIn(200, 201);
        return Requests.answer(answered).get("id").asText();
    }

    private void assertRefused(Exchange answered, int status, String kind) {
        assertThat(status(answered)).isEqualTo(status);
        assertThat(Requests.answer(answered).get("kind").asText()).isEqualTo(kind);
        assertThat(answered.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
    }

    @Test
    void aJobIsStoredAndItsLaneIsTold() {
        Exchange answered = api.createJob("{'kind': 'image', 'input': 'https://example.com/in.png', 'priority': 7}", Map.of());
        assertThat(status(answered)).isEqualTo(201);
        Job job = beans.jobs().get(id(answered));
        assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
        assertThat(job.order().owner().keyId()).contains("key_1");
        assertThat(beans.told()).containsExactly("light");
    }

    /** As from a broker, whose message may come again. */
    @Test
    void aJobThatARouteSubmitsIsTakenOnceForItsKey() {
        Map<String, Object> headers = Map.of("project", "films", "idempotency_key", "message-1");
        Job job = submitted(VIDEO, headers);
        assertThat(job.order().owner()).isEqualTo(new Owner("films", Optional.empty()));
        assertThat(beans.told()).containsExactly("heavy");
        assertThat(submitted(VIDEO, headers).id()).as("the same message").isEqualTo(job.id());
        assertThat(submitted(VIDEO, Map.of("idempotency_key", "message-1")).order().owner().project())
                .as("another project's").isEqualTo("default");
        assertThat(beans.jobs().unfinished()).isEqualTo(2);
        assertProblem(submit(VIDEO.replace("in.mp4", "other.mp4"), headers), "idempotency_mismatch");
        assertProblem(submit(VIDEO, Map.of("project", "films")), "invalid_input");
        assertProblem(submit(VIDEO, Map.of("idempotency_key", "")), "invalid_input");
        assertProblem(submit(VIDEO, Map.of("idempotency_key", "m", "project", "no such/name")), "invalid_input");
        assertProblem(submit("{'kind': 'video'}", Map.of("idempotency_key", "message-2")), "invalid_input");
        assertProblem(submit("no JSON", Map.of("idempotency_key", "message-3")), "invalid_input");
        assertThat(beans.jobs().unfinished()).isEqualTo(2);
    }

    private Exchange submit(String body, Map<String, Object> headers) {
        return routes.send("submit-job", exchange -> {
            exchange.getMessage().setBody(body.replace('\'', '"'));
            exchange.getMessage().getHeaders().putAll(headers);
        });
    }

    private Job submitted(String body, Map<String, Object> headers) {
        Exchange answered = submit(body, headers);
        assertThat(answered.getException()).isNull();
        return beans.jobs().get(Requests.answer(answered).get("id").asText());
    }

    private static void assertProblem(Exchange refused, String kind) {
        assertThat(refused.getException()).isInstanceOfSatisfying(Problem.class, problem ->
                assertThat(problem.kind().wireName()).isEqualTo(kind));
    }

    @Test
    void aDryRunIsNeverStored() {
        assertThat(api.createJob(VIDEO, Map.of("dry_run", "true")).getException()).isNull();
        assertThat(dryRuns).hasSize(1);
        assertThat(beans.jobs().unfinished()).isZero();
        assertThat(status(api.createJob(VIDEO, Map.of("dry_run", "false")))).isEqualTo(201);
        assertThat(dryRuns).hasSize(1);
        assertThat(beans.jobs().unfinished()).isEqualTo(1);
    }

    @Test
    void aRequestThatIsSentAgainIsAnsweredAsTheFirstTimeAndStoresNothing() {
        Map<String, Object> key = Map.of("Idempotency-Key", "k1");
        Exchange first = api.createJob(VIDEO, key);
        assertThat(status(first)).isEqualTo(201);
        beans.jobs().cancel("default", id(first));
        Exchange again = api.createJob(VIDEO, key);
        assertThat(status(again)).isEqualTo(200);
        assertThat(Requests.answer(again)).isEqualTo(Requests.answer(first));
        assertThat(id(api.createJob(VIDEO, Map.of()))).as("without a key it is another").isNotEqualTo(id(first));
        assertThat(beans.told()).as("not of the repeated request").containsExactly("heavy", "heavy");
    }

    @Test
    void anotherRequestUnderAUsedKeyIsRefused() {
        Map<String, Object> key = Map.of("Idempotency-Key", "k1");
        api.createJob(VIDEO, key);
        assertRefused(api.createJob(VIDEO.replace("in.mp4", "other.mp4"), key), 422, "idempotency_mismatch");
        assertThat(beans.jobs().unfinished()).isEqualTo(1);
    }

    @Test
    void aFullQueueRefusesBeforeAnythingIsStoredAndDoesNotUseTheKeyUp() {
        assertThat(status(api.createJob(VIDEO, Map.of("Idempotency-Key", "k0")))).isEqualTo(201);
        for (int job = 1; job < MAX_JOBS; job++) {
            assertThat(status(api.createJob(VIDEO, Map.of()))).isEqualTo(201);
        }
        Map<String, Object> key = Map.of("Idempotency-Key", "k1");
        Exchange refused = api.createJob(VIDEO, key);
        assertRefused(refused, 429, "too_many_requests");
        assertThat(refused.getMessage().getHeader("Retry-After")).isEqualTo("5");
        assertThat(beans.jobs().unfinished()).isEqualTo(MAX_JOBS);
        assertThat(keys()).as("that of the first job").isEqualTo(1);
        assertThat(status(api.createJob(VIDEO, Map.of("Idempotency-Key", "k0")))).as("that one was let in").isEqualTo(200);
    }

    @Test
    void aKeyThatMayLetNoMoreWaitIsRefusedBeforeAnythingIsStored() {
        var limits = new Limits(Optional.empty(), Optional.of(1L), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
        var caller = new Caller("key_2", "default", Scope.WRITE, limits);
        assertThat(status(api.createJob(caller, VIDEO, Map.of()))).isEqualTo(201);
        assertRefused(api.createJob(caller, VIDEO, Map.of("Idempotency-Key", "k1")), 429, "too_many_requests");
        assertThat(beans.jobs().unfinished()).isEqualTo(1);
        assertThat(keys()).isZero();
        assertThat(status(api.createJob(VIDEO, Map.of()))).as("another key's is let in").isEqualTo(201);
    }

    @Test
    void noJobIsMoreUrgentThanThoseOfItsKeyMayBe() {
        var limits = new Limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(3L));
        var caller = new Caller("key_2", "default", Scope.WRITE, limits);
        Exchange refused = api.createJob(caller, VIDEO.replace("}", ", 'priority': 4}"), Map.of());
        assertRefused(refused, 400, "invalid_input");
        assertThat(Requests.answer(refused).get("field").asText()).isEqualTo("priority");
        assertThat(Requests.answer(refused).get("message").asText()).contains("at most 3", "max_priority");
        assertThat(beans.jobs().unfinished()).isZero();
        assertThat(Requests.answer(api.createJob(caller, VIDEO.replace("}", ", 'priority': 3}"), Map.of())).get("priority")
                .asInt()).isEqualTo(3);
        assertThat(Requests.answer(api.createJob(caller, VIDEO, Map.of())).get("priority").asInt())
                .as("who wishes for none has what there is").isEqualTo(3);
    }

    @Test
    void whatIsWrongIsRefusedByNameAndStoresNothing() {
        Exchange refused = api.createJob("{'kind': 'video', 'input': 'http://10.0.0.1/in.mp4'}",
                Map.of("Idempotency-Key", "k1"));
        assertRefused(refused, 400, "invalid_input");
        assertThat(Requests.answer(refused).get("field").asText()).isEqualTo("input");
        assertThat(beans.jobs().unfinished()).isZero();
        assertThat(keys()).isZero();
    }

    @Test
    void aNameThatIsNotOfTheResultIsRefusedAndStoresNothing() {
        for (String wrong : List.of("'output': 's3://media/x.mkv'", "'output': 's3://media/x.webm', 'options': {'format': 'mp4'}")) {
            Exchange refused = api.createJob(VIDEO.replace("}", ", " + wrong + "}"), Map.of("Idempotency-Key", "k1"));
            assertRefused(refused, 400, "invalid_input");
            assertThat(Requests.answer(refused).get("field").asText()).isEqualTo("output");
        }
        assertThat(beans.jobs().unfinished()).isZero();
        assertThat(keys()).isZero();
        assertThat(beans.told()).isEmpty();
    }

    @Test
    void theNameOfTheOutputChoosesTheFormatOfTheJobThatIsStored() {
        beans.connection(URI.create("https://store.invalid"), new Credentials("id", "secret"));
        Exchange answered = api.createJob(VIDEO.replace("}", ", 'output': 's3://media/x.webm'}"), Map.of());
        assertThat(beans.jobs().get(id(answered)).order().options().get("format").asText()).isEqualTo("webm");
        assertThat(Requests.answer(answered).at("/options/format").asText()).isEqualTo("webm");
    }

    @Test
    void aDatabaseThatIsAwayIsToldAndNothingOfItIsShown() {
        beans.database().close();
        Exchange refused = api.createJob(VIDEO, Map.of("Idempotency-Key", "k1"));
        assertRefused(refused, 503, "unavailable");
        assertThat(Requests.answer(refused).get("message").asText()).doesNotContainIgnoringCase("sql");
    }

    private int keys() {
        return beans.database().jdbi().withHandle(handle ->
                handle.createQuery("select count(*) from idempotency_keys").mapTo(Integer.class).one());
    }
}
