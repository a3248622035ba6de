package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that ended badly are done again as if they were new. */
abstract class RetriesContract extends EngineContract {

    private Hands clock;
    private WorkingNode node;

    RetriesContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.parse("2026-11-24T12:00:00Z"));
        node = new WorkingNode(database(), clock);
    }

    @Test
    void aJobThatFailedOrWasCancelledWaitsAgainAsIfItWereNew() {
        String failed = node.stored(Orders.of("video"));
        node.diesOver(failed);
        int attempt = node.begun(failed);
        node.attempts().putBack(failed, attempt, WorkingNode.BROKEN, false, WorkingNode.PLAN::delayOfLack);
        becomesDue();
        attempt = node.begun(failed);
        node.attempts().putBack(failed, attempt, WorkingNode.BROKEN, true, WorkingNode.PLAN::delay);
        becomesDue();
        attempt = node.begun(failed);
        node.attempts().startTask(failed, attempt, "probe", JsonNodeFactory.instance.objectNode());
        node.attempts().progress(failed, attempt, "probe", 50, 5, Optional.of(1.0));
        node.attempts().fail(failed, attempt, WorkingNode.BROKEN);
        String cancelled = node.stored(Orders.of("video"));
        node.jobs().cancel("default", cancelled);
        clock.pass(Duration.ofSeconds(1));
        for (String id : List.of(failed, cancelled)) {
            Retries.Retried retried = node.retries().retry("default", id);
            assertThat(retried.requeued()).isTrue();
            Job job = retried.job();
            assertThat(job).isEqualTo(node.jobs().get(id));
            assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
            assertThat(job.state().progress()).isZero();
            assertThat(job.state().error()).isEmpty();
            assertThat(job.times().startedAt()).isEmpty();
            assertThat(job.times().finishedAt()).isEmpty();
            assertThat(job.times().updatedAt()).isEqualTo(clock.millis());
            assertThat(job.tasks()).allMatch(task -> task.status() == Task.Status.WAITING && task.progress() == 0
                    && task.error().isEmpty() && task.speed().isEmpty() && task.times().finishedAt().isEmpty());
            for (String column : List.of("deaths", "failures", "lacks")) {
                assertThat(node.number(id, column)).as(column).contains(0L);
            }
            assertThat(node.number(id, "due_at")).isEmpty();
        }
        assertThat(node.begun(failed)).as("its attempts go on counting").isEqualTo(5);
    }

    private void becomesDue() {
        clock.pass(Duration.ofMinutes(1));
        node.seesWhatIsDue();
    }

    @Test
    void whoeverStillWorksOnAnEarlierAttemptChangesNothing() {
        String id = node.stored(Orders.of("video"));
        int old = node.begun(id);
        node.jobs().cancel("default", id);
        node.retries().retry("default", id);
        node.begun(id);
        assertThat(node.attempts().succeed(id, old, Optional.of("s3://media/old"), Optional.empty())).isFalse();
        assertThat(node.attempts().fail(id, old, WorkingNode.BROKEN)).isFalse();
        assertThat(node.jobs().get(id).status()).isEqualTo(Job.Status.PROCESSING);
    }

    @Test
    void aJobThatHasNotEndedStaysAsItIs() {
        String waits = node.stored(Orders.of("video"));
        String works = node.stored(Orders.of("video"));
        node.begun(works);
        for (String id : List.of(waits, works)) {
            Job before = node.jobs().get(id);
            assertThat(node.retries().retry("default", id)).isEqualTo(new Retries.Retried(before, false));
            assertThat(node.jobs().get(id)).isEqualTo(before);
        }
    }

    @Test
    void aJobThatSucceededOrIsAnothersIsNotDoneAgain() {
        String id = node.stored(Orders.of("shop", "video"));
        node.succeeds(id);
        refused(ProblemKind.JOB_FINISHED, "shop", id);
        refused(ProblemKind.JOB_NOT_FOUND, "press", id);
        refused(ProblemKind.JOB_NOT_FOUND, "shop", "job_none");
    }

    private void refused(ProblemKind kind, String project, String id) {
        assertThatThrownBy(() -> node.retries().retry(project, id)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    @Test
    void ofRetriesAtOnceOneLetsItWaitAgain() throws Exception {
        var there = new WorkingNode(otherNodes(), clock);
        for (int round = 0; round < 5; round++) {
            String id = node.stored(Orders.of("video"));
            node.fails(id);
            assertThat(Together.results(List.<Callable<Boolean>>of(
                    () -> node.retries().retry("default", id).requeued(),
                    () -> there.retries().retry("default", id).requeued()))).containsExactlyInAnyOrder(true, false);
        }
    }
}
