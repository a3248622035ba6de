package io.dromedary.routes;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Task;
import io.dromedary.problem.ProblemKind;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.RequestHead;
import io.dromedary.r2.Tier;
import io.dromedary.work.UnfinishedUploads;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The routes that bring results into stores, and inputs out of them, in whole jobs whose encode is no work: what is in
 * a bucket afterwards, and that nothing else is. See {@link TransferRoutesTest} for what is tried again.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
class StoreRouteTest {

    private static final int LIMIT = WorkBeans.RESULT_PART;

    /** What the encode of the next job leaves, by the names of files: sizes in bytes. */
    private final Map<String, Integer> results = new ConcurrentHashMap<>();
    private R2Double r2;
    private RoutesHere routes;
    private WorkBeans beans;
    private String connection;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("out");
        routes = new RoutesHere("pipeline", "transfer");
        beans = new WorkBeans(folder).bind(routes);
        connection = beans.connection(r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "out"));
        beans.programs().on("ffprobe", command -> ProbeAnswers.VIDEO);
        beans.programs().on("ffmpeg", command -> {
            for (Map.Entry<String, Integer> result : results.entrySet()) {
                Path file = command.folder().results().resolve(result.getKey());
                Files.createDirectories(file.getParent());
                try (var made = new RandomAccessFile(file.toFile(), "rw")) {
                    made.setLength(result.getValue());
                }
            }
            return "";
        });
        r2.put("out", "in/clip.mp4", ProbeAnswers.mp4(1000), "video/mp4");
        routes.start("job", "work", "make-or-reuse", "probe", "probe-input", "fetch-beside", "ffprobe", "run-program", "import", "fetch-or-stream", "encode", "make", "describe", "export", "fetch-ends", "fetch-rest",
                "fetch", "fetch-once", "get-object", "store-all", "store", "put-object");
    }

    @AfterAll
    void stop() {
        routes.close();
        beans.close();
        r2.close();
    }

    @AfterEach
    void nothingStaysBehind() {
        r2.faults().clear();
        r2.counters().reset();
        results.clear();
        assertThat(beans.workFolders()).isEmpty();
        assertThat(r2.openUploads()).isEmpty();
    }

    private Job job(String output) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        JobOrder order = WorkBeans.order("video", "s3://out/in/clip.mp4", Optional.of(connection),
                Optional.of("s3://out/" + output), options);
        return beans.jobs().create(order);
    }

    private Job deliver(Job job) {
        beans.deliver(routes, job.id());
        return beans.jobs().get(job.id());
    }

    private List<String> puts() {
        return r2.counters().heads(Operation.PUT_OBJECT).stream().map(RequestHead::key).toList();
    }

    @Test
    void aResultUpToTheLimitGoesInOneRequestWithItsType() {
        results.put("one.mp4", LIMIT);
        Job job = deliver(job("one.mp4"));
        assertThat(job.state().error()).isEmpty();
        assertThat(job.output()).contains("s3://out/one.mp4");
        assertThat(r2.object("out", "one.mp4")).hasValueSatisfying(made -> {
            assertThat(made.size()).isEqualTo(LIMIT);
            assertThat(made.contentType()).isEqualTo("video/mp4");
        });
        assertThat(puts()).containsExactly("one.mp4");
        assertThat(r2.counters().requests(Operation.CREATE_MULTIPART_UPLOAD)).isZero();
        assertThat(r2.counters().requests(Operation.HEAD_BUCKET)).as("object tokens may not ask for it").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${env:HOME}", "$simple{1}", "${bean:jobs}", "#{x}{{y}}"})
    void aNameIsNoExpressionOfALanguage(String name) {
        r2.put("out", "in/" + name + ".mp4", ProbeAnswers.mp4(1000), "video/mp4");
        results.put(name + ".mp4", 1000);
        Job job = deliver(beans.jobs().create(WorkBeans.order("video", "s3://out/in/" + name + ".mp4",
                Optional.of(connection), Optional.of("s3://out/named/{filename}.mp4"), JsonNodeFactory.instance.objectNode())));
        assertThat(job.state().error()).isEmpty();
        assertThat(puts()).containsExactly("named/" + name + ".mp4");
    }

    /** Both ways of writing an object, with what a job asks for and what the settings say. */
    @Test
    void anObjectHasTheHeadersThatItsJobAsksFor() {
        ObjectNode asked = JsonNodeFactory.instance.objectNode().put("content_disposition", "attachment; filename=\"film.mp4\"")
                .put("storage_class", "STANDARD_IA");
        asked.putObject("metadata").put("shelf", "7 b");
        results.put("headed.mp4", LIMIT);
        JobOrder plain = WorkBeans.order("video", "s3://out/in/clip.mp4", Optional.of(connection), Optional.of("s3://out/headed.mp4"),
                JsonNodeFactory.instance.objectNode());
        var order = new JobOrder(plain.owner(), plain.kind(), plain.preset(), plain.input(), plain.connectionId(), plain.outputTarget(),
                plain.outputConnectionId(), plain.options(), plain.metadata(), plain.priority(), plain.webhookUrl(), Optional.of(asked), List.of(), List.of());
        Job job = deliver(beans.jobs().create(order));
        assertThat(job.state().error()).isEmpty();
        assertThat(job.order().outputHeaders()).contains(asked);
        assertHeaded(Operation.PUT_OBJECT, "headed.mp4", job);
        results.remove("headed.mp4");
        results.put("headed.mp4", LIMIT + 1);
        assertHeaded(Operation.CREATE_MULTIPART_UPLOAD, "headed.mp4", deliver(beans.jobs().create(order)));
    }

    private void assertHeaded(Operation operation, String key, Job job) {
        assertThat(r2.counters().heads(operation).stream().filter(head -> head.key().equals(key))).singleElement().satisfies(head -> {
            assertThat(head.header("cache-control")).as("of the settings").contains("no-cache");
            assertThat(head.header("content-disposition")).contains("attachment; filename=\"film.mp4\"");
            assertThat(head.header("x-amz-storage-class")).contains("STANDARD_IA");
        });
        assertThat(r2.object("out", key).orElseThrow().metadata()).containsEntry("shelf", "7 b")
                .containsEntry("dromedary-job", job.id());
    }

    @Test
    void aLargerOneGoesInPartsAndIsThereWhole() {
        results.put("large.mp4", 2 * LIMIT + 1);
        assertThat(deliver(job("large.mp4")).state().error()).isEmpty();
        assertThat(r2.counters().requests(Operation.UPLOAD_PART, "out", "large.mp4")).isEqualTo(3);
        assertThat(r2.object("out", "large.mp4")).hasValueSatisfying(made -> {
            assertThat(made.size()).isEqualTo(2 * LIMIT + 1);
            assertThat(made.contentType()).isEqualTo("video/mp4");
        });
    }

    @Test
    void partsGoSideBySide() {
        results.put("wide.mp4", 2 * LIMIT);
        try (Fault stall = r2.faults().on(Operation.UPLOAD_PART, "out", "wide.mp4").stall()) {
            Job job = job("wide.mp4");
            var done = CompletableFuture.supplyAsync(() -> deliver(job));
            stall.awaitStruck(2, SOON);
            stall.close();
            assertThat(done.orTimeout(120, TimeUnit.SECONDS).join().state().error()).isEmpty();
        }
    }

    @Test
    void aPartThatFailsForGoodAbortsTheUpload() {
        results.put("refused.mp4", 3 * LIMIT);
        r2.faults().on(Operation.UPLOAD_PART, "out", "refused.mp4").next(1).fail(403, "AccessDenied");
        Job job = deliver(job("refused.mp4"));
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.OUTPUT_FORBIDDEN);
        assertThat(r2.counters().requests(Operation.ABORT_MULTIPART_UPLOAD, "out", "refused.mp4")).isEqualTo(1);
        assertThat(r2.object("out", "refused.mp4")).isEmpty();
        assertThat(unfinished()).isZero();
    }

    @Test
    void anUploadThatCannotBeCompletedIsAborted() {
        results.put("incomplete.mp4", 2 * LIMIT);
        r2.faults().on(Operation.COMPLETE_MULTIPART_UPLOAD).fail(403, "AccessDenied");
        Job job = deliver(job("incomplete.mp4"));
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.OUTPUT_FORBIDDEN);
        assertThat(r2.object("out", "incomplete.mp4")).isEmpty();
    }

    @Test
    void anUploadThatCannotBeAbortedYetIsRememberedForLater() {
        results.put("later.mp4", 2 * LIMIT);
        r2.faults().on(Operation.UPLOAD_PART, "out", "later.mp4").next(1).fail(403, "AccessDenied");
        r2.faults().on(Operation.ABORT_MULTIPART_UPLOAD, "out", "later.mp4").fail(403, "AccessDenied");
        deliver(job("later.mp4"));
        assertThat(unfinished()).isEqualTo(1);
        assertThat(r2.openUploads()).hasSize(1);
        r2.faults().clear();
        var uploads = routes.context().getRegistry()
                .lookupByNameAndType("uploads", UnfinishedUploads.class);
        uploads.orphans().forEach(uploads::abort);
        assertThat(unfinished()).isZero();
    }

    @Test
    void whatWasPutTogetherIsThereThoughTheAnswerToItWasLost() {
        results.put("lost.mp4", 2 * LIMIT);
        r2.faults().on(Operation.COMPLETE_MULTIPART_UPLOAD).next(1).dropAnswer();
        Job job = deliver(job("lost.mp4"));
        assertThat(job.state().error()).isEmpty();
        assertThat(r2.object("out", "lost.mp4").orElseThrow().size()).isEqualTo(2 * LIMIT);
        assertThat(r2.counters().requests(Operation.CREATE_MULTIPART_UPLOAD)).as("it is not uploaded again").isEqualTo(1);
        assertThat(r2.counters().requests(Operation.UPLOAD_PART)).isEqualTo(2);
        assertThat(unfinished()).isZero();
    }

    @Test
    void whatAnotherHasPutThereIsNotTakenForOurs() {
        results.put("others.mp4", 2 * LIMIT);
        r2.put("out", "others.mp4", new byte[2 * LIMIT], "video/mp4");
        r2.faults().on(Operation.COMPLETE_MULTIPART_UPLOAD).next(1).fail(404, "NoSuchUpload");
        assertThat(deliver(job("others.mp4")).state().error()).isEmpty();
        assertThat(r2.counters().requests(Operation.CREATE_MULTIPART_UPLOAD)).as("it is uploaded again").isEqualTo(2);
        assertThat(r2.object("out", "others.mp4").orElseThrow().metadata()).containsKey("dromedary-job");
    }

    @Test
    void anUploadThatTheStoreForgetsAgainAndAgainIsNoMissingBucket() {
        results.put("forgotten.mp4", 2 * LIMIT);
        r2.faults().on(Operation.COMPLETE_MULTIPART_UPLOAD).fail(404, "NoSuchUpload");
        Job job = job("forgotten.mp4");
        for (int attempt = 1; attempt < WorkBeans.MAX_ATTEMPTS; attempt++) {
            assertThat(deliver(job).status()).isEqualTo(Job.Status.QUEUED);
        }
        assertThat(deliver(job).state().error().orElseThrow().message()).contains("404 NoSuchUpload")
                .doesNotContain("does not exist");
    }

    @Test
    void aFileIsThereThoughNoneOfTheAnswersToItWasHeard() {
        results.put("unheard.mp4", 1000);
        r2.faults().on(Operation.PUT_OBJECT, "out", "unheard.mp4").dropAnswer();
        Job job = deliver(job("unheard.mp4"));
        assertThat(job.state().error()).isEmpty();
        assertThat(job.status()).isEqualTo(Job.Status.SUCCEEDED);
        assertThat(puts()).as("by the client; no transfer is repeated").hasSize(3);
    }

    @Test
    void aStoreInTroubleIsAskedAgainAndTheFileIsThereOnce() {
        results.put("trouble.mp4", 1000);
        r2.faults().on(Operation.PUT_OBJECT, "out", "trouble.mp4").next(2).slowDown();
        assertThat(deliver(job("trouble.mp4")).state().error()).isEmpty();
        assertThat(puts()).hasSize(3);
    }

    @Test
    void aJobWhoseStoreWasInTroubleSucceedsWhenThatHasPassed() {
        results.put("passing.mp4", 1000);
        r2.faults().on(Operation.PUT_OBJECT, "out", "passing.mp4").fail(503, "ServiceUnavailable");
        Job job = job("passing.mp4");
        Job waiting = deliver(job);
        assertThat(waiting.status()).isEqualTo(Job.Status.QUEUED);
        assertThat(waiting.state().error()).isEmpty();
        assertThat(waiting.tasks()).allMatch(task -> task.status() == Task.Status.WAITING);
        assertThat(beans.workFolders()).isEmpty();
        r2.faults().clear();
        Job done = deliver(job);
        assertThat(done.status()).isEqualTo(Job.Status.SUCCEEDED);
        assertThat(done.state().shownAttempts()).isEqualTo(2);
        assertThat(r2.object("out", "passing.mp4")).isPresent();
    }

    @Test
    void aJobWhoseStoreStaysInTroubleFailsAfterTheLastAttemptWithNothingPublished() {
        results.putAll(Map.of("clip.mp4", 1000, "a.jpg", 10));
        r2.faults().on(Operation.PUT_OBJECT, "out", "never/clip.mp4").fail(503, "ServiceUnavailable");
        Job job = job("never/");
        for (int attempt = 1; attempt < WorkBeans.MAX_ATTEMPTS; attempt++) {
            assertThat(deliver(job).status()).isEqualTo(Job.Status.QUEUED);
        }
        Job failed = deliver(job);
        assertThat(failed.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.OUTPUT_UNREACHABLE);
        assertThat(failed.state().shownAttempts()).isEqualTo(WorkBeans.MAX_ATTEMPTS);
        assertThat(r2.keys("out")).noneMatch(key -> key.startsWith("never/"));
    }

    @Test
    void allFilesOfAResultAreThereBeforeTheOneThatTheyBelongTo() {
        results.putAll(Map.of("clip.mp4", 1000, "small-1.jpg", 10, "small-2.jpg", 10, "large.bin", LIMIT + 1, "cues.vtt", 10));
        assertThat(deliver(job("dir/")).state().error()).isEmpty();
        List<String> visible = r2.counters().heads().stream()
                .filter(head -> head.operation() == Operation.PUT_OBJECT
                        || head.operation() == Operation.COMPLETE_MULTIPART_UPLOAD)
                .map(RequestHead::key).toList();
        assertThat(visible.subList(0, 3))
                .containsExactlyInAnyOrder("dir/small-1.jpg", "dir/small-2.jpg", "dir/cues.vtt");
        assertThat(r2.object("out", "dir/cues.vtt").orElseThrow().contentType()).isEqualTo("text/vtt");
        assertThat(visible.subList(3, visible.size())).containsExactly("dir/large.bin", "dir/clip.mp4");
        assertThat(r2.keys("out")).contains("dir/clip.mp4", "dir/small-1.jpg", "dir/small-2.jpg", "dir/large.bin");
    }

    @Test
    void whenOneOfSeveralFilesFailsNoneStays() {
        results.putAll(Map.of("clip.mp4", 1000, "a.jpg", 10, "b.jpg", 10));
        r2.faults().on(Operation.PUT_OBJECT, "out", "gone/clip.mp4").fail(403, "AccessDenied");
        Job job = deliver(job("gone/"));
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.OUTPUT_FORBIDDEN);
        assertThat(r2.keys("out")).noneMatch(key -> key.startsWith("gone/"));
    }

    @Test
    void aBucketThatIsNotThereSaysSo() {
        results.put("x.mp4", 1000);
        JobOrder order = WorkBeans.order("video", "s3://out/in/clip.mp4", Optional.of(connection),
                Optional.of("s3://no-such-bucket/x.mp4"), JsonNodeFactory.instance.objectNode());
        Job job = deliver(beans.jobs().create(order));
        assertThat(job.state().error().orElseThrow().kind())
                .isIn(ProblemKind.OUTPUT_UNREACHABLE, ProblemKind.OUTPUT_FORBIDDEN);
    }

    @Test
    void aJobThatIsCancelledWhileItIsPublishedIsTakenBack() {
        results.put("late.mp4", 1000);
        Job job = job("late.mp4");
        r2.faults().on(Operation.PUT_OBJECT, "out", "late.mp4").next(1).before(request -> cancel(job));
        assertThat(deliver(job).status()).isEqualTo(Job.Status.CANCELLED);
        assertThat(puts()).hasSize(1);
        assertThat(r2.object("out", "late.mp4")).isEmpty();
    }

    @Test
    void aJobThatIsCancelledWhileItsPartsGoOutPublishesNothing() {
        results.put("parts.mp4", 3 * LIMIT);
        Job job = job("parts.mp4");
        try (Fault stall = r2.faults().on(Operation.UPLOAD_PART, "out", "parts.mp4").stall()) {
            var done = CompletableFuture.supplyAsync(() -> deliver(job));
            stall.awaitStruck(1, SOON);
            cancel(job);
            assertThat(done.orTimeout(120, TimeUnit.SECONDS).join().status()).as("though the store is silent")
                    .isEqualTo(Job.Status.CANCELLED);
        }
        assertThat(r2.object("out", "parts.mp4")).isEmpty();
        assertThat(r2.counters().requests(Operation.COMPLETE_MULTIPART_UPLOAD)).isZero();
    }

    @Test
    void aJobThatIsCancelledBeforeItsResultGoesOutSendsNothing() throws IOException {
        results.put("unsent.mp4", 1000);
        Job job = job("unsent.mp4");
        beans.programs().on("ffprobe", command -> {
            if (command.arguments().stream().noneMatch(argument -> argument.contains("given/input"))) {
                beans.jobs().cancel("default", job.id());
            }
            return ProbeAnswers.VIDEO;
        });
        deliver(job);
        beans.programs().on("ffprobe", command -> ProbeAnswers.VIDEO);
        assertThat(puts()).isEmpty();
    }

    @Test
    void aJobThatIsCancelledWhileItsInputComesStopsThoughItsStoreIsSilent() {
        cancelledDuring(r2.faults().on(Operation.GET_OBJECT).stallAfter(100));
    }

    @Test
    void aJobThatIsCancelledBeforeItsInputComesStopsThoughItsStoreIsSilent() {
        cancelledDuring(r2.faults().on(Operation.GET_OBJECT).stall());
    }

    private void cancelledDuring(Fault silence) {
        Job job = job("never.mp4");
        try (Fault stall = silence) {
            var done = CompletableFuture.supplyAsync(() -> deliver(job));
            stall.awaitStruck(1, SOON);
            cancel(job);
            assertThat(done.orTimeout(120, TimeUnit.SECONDS).join().status()).isEqualTo(Job.Status.CANCELLED);
        }
        assertThat(r2.counters().requests(Operation.GET_OBJECT)).isEqualTo(1);
    }

    private void cancel(Job job) {
        beans.running().cancel(beans.jobs().cancel("default", job.id()));
    }

    private int unfinished() {
        return beans.database().jdbi().withHandle(handle ->
                handle.createQuery("select count(*) from uploads").mapTo(Integer.class).one());
    }
}
