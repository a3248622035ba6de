package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.access.Caller;
import io.dromedary.access.Limits;
import io.dromedary.access.Scope;
import io.dromedary.api.Requests;
import io.dromedary.job.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route {@code createJob}: what is answered with 201 is stored, and gets to the broker; what is refused is nowhere. */
class CreateJobRouteTest {

    private static final String VIDEO = "{'kind': 'video', 'input': 'https://example.com/in.mp4'}";
    private static final int MAX_JOBS = 3;

    private final SentMessages messages = new SentMessages();
    private final List<Exchange> dryRuns = new CopyOnWriteArrayList<>();
    private RoutesHere routes;
    private WorkBeans beans;
    private ApiBeans api;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        routes = new RoutesHere("jobs");
        beans = new WorkBeans(folder).bind(routes);
        api = new ApiBeans(routes, beans, folder, MAX_JOBS);
        routes.bind("jms", messages).replace("dry-run", dryRuns::add);
        // The same queue; but who takes from it looks up so often that it can end at once.
        routes.advise("enqueue-stored", route -> route.replaceFromWith("seda:stored?size=1&pollTimeout=20"));
        routes.start("createJob", "enqueue", "enqueue-stored", "enqueue-all", "send", "send-message", "instead-of-dry-run");
    }

    @AfterEach
    void stop() {
        messages.hold(new CountDownLatch(0));
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

    private void awaitMessages(int count) {
        Awaitility.await().until(() -> messages.all().size() >= count);
    }

    private boolean isSent(String id) {
        return beans.database().jdbi().withHandle(handle -> handle.createQuery("select sent from jobs where id = :id")
                .bind("id", id).mapTo(Integer.class).one()) == 1;
    }

    @Test
    void aJobIsStoredThenAnsweredAndThenGivenToTheBrokerInItsLane() {
        Exchange answered = api.createJob("{'kind': 'image', 'input': 'https://example.com/in.png', 'priority': 7}", Map.of());
        assertThat(status(answered)).isEqualTo(201);
        Job job = beans.jobs().get(id(answered));
        assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
        assertThat(job.owner().keyId()).contains("key_1");
        awaitMessages(1);
        SentMessages.Sent message = messages.all().get(0);
        assertThat(message.queue()).isEqualTo("jobs.light");
        assertThat(message.body()).isEqualTo(job.id());
        assertThat(message.headers()).as("nothing of the request goes along").containsOnlyKeys("JMSPriority")
                .containsEntry("JMSPriority", 7);
        Awaitility.await().until(() -> isSent(job.id()));
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
        awaitMessages(1);
        assertThat(id(api.createJob(VIDEO, Map.of()))).as("without a key it is another").isNotEqualTo(id(first));
        awaitMessages(2);
        assertThat(messages.all()).as("none is of the repeated request").hasSize(2)
                .extracting(SentMessages.Sent::body).doesNotHaveDuplicates();
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
        var limits = new Limits(Optional.empty(), Optional.of(1L), Optional.empty(), Optional.empty());
        var caller = new Caller("key_2", "default", Scope.WRITE, limits);
        assertThat(status(api.createJob(caller, VIDEO, Map.of()))).isEqualTo(201);
        assertRefused(api.createJob(caller, VIDEO, Map.of("Idempotency-Key", "k1")), 429, "too_many_requests");
        assertThat(beans.jobs().unfinished()).isEqualTo(1);
        assertThat(keys()).isZero();
        assertThat(status(api.createJob(VIDEO, Map.of()))).as("another key's is let in").isEqualTo(201);
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
    void aBrokerThatIsGoneLosesNoJob() {
        messages.gone(true);
        String id = id(api.createJob(VIDEO, Map.of()));
        Awaitility.await().until(() -> messages.refused() == 1);
        assertThat(beans.jobs().get(id).status()).isEqualTo(Job.Status.QUEUED);
        assertThat(isSent(id)).isFalse();
        messages.gone(false);
        // What the route of those that are unsent does with it some seconds later.
        routes.send("enqueue-all", List.of(beans.jobs().get(id)));
        assertThat(messages.all()).extracting(SentMessages.Sent::body).containsExactly(id);
        assertThat(isSent(id)).isTrue();
    }

    @Test
    void aBrokerThatHangsKeepsNoSenderWaiting() {
        var until = new CountDownLatch(1);
        messages.hold(until);
        String first = id(api.createJob(VIDEO, Map.of()));
        String second = id(api.createJob(VIDEO, Map.of()));
        assertThat(messages.all()).isEmpty();
        until.countDown();
        awaitMessages(2);
        assertThat(messages.all()).extracting(SentMessages.Sent::body).as("in their order").containsExactly(first, second);
    }

    @Test
    void aBrokerThatDoesNotTakeAJobIsNotAskedForTheNextAndNoneIsNotedAsSent() {
        Job first = beans.job("video", "https://example.com/1.mp4");
        Job second = beans.job("video", "https://example.com/2.mp4");
        messages.gone(true);
        assertThat(routes.send("enqueue-all", List.of(first, second)).getException()).isNotNull();
        assertThat(messages.refused()).as("a broker in trouble is not asked for each").isEqualTo(1);
        assertThat(isSent(first.id())).isFalse();
        assertThat(isSent(second.id())).isFalse();
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
