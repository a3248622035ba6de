package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.job.Job;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.r2.Operation;
import io.dromedary.r2.QueueDouble;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.RequestHead;
import io.dromedary.r2.Tier;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.watch.FoundObject;
import io.dromedary.watch.WatchedObjects.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The routes of watches: of every object that is wanted one job is made, while there is room, and its source is moved
 * or deleted when it is still what was processed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchRouteTest {

    private static final int ROOM = 4;
    private static final byte[] CONTENT = "content".getBytes();
    private static final byte[] OTHER = "another content".getBytes();

    private R2Double r2;
    private QueueDouble queue;
    private QueueDouble otherQueue;
    private RoutesHere routes;
    private WorkBeans beans;
    private WatchBeans watching;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        r2 = R2Double.start(folder.resolve("r2"));
        List.of("media", "moving", "emptying", "listed", "late", "events").forEach(r2::createBucket);
        queue = QueueDouble.start("account1", "queue1", "token");
        otherQueue = QueueDouble.start("account1", "queue2", "token");
        routes = new RoutesHere("jobs", "watch");
        beans = new WorkBeans(folder).bind(routes);
        beans.connection(r2.endpoint(),
                r2.newKey(Tier.OBJECT_READ_WRITE, "media", "moving", "emptying", "listed", "events"));
        watching = new WatchBeans(routes, beans, Map.of(
                "media", entry("watch-bucket", "media", Map.of("prefix", "in/", "suffixes", ".mp4, .MOV", "priority", "7",
                        "options", "{\"width\": 32}", "output", "s3://media/out/")),
                "named", entry("watch-bucket", "media", Map.of("output", "s3://media/out/{filename}/x.mp4")),
                "as-named", entry("watch-bucket", "media", Map.of("output", "s3://media/out/of-{filename}", "options",
                        "{\"format\": \"mp4\"}")),
                "films", entry("watch-bucket", "media", Map.of("output", "s3://media/out/{filename}.webm")),
                "late", entry("watch-bucket", "late", Map.of("connection", "made-later")),
                "moving", entry("watch-bucket", "moving", Map.of("prefix", "in/", "source", "move", "move-to", "done/")),
                "emptying", entry("watch-bucket", "emptying", Map.of("source", "delete")),
                "listed", entry("watch-bucket", "listed", Map.of()),
                "events", entry("watch-queue", "events", Map.of("account", "account1", "queue", "queue1", "token",
                        "{{env:TOKEN}}", "api", queue.api().toString())),
                "one-by-one", entry("watch-queue", "events", Map.of("account", "account1", "queue", "queue2", "token",
                        "{{env:TOKEN}}", "api", otherQueue.api().toString(), "batch", "1", "connection", "made-last"))), ROOM);
        routes.advise("settle-source", route -> route.replaceFromWith("direct:settle-source"));
        routes.start("take-objects", "pull-messages", "post-to-queue", "settle-source", "copy-source",
                "delete-source", "queued");
    }

    private static Map<String, String> entry(String template, String bucket, Map<String, String> more) {
        var entry = new HashMap<>(Map.of("template-id", template, "bucket", bucket, "kind", "video"));
        entry.putAll(more);
        return Map.copyOf(entry);
    }

    @AfterAll
    void stop() {
        routes.close();
        watching.close();
        beans.close();
        queue.close();
        otherQueue.close();
        r2.close();
    }

    /** Jobs that wait take room from the next test. */
    @AfterEach
    void makeRoom() {
        beans.told().clear();
        r2.faults().clear();
        r2.counters().reset();
        waiting().forEach(id -> beans.jobs().cancel("default", id));
        watching.secondsPass();
    }

    /** A source that was put off would be due again in the next test, on a slow machine. */
    @AfterEach
    void settleAll() {
        beans.database().jdbi().useHandle(handle -> handle.execute("update watched_objects set due_at = null"));
    }

    private List<String> waiting() {
        return beans.database().jdbi().withHandle(handle -> handle
                .createQuery("select id from jobs where status = 'queued' order by id").mapTo(String.class).list());
    }

    private Exchange take(String watch, FoundObject... found) {
        return routes.send("take-objects", exchange -> {
            exchange.setVariable("watch", watching.watch(watch));
            exchange.getMessage().setBody(List.of(found));
        });
    }

    private List<String> inputs() {
        return waiting().stream().map(id -> beans.jobs().get(id).input()).toList();
    }

    private static void assertWell(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
    }

    private static void assertRefused(Exchange exchange, ProblemKind kind) {
        assertThat(exchange.getException()).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    // ------------------------------------------------------------ taking objects

    @Test
    void ofWhatIsFoundOnlyWhatIsWantedBecomesAJobInItsLane() {
        assertWell(take("media", new FoundObject("in/a.mp4", "1", 5), new FoundObject("in/b.txt", "1", 5),
                new FoundObject("elsewhere/c.mp4", "1", 5), new FoundObject("in/empty.mp4", "1", 0),
                new FoundObject("in/directory.mp4/", "1", 5), new FoundObject("in/D.MoV", "1", 5)));
        assertThat(inputs()).containsExactly("s3://media/in/a.mp4", "s3://media/in/D.MoV");
        Job job = beans.jobs().get(waiting().get(0));
        assertThat(job.order().options().get("width").asInt()).isEqualTo(32);
        assertThat(job.order().outputTarget()).contains("s3://media/out/");
        assertThat(job.order().priority()).isEqualTo(7);
        assertThat(beans.told()).containsOnly("heavy");
    }

    @Test
    void eachContentOfAnObjectIsTakenOnce() {
        assertWell(take("media", new FoundObject("in/twice.mp4", "1", 5)));
        assertWell(take("media", new FoundObject("in/twice.mp4", "1", 5)));
        assertThat(waiting()).hasSize(1);
        assertWell(take("media", new FoundObject("in/twice.mp4", "2", 5), new FoundObject("in/twice.mp4", "2", 5)));
        assertThat(waiting()).hasSize(2);
    }

    @Test
    void whatThisServerHasPublishedItselfIsPassedOver() {
        watching.published().note(r2.endpoint().toString(), List.of(new ObjectUrl("media", "in/result.mp4")));
        assertWell(take("media", new FoundObject("in/result.mp4", "1", 5)));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void anObjectWhoseNameNoResultCanHaveStopsNoOther() {
        assertWell(take("named", new FoundObject("...mp4", "1", 5), new FoundObject("good.mp4", "1", 5)));
        assertThat(inputs()).containsExactly("s3://media/good.mp4");
    }

    @Test
    void anObjectWhoseNameContradictsTheFormatStopsNoOther() {
        assertWell(take("as-named", new FoundObject("a.webm.mp4", "1", 5), new FoundObject("better.mp4", "1", 5)));
        assertThat(inputs()).containsExactly("s3://media/better.mp4");
    }

    @Test
    void theExtensionOfATemplateChoosesTheFormat() {
        assertWell(take("films", new FoundObject("film.mp4", "1", 5)));
        assertThat(beans.jobs().get(waiting().get(0)).order().options().get("format").asText()).isEqualTo("webm");
    }

    @Test
    void asManyAreTakenAsThereIsRoomForAndTheRestComesAgain() {
        FoundObject[] all = IntStream.range(0, ROOM + 2)
                .mapToObj(number -> new FoundObject("in/full-" + number + ".mp4", "1", 5)).toArray(FoundObject[]::new);
        assertRefused(take("media", all), ProblemKind.TOO_MANY_REQUESTS);
        assertThat(waiting()).hasSize(ROOM);
        assertThat(beans.told()).as("these are told of all the same").containsOnly("heavy");
        assertRefused(take("media", all), ProblemKind.TOO_MANY_REQUESTS);
        assertThat(waiting()).hasSize(ROOM);
        makeRoom();
        assertWell(take("media", all));
        assertThat(inputs()).containsExactly("s3://media/in/full-4.mp4", "s3://media/in/full-5.mp4");
    }

    // ------------------------------------------------------------ listing and events

    @Test
    void aTurnTakesWhatTheListingTellsAndOpensNothing() throws Exception {
        r2.put("listed", "1.mp4", CONTENT, "video/mp4");
        r2.put("listed", "2.mp4", CONTENT, "video/mp4");
        assertWell(watching.turn("listed"));
        assertWell(watching.turn("listed"));
        assertThat(inputs()).containsExactly("s3://listed/1.mp4", "s3://listed/2.mp4");
        assertThat(r2.counters().heads()).extracting(RequestHead::operation).containsOnly(Operation.LIST_OBJECTS);
        r2.put("listed", "1.mp4", OTHER, "video/mp4");
        assertWell(watching.turn("listed"));
        assertThat(waiting()).as("a changed one again").hasSize(3);
    }

    @Test
    void aTurnThatFailsIsForgivenAndTheNextOneTriesAgain() throws Exception {
        r2.put("listed", "later.mp4", CONTENT, "video/mp4");
        r2.faults().on(Operation.LIST_OBJECTS).fail(403, "AccessDenied");
        assertWell(watching.turn("listed"));
        assertThat(waiting()).isEmpty();
        r2.faults().clear();
        assertWell(watching.turn("listed"));
        assertThat(inputs()).contains("s3://listed/later.mp4");
    }

    @Test
    void aConnectionMayBeMadeLater() throws Exception {
        r2.put("late", "early.mp4", CONTENT, "video/mp4");
        assertWell(watching.turn("late"));
        assertThat(waiting()).isEmpty();
        beans.connection("made-later", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "late"));
        assertWell(watching.turn("late"));
        assertThat(inputs()).containsExactly("s3://late/early.mp4");
    }

    @Test
    void anEventIsAcknowledgedWhenItsJobIsStoredAndNotBefore() throws Exception {
        queue.sendEvent("PutObject", "events", "e/1.mp4", 5, "abc");
        queue.send("this is no JSON");
        for (int job = 0; job < ROOM; job++) {
            beans.job("video", "https://example.com/" + job + ".mp4");
        }
        assertWell(watching.turn("events"));
        assertThat(queue.backlog()).as("there was no room; it comes again").isEqualTo(2);
        makeRoom();
        queue.clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
        assertWell(watching.turn("events"));
        assertThat(queue.backlog()).isZero();
        assertThat(inputs()).containsExactly("s3://events/e/1.mp4");
    }

    @Test
    void nothingIsPulledWithoutAConnectionAndThenOneBatchAfterTheOther() throws Exception {
        for (int event = 0; event < 3; event++) {
            otherQueue.sendEvent("PutObject", "events", "one/" + event + ".mp4", 5, "abc");
        }
        assertWell(watching.turn("one-by-one"));
        assertThat(otherQueue.deliveries()).as("they would be given up after some").isZero();
        beans.connection("made-last", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "events"));
        for (int job = 0; job < ROOM - 1; job++) {
            beans.job("video", "https://example.com/" + job + ".mp4");
        }
        assertWell(watching.turn("one-by-one"));
        assertThat(otherQueue.deliveries()).as("the third is not asked for, as the second has no room").isEqualTo(2);
        assertThat(otherQueue.backlog()).as("the first is acknowledged").isEqualTo(2);
        makeRoom();
        otherQueue.clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
        assertWell(watching.turn("one-by-one"));
        assertThat(otherQueue.backlog()).isZero();
        assertThat(inputs()).containsExactly("s3://events/one/1.mp4", "s3://events/one/2.mp4");
    }

    // ------------------------------------------------------------ what becomes of sources

    /** An object that was processed, and whose source is due. */
    private Source processed(String watch, String key) {
        return processed(watch, key, CONTENT);
    }

    private Source processed(String watch, String key, byte[] content) {
        String etag = r2.put(watch, key, content, "video/mp4").etag().replace("\"", "");
        assertWell(take(watch, new FoundObject(key, etag, content.length)));
        beans.succeed(waiting().get(0));
        Source due = watching.watched().claim().orElseThrow();
        assertThat(watching.watched().claim()).isEmpty();
        return due;
    }

    /** What is due now; whoever is asked to wait is not. */
    private boolean isDue(Source source, long seconds) {
        return beans.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select count(*) from watched_objects where job_id = :job and due_at between :now and :then")
                .bind("job", source.jobId()).bind("now", beans.clock().millis())
                .bind("then", beans.clock().millis() + seconds * 1000).mapTo(Integer.class).one()) == 1;
    }

    private boolean isSettled(Source source) {
        return beans.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select count(*) from watched_objects where job_id = :job and due_at is null")
                .bind("job", source.jobId()).mapTo(Integer.class).one()) == 1;
    }

    @Test
    void aSourceIsMovedAndWhatIsThereIsNoInputOfAnyWatch() {
        Source source = processed("moving", "in/sub/a.mp4");
        assertWell(routes.send("settle-source", source));
        assertThat(r2.object("moving", "in/sub/a.mp4")).isEmpty();
        assertThat(r2.object("moving", "done/sub/a.mp4").orElseThrow().path()).hasBinaryContent(CONTENT);
        assertThat(r2.counters().requests(Operation.GET_OBJECT)).as("its bytes do not come here").isZero();
        assertThat(isSettled(source)).isTrue();
        assertThat(watching.published().among(r2.endpoint().toString(), "moving", List.of("done/sub/a.mp4")))
                .containsExactly("done/sub/a.mp4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ä b+&?%20.mp4", "${env:HOME}.mp4", "#{1}{{x}}?fileName=y.mp4"})
    void aSourceIsMovedWhateverItsNameIsWithItsType(String name) {
        Source source = processed("moving", "in/" + name);
        assertWell(routes.send("settle-source", source));
        assertThat(r2.object("moving", "in/" + name)).isEmpty();
        assertThat(r2.object("moving", "done/" + name)).hasValueSatisfying(object -> {
            assertThat(object.path()).hasBinaryContent(CONTENT);
            assertThat(object.contentType()).isEqualTo("video/mp4");
        });
        assertThat(r2.counters().requests(Operation.UPLOAD_PART_COPY)).isZero();
    }

    @Test
    void aLargeSourceIsMovedInParts() {
        var content = new byte[WatchBeans.PART + 1];
        Source source = processed("moving", "in/large.mp4", content);
        assertWell(routes.send("settle-source", source));
        assertThat(r2.object("moving", "in/large.mp4")).isEmpty();
        assertThat(r2.object("moving", "done/large.mp4").orElseThrow().path()).hasBinaryContent(content);
        assertThat(r2.counters().requests(Operation.UPLOAD_PART_COPY)).isEqualTo(2);
    }

    @Test
    void aSourceIsDeleted() {
        Source source = processed("emptying", "b.mp4");
        assertWell(routes.send("settle-source", source));
        assertThat(r2.object("emptying", "b.mp4")).isEmpty();
        assertThat(r2.counters().heads()).filteredOn(head -> head.operation() == Operation.DELETE_OBJECT)
                .extracting(head -> head.header("if-match")).containsExactly(Optional.of("\"" + source.etag() + "\""));
        assertThat(r2.counters().requests(Operation.HEAD_BUCKET)).as("which tokens of objects may not").isZero();
        assertThat(isSettled(source)).isTrue();
    }

    @Test
    void aSourceThatChangedSinceItWasProcessedStays() {
        Source source = processed("moving", "in/changed.mp4");
        r2.put("moving", "in/changed.mp4", OTHER, "video/mp4");
        assertWell(routes.send("settle-source", source));
        assertThat(r2.object("moving", "in/changed.mp4").orElseThrow().path()).hasBinaryContent(OTHER);
        assertThat(r2.object("moving", "done/changed.mp4")).isEmpty();
        assertThat(isSettled(source)).isTrue();
    }

    @Test
    void aSourceThatChangesRightBeforeItsCopyIsNotCopied() {
        Source source = processed("moving", "in/replaced.mp4");
        r2.faults().on(Operation.COPY_OBJECT).before(request -> r2.put("moving", "in/replaced.mp4", OTHER, "video/mp4"));
        assertWell(routes.send("settle-source", source));
        assertThat(r2.object("moving", "done/replaced.mp4")).isEmpty();
        assertThat(r2.object("moving", "in/replaced.mp4").orElseThrow().path()).hasBinaryContent(OTHER);
        assertThat(isSettled(source)).as("it is looked at again").isFalse();
    }

    @Test
    void aSourceThatChangesWhileItIsCopiedIsNotDeleted() {
        Source source = processed("moving", "in/changing.mp4");
        var copied = new AtomicBoolean();
        r2.faults().on(Operation.COPY_OBJECT).before(request -> copied.set(true));
        r2.faults().on(Operation.HEAD_OBJECT, "moving", "in/changing.mp4").before(request -> {
            if (copied.get()) {
                r2.put("moving", "in/changing.mp4", OTHER, "video/mp4");
            }
        });
        assertWell(routes.send("settle-source", source));
        assertThat(r2.object("moving", "done/changing.mp4").orElseThrow().path()).hasBinaryContent(CONTENT);
        assertThat(r2.object("moving", "in/changing.mp4").orElseThrow().path()).hasBinaryContent(OTHER);
        assertThat(r2.counters().requests(Operation.DELETE_OBJECT)).isZero();
        assertThat(isSettled(source)).isTrue();
    }

    @Test
    void aSourceThatIsGoneIsSettled() {
        Source source = processed("emptying", "gone.mp4");
        r2.delete("emptying", "gone.mp4");
        assertWell(routes.send("settle-source", source));
        assertThat(isSettled(source)).isTrue();
    }

    @Test
    void aStoreThatDoesNotDeleteIsAskedAgainLaterAndTheJobStaysSucceeded() {
        Source source = processed("emptying", "stuck.mp4");
        r2.faults().on(Operation.DELETE_OBJECT).fail(403, "AccessDenied");
        assertWell(routes.send("settle-source", source));
        assertThat(isDue(source, 11)).as("again in ten seconds").isTrue();
        assertThat(beans.jobs().get(source.jobId()).status()).isEqualTo(Job.Status.SUCCEEDED);
        r2.faults().clear();
        assertWell(routes.send("settle-source", source));
        assertThat(r2.object("emptying", "stuck.mp4")).isEmpty();
        assertThat(isSettled(source)).isTrue();
    }

    @Test
    void aSourceIsMovedOnceThoughNoAnswerToItsCopyAndItsDeletionIsHeard() {
        Source source = processed("moving", "in/unheard.mp4");
        r2.faults().on(Operation.COPY_OBJECT).next(1).dropAnswer();
        r2.faults().on(Operation.DELETE_OBJECT).dropAnswer();
        assertWell(routes.send("settle-source", source));
        assertThat(r2.object("moving", "in/unheard.mp4")).isEmpty();
        assertThat(r2.object("moving", "done/unheard.mp4").orElseThrow().path()).hasBinaryContent(CONTENT);
        assertThat(isSettled(source)).as("nothing is tried again").isTrue();
    }

    @Test
    void aSourceThatCannotBeCopiedIsNotDeleted() {
        Source source = processed("moving", "in/uncopied.mp4");
        r2.faults().on(Operation.COPY_OBJECT).fail(403, "AccessDenied");
        assertWell(routes.send("settle-source", source));
        assertThat(r2.object("moving", "in/uncopied.mp4")).isPresent();
        assertThat(isSettled(source)).isFalse();
    }
}
