package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.Hands;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.delivery.WorkingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker writes of a job holds for the attempt that is current, and for no other. */
abstract class AttemptsContract extends EngineContract {

    private static final ObjectNode SAID = JsonNodeFactory.instance.objectNode().put("said", "first");
    private static final ObjectNode LATER = JsonNodeFactory.instance.objectNode().put("said", "later");

    private static final List<Warning> LACKS = List.of(new Warning("chapters_dropped", "Its \"marks\" are left out."));

    private Hands clock;
    private WorkingNode node;
    private AttemptStore attempts;
    private String id;

    AttemptsContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void store() {
        clock = new Hands(Instant.parse("2026-11-24T12:00:00Z"));
        node = new WorkingNode(database(), clock);
        attempts = node.attempts();
        id = node.stored(Orders.of("video"));
    }

    @Test
    void aStepBeginsOnceHoweverOftenItIsSaid() {
        int attempt = node.begun(id);
        assertThat(attempts.startTask(id, attempt, "probe", SAID)).isTrue();
        long began = clock.millis();
        clock.pass(Duration.ofSeconds(1));
        assertThat(attempts.startTask(id, attempt, "probe", LATER)).isTrue();
        Task task = task(0);
        assertThat(task.status()).isEqualTo(Task.Status.PROCESSING);
        assertThat(task.input()).contains(SAID);
        assertThat(task.node()).contains("node");
        assertThat(task.times().startedAt()).contains(began);
        assertThat(task.times().updatedAt()).isEqualTo(clock.millis());
        assertThat(task(1).status()).isEqualTo(Task.Status.WAITING);
    }

    @Test
    void howFarAStepIsShowsInTheStepAndInTheJob() {
        int attempt = node.begun(id);
        attempts.startTask(id, attempt, "video", SAID);
        assertThat(attempts.progress(id, attempt, "video", 50, 40, Optional.of(1.25))).isTrue();
        clock.pass(Duration.ofSeconds(1));
        assertThat(attempts.progress(id, attempt, "video", 60, 48, Optional.empty())).isTrue();
        assertThat(node.jobs().get(id).state().progress()).isEqualTo(48);
        assertThat(node.jobs().get(id).times().updatedAt()).isEqualTo(clock.millis());
        assertThat(task(2).progress()).isEqualTo(60);
        assertThat(task(2).speed()).as("the last that was known").contains(1.25);
        assertThat(attempts.reached(id, attempt, "video", 99, Optional.empty())).isTrue();
        assertThat(task(2).progress()).isEqualTo(99);
        assertThat(node.jobs().get(id).state().progress()).isEqualTo(99);
    }

    @Test
    void whatAResultWillLackStandsAtTheStepAndAtTheJobUntilTheNextAttempt() {
        int attempt = node.begun(id);
        attempts.startTask(id, attempt, "video", SAID);
        assertThat(attempts.warn(id, attempt, "video", LACKS)).isTrue();
        assertThat(task(2).warnings()).isEqualTo(LACKS);
        assertThat(task(1).warnings()).isEmpty();
        assertThat(node.jobs().get(id).warnings()).isEqualTo(LACKS);
        attempts.release(id, attempt);
        int next = node.begun(id);
        assertThat(task(2).warnings()).isEmpty();
        assertThat(node.jobs().get(id).warnings()).isEmpty();
        assertThat(attempts.warn(id, next, "video", LACKS)).isTrue();
        attempts.fail(id, next, WorkingNode.BROKEN);
        assertThat(node.jobs().get(id).warnings()).as("of a job that failed, too").isEqualTo(LACKS);
        node.retries().retry("default", id);
        assertThat(node.jobs().get(id).warnings()).isEmpty();
        assertThat(task(2).warnings()).isEmpty();
    }

    @Test
    void aStepThatEndsHasItsOutput() {
        int attempt = node.begun(id);
        attempts.startTask(id, attempt, "probe", SAID);
        assertThat(attempts.finishTask(id, attempt, "probe", 5, LATER, Optional.of(2.5))).isTrue();
        assertThat(task(0).status()).isEqualTo(Task.Status.SUCCEEDED);
        assertThat(task(0).progress()).isEqualTo(100);
        assertThat(task(0).output()).contains(LATER);
        assertThat(task(0).speed()).contains(2.5);
        assertThat(task(0).times().finishedAt()).contains(clock.millis());
        assertThat(node.jobs().get(id).state().progress()).isEqualTo(5);
    }

    @Test
    void thatAStepHasEndedIsWrittenWithWhatComesNext() {
        var ledger = new StoredLedger(attempts, node.begin(id).orElseThrow());
        ledger.start(Stage.PROBE, SAID);
        clock.pass(Duration.ofSeconds(1));
        long ended = clock.millis();
        assertThat(ledger.finish(Stage.PROBE, LATER, Optional.empty())).isTrue();
        assertThat(task(0).status()).isEqualTo(Task.Status.PROCESSING);
        clock.pass(Duration.ofSeconds(1));
        assertThat(ledger.start(Stage.IMPORT, SAID)).isTrue();
        assertThat(task(0).status()).isEqualTo(Task.Status.SUCCEEDED);
        assertThat(task(0).output()).contains(LATER);
        assertThat(task(0).times().finishedAt()).as("when it was said").contains(ended);
        assertThat(task(1).status()).isEqualTo(Task.Status.PROCESSING);
        assertThat(node.jobs().get(id).state().progress()).isEqualTo(Stage.PROBE.jobPercent(100));
        ledger.finish(Stage.IMPORT, LATER, Optional.empty());
        assertThat(task(1).status()).as("at once, as the job may wait for a slot now").isEqualTo(Task.Status.SUCCEEDED);
        ledger.start(Stage.ENCODE, SAID);
        ledger.finish(Stage.ENCODE, LATER, Optional.empty());
        assertThat(ledger.fail(WorkingNode.BROKEN)).isTrue();
        assertThat(node.jobs().get(id).tasks()).extracting(Task::status).containsExactly(Task.Status.SUCCEEDED,
                Task.Status.SUCCEEDED, Task.Status.SUCCEEDED, Task.Status.CANCELLED);
    }

    @Test
    void theLastStepEndsWithItsJobAndNoneOfAnAttemptThatIsNotCurrent() {
        Job first = node.begin(id).orElseThrow();
        var old = new StoredLedger(attempts, first);
        old.start(Stage.PROBE, SAID);
        old.finish(Stage.PROBE, LATER, Optional.empty());
        attempts.release(id, first.attempts());
        assertThat(old.start(Stage.IMPORT, SAID)).isFalse();
        assertThat(task(0).status()).isEqualTo(Task.Status.WAITING);
        var ledger = new StoredLedger(attempts, node.begin(id).orElseThrow());
        ledger.start(Stage.EXPORT, SAID);
        ledger.finish(Stage.EXPORT, LATER, Optional.empty());
        assertThat(ledger.succeed(Optional.of("s3://media/out.mp4"))).isTrue();
        assertThat(task(3).status()).isEqualTo(Task.Status.SUCCEEDED);
        assertThat(task(3).output()).contains(LATER);
    }

    @Test
    void aJobThatSucceedsHasItsOutputAndTheStepAtWorkEndsWithIt() {
        int attempt = node.begun(id);
        attempts.startTask(id, attempt, "export", SAID);
        clock.pass(Duration.ofSeconds(1));
        assertThat(attempts.succeed(id, attempt, Optional.of("s3://media/out.mp4"), Optional.of(LATER))).isTrue();
        Job job = node.jobs().get(id);
        assertThat(job.status()).isEqualTo(Job.Status.SUCCEEDED);
        assertThat(job.state().progress()).isEqualTo(100);
        assertThat(job.output()).contains("s3://media/out.mp4");
        assertThat(job.times().finishedAt()).contains(clock.millis());
        assertThat(job.times().startedAt()).contains(clock.millis() - 1000);
        assertThat(task(3).status()).isEqualTo(Task.Status.SUCCEEDED);
        assertThat(task(3).output()).contains(LATER);
        assertThat(task(0).status()).isEqualTo(Task.Status.WAITING);
    }

    @Test
    void ofAJobThatFailsTheStepAtWorkFailsAndTheNextNeverCome() {
        int attempt = node.begun(id);
        attempts.startTask(id, attempt, "probe", SAID);
        attempts.finishTask(id, attempt, "probe", 5, LATER, Optional.of(2.5));
        attempts.startTask(id, attempt, "import", SAID);
        assertThat(attempts.fail(id, attempt, WorkingNode.BROKEN)).isTrue();
        Job job = node.jobs().get(id);
        assertThat(job.status()).isEqualTo(Job.Status.FAILED);
        assertThat(job.state().error()).contains(WorkingNode.BROKEN);
        assertThat(job.times().finishedAt()).contains(clock.millis());
        assertThat(job.tasks()).extracting(Task::status).containsExactly(Task.Status.SUCCEEDED, Task.Status.FAILED,
                Task.Status.CANCELLED, Task.Status.CANCELLED);
        assertThat(task(1).error()).contains(WorkingNode.BROKEN);
        assertThat(task(3).error()).isEmpty();
    }

    @Test
    void whoeverIsNotTheCurrentAttemptChangesNothing() {
        int old = node.begun(id);
        assertThat(attempts.isCurrent(id, old)).isTrue();
        attempts.release(id, old);
        changesNothing(old);
        int current = node.begun(id);
        changesNothing(old);
        changesNothing(current + 1);
        assertThat(attempts.isCurrent(id, current)).isTrue();
        assertThat(attempts.isCancelled(id, current)).isFalse();
        attempts.succeed(id, current, Optional.of("s3://media/out.mp4"), Optional.empty());
        changesNothing(current);
    }

    private void changesNothing(int attempt) {
        Job before = node.jobs().get(id);
        clock.pass(Duration.ofSeconds(1));
        assertThat(attempts.isCurrent(id, attempt)).isFalse();
        assertThat(attempts.startTask(id, attempt, "probe", LATER)).isFalse();
        assertThat(attempts.progress(id, attempt, "probe", 77, 77, Optional.of(7.0))).isFalse();
        assertThat(attempts.reached(id, attempt, "probe", 77, Optional.empty())).isFalse();
        assertThat(attempts.warn(id, attempt, "probe", LACKS)).isFalse();
        assertThat(attempts.finishTask(id, attempt, "probe", 77, LATER, Optional.empty())).isFalse();
        assertThat(attempts.succeed(id, attempt, Optional.of("s3://media/other"), Optional.of(LATER))).isFalse();
        assertThat(attempts.fail(id, attempt, WorkingNode.BROKEN)).isFalse();
        assertThat(attempts.putBack(id, attempt, WorkingNode.BROKEN, true, WorkingNode.PLAN::delay)).isFalse();
        assertThat(attempts.putBack(id, attempt, WorkingNode.BROKEN, false, WorkingNode.PLAN::delayOfLack)).isFalse();
        assertThat(attempts.release(id, attempt)).isFalse();
        assertThat(node.jobs().get(id)).isEqualTo(before);
    }

    @Test
    void itsWorkerIsToldThatAJobIsCancelledAlsoWhenItWaitsAgain() {
        int attempt = node.begun(id);
        node.jobs().cancel("default", id);
        assertThat(attempts.isCancelled(id, attempt)).isTrue();
        node.retries().retry("default", id);
        assertThat(attempts.isCancelled(id, attempt)).isTrue();
        node.begun(id);
        assertThat(attempts.isCancelled(id, attempt)).as("it is another's now").isFalse();
    }

    private Task task(int position) {
        return node.jobs().get(id).tasks().get(position);
    }
}
