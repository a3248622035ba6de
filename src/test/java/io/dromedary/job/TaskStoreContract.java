package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.Hands;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.database.PageRequest;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that are asked for on their own: what works for one shows as this task alone. */
abstract class TaskStoreContract extends EngineContract {

    private static final ObjectNode INPUT = JsonNodeFactory.instance.objectNode().put("url", "https://example.com/in.mp4");
    private static final ObjectNode OPTIONS = JsonNodeFactory.instance.objectNode().put("width", 64);

    private Hands clock;
    private WorkingNode node;

    TaskStoreContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.parse("2026-11-24T12:00:00Z"));
        node = new WorkingNode(database(), clock);
    }

    @Test
    void aTaskIsStoredAsItWasOrderedForItsProjectAlone() {
        Job work = create("shop", "image");
        Task task = node.tasks().get("shop", work.publicId());
        assertThat(work.tasks()).containsExactly(task);
        assertThat(work.lane()).isEqualTo(Lane.LIGHT);
        assertThat(task.jobId()).isEqualTo(work.id());
        assertThat(task.kind()).isEqualTo("image");
        assertThat(task.input()).contains(INPUT);
        assertThat(task.options()).isEqualTo(OPTIONS);
        assertThat(task.status()).isEqualTo(Task.Status.WAITING);
        for (String project : List.of("press", "default")) {
            assertThatThrownBy(() -> node.tasks().get(project, work.publicId())).isInstanceOfSatisfying(Problem.class,
                    problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.TASK_NOT_FOUND));
        }
    }

    @Test
    void theListHasTheStepsOfJobsTooAndTheListOfJobsHasNoTasks() {
        Job job = node.jobs().create(Orders.of("shop", "video"));
        Job work = create("shop", "probe");
        create("press", "probe");
        assertThat(list(3, Optional.empty())).containsExactly(work.publicId(), job.tasks().get(3).id(),
                job.tasks().get(2).id());
        assertThat(list(3, Optional.of(job.tasks().get(2).id()))).containsExactly(job.tasks().get(1).id(),
                job.tasks().get(0).id());
        assertThat(node.jobs().list("shop", newest(20, Optional.empty()), List.of()).rows()).extracting(Job::id)
                .containsExactly(job.id());
    }

    @Test
    void theJobBehindATaskCannotBeSeenCancelledOrRetried() {
        Job work = create("default", "probe");
        assertThatThrownBy(() -> node.jobs().getShown("default", work.id())).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> node.jobs().cancel("default", work.id())).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> node.retries().retry("default", work.id())).isInstanceOf(Problem.class);
        assertThat(node.tasks().get("default", work.publicId()).status()).isEqualTo(Task.Status.WAITING);
    }

    @Test
    void aTaskThatWaitsForItsNextAttemptSaysWhyAndUntilWhen() {
        Job work = create("default", "video");
        Job job = node.jobs().create(Orders.of("default", "video"));
        for (String id : List.of(work.id(), job.id())) {
            assertThat(node.attempts().putBack(id, node.begun(id), WorkingNode.BROKEN, true, WorkingNode.PLAN::delay)).isTrue();
        }
        List<Task> all = node.tasks().list("default", newest(20, Optional.empty())).rows();
        assertThat(all).as("that of the task, and the steps of the job").hasSize(5);
        Map<String, Job.State> waiting = node.tasks().waiting(all);
        assertThat(waiting).as("steps wait with their job").containsOnlyKeys(work.publicId());
        assertThat(waiting.get(work.publicId()).lastError()).contains(WorkingNode.BROKEN);
        assertThat(waiting.get(work.publicId()).nextAttemptAt()).hasValueSatisfying(at -> assertThat(at).isGreaterThan(clock.millis()));
        assertThat(node.tasks().waiting(List.of())).isEmpty();
    }

    @Test
    void aTaskThatIsDoneAgainKeepsItsInputAndHasItsOutputInTheEnd() {
        Job work = create("default", "video");
        int first = node.begun(work.id());
        node.attempts().startTask(work.id(), first, "video", JsonNodeFactory.instance.objectNode().put("other", 1));
        assertThat(node.attempts().release(work.id(), first)).isTrue();
        assertThat(task(work).input()).contains(INPUT);
        int second = node.begun(work.id());
        node.attempts().startTask(work.id(), second, "video", JsonNodeFactory.instance.objectNode().put("other", 1));
        ObjectNode output = JsonNodeFactory.instance.objectNode().put("url", "https://example.com/out.mp4");
        assertThat(node.attempts().succeed(work.id(), second, Optional.empty(), Optional.of(output))).isTrue();
        assertThat(task(work).status()).isEqualTo(Task.Status.SUCCEEDED);
        assertThat(task(work).input()).contains(INPUT);
        assertThat(task(work).output()).contains(output);
        assertThat(task(work).progress()).isEqualTo(100);
    }

    @Test
    void aTaskThatFailsBeforeItsStepBeginsSaysWhy() {
        Job work = create("default", "video");
        node.fails(work.id());
        assertThat(task(work).status()).isEqualTo(Task.Status.FAILED);
        assertThat(task(work).error()).contains(WorkingNode.BROKEN);
        assertThat(task(work).times().finishedAt()).contains(clock.millis());
    }

    private Task task(Job work) {
        return node.tasks().get("default", work.publicId());
    }

    private Job create(String project, String kind) {
        return node.tasks().create(new TaskStore.Order(Orders.of(project, kind), INPUT, OPTIONS));
    }

    private List<String> list(int limit, Optional<String> after) {
        return node.tasks().list("shop", newest(limit, after)).rows().stream().map(Task::id).toList();
    }

    private static PageRequest newest(int limit, Optional<String> after) {
        return new PageRequest(limit, 0, after, Optional.empty(), true);
    }
}
