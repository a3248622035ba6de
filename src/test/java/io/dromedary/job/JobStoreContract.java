package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.database.PageRequest;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see of jobs, and their cancelling. */
abstract class JobStoreContract extends EngineContract {

    private static final PageRequest NEWEST = new PageRequest(20, 0, Optional.empty(), Optional.empty(), true);

    private Hands clock;
    private WorkingNode node;
    private JobStore jobs;

    JobStoreContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.parse("2026-11-24T12:00:00Z"));
        node = new WorkingNode(database(), clock);
        jobs = node.jobs();
    }

    // ------------------------------------------------------------ stored

    @Test
    void aJobIsStoredAsItWasOrderedWithAllItsSteps() {
        ObjectNode options = JsonNodeFactory.instance.objectNode().put("width", "50%");
        ObjectNode metadata = JsonNodeFactory.instance.objectNode().put("e\u0301", "\ud83d\udc2a").put("n", 1.5);
        var order = new JobOrder(new Owner("shop", Optional.of("key_1")), "video", Optional.of("web"),
                "s3://in/a.mov?b=c&d", Optional.of("conn_1"), Optional.of("s3://out/{job_id}/{filename}.mp4"),
                Optional.of("conn_2"), options, Optional.of(metadata), 9, Optional.of("https://example.com/hook"));
        Job job = jobs.create(order);
        assertThat(jobs.find(job.id())).contains(job);
        assertThat(jobs.get(job.id())).isEqualTo(job);
        assertThat(jobs.getShown("shop", job.id())).isEqualTo(job);
        assertThat(job.order().owner()).isEqualTo(order.owner());
        assertThat(List.of(job.kind(), job.order().preset().orElseThrow(), job.input(),
                job.order().connectionId().orElseThrow(),
                job.order().outputConnectionId().orElseThrow()))
                .containsExactly("video", "web", "s3://in/a.mov?b=c&d", "conn_1", "conn_2");
        assertThat(job.order().outputTarget()).hasValueSatisfying(
                target -> assertThat(target).startsWith("s3://out/" + job.id()));
        assertThat(job.order().options()).isEqualTo(options);
        assertThat(job.order().metadata()).contains(metadata);
        assertThat(job.order().priority()).isEqualTo(9);
        assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
        assertThat(List.of(job.state().progress(), job.attempts(), job.state().shownAttempts())).containsOnly(0);
        assertThat(Stream.of(job.output(), job.state().error(), job.taskId(), job.times().startedAt(),
                job.times().finishedAt()))
                .allMatch(Optional::isEmpty);
        assertThat(job.webhook()).contains(
                new Webhook("https://example.com/hook", Webhook.Status.WAITING, 0, Optional.empty()));
        assertThat(List.of(job.times().createdAt(), job.times().updatedAt())).containsOnly(clock.millis());
        assertThat(job.tasks()).extracting(Task::kind).containsExactly("probe", "import", "video", "export");
        assertThat(job.tasks()).allMatch(task -> task.status() == Task.Status.WAITING && task.progress() == 0);
        assertThat(job.tasks().get(2).options()).isEqualTo(options);
        assertThat(job.tasks().get(0).options()).isEmpty();
    }

    @Test
    void eachKindHasItsLane() {
        assertThat(jobs.create(Orders.of("image")).lane()).isEqualTo(Lane.LIGHT);
        assertThat(jobs.create(Orders.of("video")).lane()).isEqualTo(Lane.HEAVY);
    }

    @Test
    void aJobIsThereForItsProjectAlone() {
        String id = node.stored(Orders.of("shop", "video"));
        notFound(() -> jobs.getShown("press", id));
        notFound(() -> jobs.cancel("press", id));
        notFound(() -> jobs.get("job_none"));
        assertThat(jobs.find("job_none")).isEmpty();
        assertThat(jobs.get(id).status()).isEqualTo(Job.Status.QUEUED);
    }

    @Test
    void ofManyJobsThoseAreStoredWhoseCompanionDoesNotSayNo() {
        List<Job> stored = jobs.createAll(List.of(planned("a", true), planned("b", false), planned("c", true)));
        assertThat(stored).extracting(Job::input).containsExactly("https://example.com/a", "https://example.com/c");
        assertThat(stored).isSortedAccordingTo((one, two) -> one.id().compareTo(two.id()));
        assertThat(jobs.get(stored.get(1).id()).tasks()).hasSize(4);
        assertThat(jobs.createAll(List.of(planned("d", false)))).isEmpty();
        assertThat(rows("jobs")).isEqualTo(2);
    }

    @Test
    void ofManyJobsNoneIsStoredWhenOneFails() {
        var fails = new JobStore.Planned(Orders.of("video"), (handle, id) -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> jobs.createAll(List.of(planned("a", true), fails))).hasMessage("no");
        assertThat(rows("jobs") + rows("tasks")).isZero();
    }

    // ------------------------------------------------------------ listed

    @Test
    void aListIsNewestFirstWithoutStepsAndOfOneProject() {
        List<String> ids = Stream.of("a", "b", "c").map(name -> node.stored(
                Orders.telling("https://example.com/hook", Orders.of("shop", "video")))).toList();
        node.stored(Orders.of("press", "video"));
        List<Job> listed = jobs.list("shop", NEWEST, List.of()).rows();
        assertThat(listed).extracting(Job::id).containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(listed).allMatch(job -> job.tasks().isEmpty() && job.webhook().isPresent());
        assertThat(jobs.list("shop", new PageRequest(2, 0, Optional.empty(), Optional.of(ids.get(0)), true), List.of())
                .rows()).extracting(Job::id).containsExactly(ids.get(2), ids.get(1));
    }

    /** As after going back to this version from a later one. */
    @Test
    void anErrorOfAKindThatIsNotKnownIsListedWithItsMessage() {
        String id = node.stored(Orders.of("shop", "video"));
        database().jdbi().useHandle(handle -> handle.execute(
                "update jobs set status = 'failed', error_kind = 'of_tomorrow', error_message = 'what it says' where id = ?", id));
        Failure failure = jobs.list("shop", NEWEST, List.of()).rows().get(0).state().error().orElseThrow();
        assertThat(failure.kind()).isEqualTo(ProblemKind.INTERNAL_ERROR);
        assertThat(failure.message()).isEqualTo("what it says");
    }

    @Test
    void aListIsNarrowedByStatusKindAndInput() {
        String video = node.stored(Orders.from("https://example.com/x?a=b", Orders.of("video")));
        String image = node.stored(Orders.of("image"));
        jobs.cancel("default", image);
        assertThat(listed(new PageRequest.Filter("status", "cancelled"))).containsExactly(image);
        assertThat(listed(new PageRequest.Filter("status", "processing"))).isEmpty();
        assertThat(listed(new PageRequest.Filter("kind", "video"))).containsExactly(video);
        assertThat(listed(new PageRequest.Filter("input", "https://example.com/x?a=b"))).containsExactly(video);
        assertThat(listed(new PageRequest.Filter("input", "https://example.com/x"))).isEmpty();
        assertThat(listed(new PageRequest.Filter("kind", "video"), new PageRequest.Filter("status", "cancelled")))
                .isEmpty();
    }

    @Test
    void aListIsNarrowedByTheKeyOfAnObjectThatWasReadOrWritten() {
        String read = node.stored(Orders.from("s3://one/out.mp4", Orders.of("video")));
        String elsewhere = node.stored(Orders.from("s3://other.bucket-2/out.mp4", Orders.of("video")));
        String wrote = node.stored(Orders.into("s3://media/out.mp4", "conn_1", Orders.of("video")));
        node.succeeds(wrote);
        node.stored(Orders.from("s3://one/out.mp4.old", Orders.of("video")));
        node.stored(Orders.from("s3://one/in/out.mp4", Orders.of("video")));
        node.stored(Orders.from("https://one/out.mp4", Orders.of("video")));
        node.stored(Orders.from("s3://one/out.mp4", Orders.of("press", "video")));
        assertThat(listed(JobStore.ofObject("out.mp4"))).containsExactly(wrote, elsewhere, read);
        assertThat(listed(JobStore.ofObject("out.mp4"), new PageRequest.Filter("status", "succeeded"))).containsExactly(wrote);
        assertThat(listed(JobStore.ofObject("one/out.mp4"))).isEmpty();
        String end = "/" + "x".repeat(600);
        String longest = node.stored(Orders.from("s3://one/in" + end + "1", Orders.of("video")));
        node.stored(Orders.from("s3://one/in" + end + "2", Orders.of("video")));
        assertThat(listed(JobStore.ofObject("in" + end + "1"))).containsExactly(longest);
    }

    @Test
    void thoseThatWaitOrAreAtWorkAreCounted() {
        assertThat(jobs.unfinished()).isZero();
        List<String> ids = Stream.of(1, 2, 3, 4).map(i -> node.stored(Orders.of("video"))).toList();
        node.begun(ids.get(0));
        node.succeeds(ids.get(1));
        jobs.cancel("default", ids.get(2));
        assertThat(jobs.unfinished()).isEqualTo(2);
    }

    @Test
    void theStatesOfVeryManyJobsAreSeenAtOnce() {
        List<String> ids = jobs.createAll(Collections.nCopies(501, planned("a", true))).stream().map(Job::id).toList();
        node.begun(ids.get(500));
        node.attempts().progress(ids.get(500), 1, "video", 50, 40, Optional.empty());
        var states = new JobStates(database());
        var seen = states.of(Stream.concat(ids.stream(), Stream.of("job_none")).toList());
        assertThat(seen).hasSize(501).containsEntry(ids.get(500),
                new JobStates.State(Job.Status.PROCESSING, 40, 1, clock.millis()));
        assertThat(seen.get(ids.get(0))).isEqualTo(JobStates.State.of(jobs.get(ids.get(0))));
        assertThat(states.of(List.of())).isEmpty();
    }

    // ------------------------------------------------------------ cancelled

    @Test
    void aJobThatWaitsOrIsAtWorkCanBeCancelledAndCancelledAgain() {
        String waits = node.stored(Orders.of("video"));
        String works = node.stored(Orders.of("video"));
        int attempt = node.begun(works);
        node.attempts().startTask(works, attempt, "probe", JsonNodeFactory.instance.objectNode());
        clock.pass(Duration.ofSeconds(1));
        for (String id : List.of(waits, works)) {
            Job job = jobs.cancel("default", id);
            assertThat(job.status()).isEqualTo(Job.Status.CANCELLED);
            assertThat(job.state().error()).hasValueSatisfying(
                    error -> assertThat(error.kind()).isEqualTo(ProblemKind.CANCELLED));
            assertThat(job.times().finishedAt()).contains(clock.millis());
            assertThat(job.tasks()).allMatch(task -> task.status() == Task.Status.CANCELLED);
            clock.pass(Duration.ofSeconds(1));
            assertThat(jobs.cancel("default", id)).isEqualTo(job);
            assertThat(node.begin(id)).isEmpty();
        }
        assertThat(node.attempts().isCurrent(works, attempt)).isFalse();
        assertThat(node.attempts().isCancelled(works, attempt)).isTrue();
    }

    @Test
    void aJobThatHasEndedIsNotCancelled() {
        String succeeded = node.stored(Orders.of("video"));
        node.succeeds(succeeded);
        String failed = node.stored(Orders.of("video"));
        node.fails(failed);
        for (String id : List.of(succeeded, failed)) {
            Job before = jobs.get(id);
            assertThatThrownBy(() -> jobs.cancel("default", id)).isInstanceOfSatisfying(Problem.class,
                    problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.JOB_FINISHED));
            assertThat(jobs.get(id)).isEqualTo(before);
        }
    }

    @Test
    void ofACancelAndAnEndAtOnceOneHolds() throws Exception {
        var there = new WorkingNode(otherNodes(), clock);
        for (int round = 0; round < 10; round++) {
            String id = node.stored(Orders.of("video"));
            int attempt = there.begun(id);
            Callable<Boolean> cancels = () -> jobs.cancel("default", id).status() == Job.Status.CANCELLED;
            Callable<Boolean> succeeds = () ->
                    there.attempts().succeed(id, attempt, Optional.of("s3://media/out.mp4"), Optional.empty());
            List<Together.Outcome<Boolean>> outcomes = Together.outcomes(List.of(cancels, succeeds));
            Job job = jobs.get(id);
            if (outcomes.get(0).value().isPresent()) {
                assertThat(job.status()).isEqualTo(Job.Status.CANCELLED);
                assertThat(outcomes.get(1).value()).contains(false);
                assertThat(job.output()).isEmpty();
            } else {
                assertThat(outcomes.get(0).thrown()).get().isInstanceOfSatisfying(Problem.class,
                        problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.JOB_FINISHED));
                assertThat(outcomes.get(1).value()).contains(true);
                assertThat(job.status()).isEqualTo(Job.Status.SUCCEEDED);
                assertThat(job.state().error()).isEmpty();
            }
        }
    }

    private List<String> listed(PageRequest.Filter... filters) {
        return jobs.list("default", NEWEST, List.of(filters)).rows().stream().map(Job::id).toList();
    }

    private static JobStore.Planned planned(String name, boolean wanted) {
        return new JobStore.Planned(Orders.from("https://example.com/" + name, Orders.of("video")),
                (handle, id) -> wanted);
    }

    private static void notFound(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.JOB_NOT_FOUND));
    }
}
