package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.job.Job;
import io.dromedary.job.Lane;
import io.dromedary.job.Orders;
import io.dromedary.job.Task;
import io.dromedary.problem.ProblemKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job is done by one worker at a time, and waits again when that one cannot end it: told by its row alone. */
abstract class DeliveryContract extends EngineContract {

    private Hands clock;
    private WorkingNode node;
    private WorkingNode other;

    DeliveryContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.ofEpochMilli(1_800_000_000_000L));
        node = new WorkingNode(database(), clock);
        other = new WorkingNode(otherNodes(), clock, "other", 0);
    }

    // ------------------------------------------------------------ who begins a job

    @Test
    void aJobThatWaitsIsBegunOnce() {
        String id = job();
        Job begun = node.begin(id).orElseThrow();
        assertThat(begun.status()).isEqualTo(Job.Status.PROCESSING);
        assertThat(begun.attempts()).isEqualTo(1);
        assertThat(begun.times().startedAt()).contains(clock.millis());
        assertThat(node.begin(id)).isEmpty();
        assertThat(other.begin(id)).isEmpty();
        assertThat(node.begin("job_none")).isEmpty();
    }

    @Test
    void aJobThatHasEndedIsNotBegun() {
        String succeeded = job();
        node.succeeds(succeeded);
        String failed = job();
        node.fails(failed);
        String cancelled = job();
        node.jobs().cancel("default", cancelled);
        for (String id : List.of(succeeded, failed, cancelled)) {
            assertThat(node.begin(id)).isEmpty();
        }
    }

    @Test
    void ofManyWorkersThatBeginAJobAtOnceOneHasIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            String id = job();
            var begins = new ArrayList<Callable<Optional<Job>>>();
            for (int i = 0; i < 4; i++) {
                WorkingNode worker = i % 2 == 0 ? node : other;
                begins.add(() -> worker.claims(Lane.HEAVY));
            }
            assertThat(Together.results(begins)).filteredOn(Optional::isPresent).hasSize(1);
            assertThat(node.jobs().get(id).attempts()).isEqualTo(1);
        }
    }

    @Test
    void anAttemptBeginsAllStepsAnew() {
        String id = job();
        int first = node.begun(id);
        node.attempts().startTask(id, first, "probe", JsonNodeFactory.instance.objectNode().put("by", "first"));
        node.attempts().progress(id, first, "probe", 50, 5, Optional.of(2.0));
        node.attempts().release(id, first);
        Job waits = node.jobs().get(id);
        clock.pass(Duration.ofSeconds(1));
        Job again = node.begin(id).map(job -> node.jobs().get(id)).orElseThrow();
        for (Job job : List.of(waits, again)) {
            assertThat(job.state().progress()).isZero();
            assertThat(job.times().startedAt()).as("when work on it first began").contains(clock.millis() - 1000);
            assertThat(job.tasks()).allSatisfy(task -> {
                assertThat(task.status()).isEqualTo(Task.Status.WAITING);
                assertThat(task.progress()).isZero();
                assertThat(task.input()).isEmpty();
                assertThat(task.speed()).isEmpty();
                assertThat(task.node()).isEmpty();
                assertThat(task.times().startedAt()).isEmpty();
            });
        }
    }

    // ------------------------------------------------------------ given back, and put back

    @Test
    void whatWorkersGiveBackIsNoDeathAndNoAttempt() {
        String id = job();
        for (int i = 1; i <= 2 * WorkingNode.MAX_DEATHS; i++) {
            Job begun = node.begin(id).orElseThrow();
            assertThat(begun.attempts()).isEqualTo(i);
            assertThat(begun.state().shownAttempts()).isEqualTo(1);
            assertThat(node.attempts().release(id, i)).isTrue();
            assertThat(node.attempts().isCurrent(id, i)).isFalse();
        }
        assertThat(node.jobs().get(id).status()).isEqualTo(Job.Status.QUEUED);
        assertThat(node.jobs().get(id).state().shownAttempts()).isZero();
        assertThat(node.number(id, "deaths")).contains(0L);
    }

    @Test
    void aJobWaitsTwiceAsLongAfterEachFailureThatPassesUntilItsAttemptsAreEnough() {
        String id = job();
        assertThat(node.number(id, "due_at")).isEmpty();
        putBack(id);
        assertThat(node.number(id, "due_at")).contains(clock.millis() + 10_000);
        becomesDue(Duration.ofSeconds(10));
        putBack(id);
        assertThat(node.number(id, "due_at")).contains(clock.millis() + 20_000);
        becomesDue(Duration.ofSeconds(20));
        int last = node.begun(id);
        assertThat(node.number(id, "due_at")).as("it waits no more").isEmpty();
        assertThat(node.attempts().putBack(id, last, WorkingNode.BROKEN, true, WorkingNode.PLAN::delay)).isFalse();
        assertThat(node.attempts().isCurrent(id, last)).isTrue();
    }

    @Test
    void noJobIsBegunBeforeItIsDue() {
        String id = job();
        putBack(id);
        becomesDue(Duration.ofMillis(9_999));
        assertThat(node.begin(id)).isEmpty();
        assertThat(other.claims(Lane.HEAVY)).isEmpty();
        becomesDue(Duration.ofMillis(1));
        assertThat(other.claims(Lane.HEAVY)).map(Job::id).contains(id);
    }

    /** So much time passes, and then a node looks what is due. */
    private void becomesDue(Duration after) {
        clock.pass(after);
        node.seesWhatIsDue();
    }

    private void putBack(String id) {
        int attempt = node.begun(id);
        assertThat(node.attempts().putBack(id, attempt + 1, WorkingNode.BROKEN, true, WorkingNode.PLAN::delay)).as("of another attempt").isFalse();
        assertThat(node.attempts().putBack(id, attempt, WorkingNode.BROKEN, true, WorkingNode.PLAN::delay)).isTrue();
        Job job = node.jobs().get(id);
        assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
        assertThat(job.state().error()).isEmpty();
        assertThat(job.state().lastError()).contains(WorkingNode.BROKEN);
        assertThat(job.tasks()).allMatch(task -> task.status() == Task.Status.WAITING);
    }

    @Test
    void whyTheLastAttemptFailedIsShownUntilTheJobEnds() {
        String id = job();
        putBack(id);
        becomesDue(Duration.ofSeconds(10));
        int attempt = node.begun(id);
        assertThat(node.jobs().get(id).state().lastError()).contains(WorkingNode.BROKEN);
        assertThat(node.attempts().succeed(id, attempt, Optional.empty(), Optional.empty())).isTrue();
        assertThat(node.jobs().get(id).state().lastError()).isEmpty();
        assertThat(node.jobs().get(id).state().error()).isEmpty();
    }

    @Test
    void theTroublesOfANodeAreNotCountedAsFailuresOfAJobButDoNotGoOnForEver() {
        String id = job();
        putBack(id);
        becomesDue(Duration.ofSeconds(10));
        Duration waited = Duration.ZERO;
        while (lacks(id)) {
            assertThat(node.jobs().get(id).state().shownAttempts()).as("only the failure is shown").isEqualTo(1);
            Duration wait = Duration.ofMillis(node.number(id, "due_at").orElseThrow() - clock.millis());
            becomesDue(wait);
            waited = waited.plus(wait);
        }
        assertThat(waited).isBetween(Duration.ofHours(3), Duration.ofHours(5));
        int last = node.jobs().get(id).attempts();
        assertThat(node.attempts().isCurrent(id, last)).isTrue();
        node.attempts().fail(id, last, WorkingNode.BROKEN);
        node.retries().retry("default", id);
        assertThat(lacks(id)).as("as if it were new").isTrue();
    }

    private boolean lacks(String id) {
        return node.attempts().putBack(id, node.begun(id), WorkingNode.BROKEN, false, WorkingNode.PLAN::delayOfLack);
    }

    @Test
    void aJobThatWaitsForItsNextAttemptCanBeCancelled() {
        String id = job();
        putBack(id);
        assertThat(node.jobs().cancel("default", id).status()).isEqualTo(Job.Status.CANCELLED);
        becomesDue(Duration.ofDays(1));
        assertThat(node.begin(id)).isEmpty();
    }

    @Test
    void aClockThatWasSetBackKeepsNoJobFromItsNextAttemptAndLengthensNoWait() {
        String id = job();
        putBack(id);
        becomesDue(Duration.ofHours(-5));
        putBack(id);
        assertThat(node.number(id, "due_at")).contains(clock.millis() + 20_000);
        assertThat(node.number(id, "updated_at")).contains(clock.millis());
    }

    // ------------------------------------------------------------ lost

    @Test
    void aJobThatTooManyWorkersDiedOverEndsAsPoisonUntilItsOwnerTriesAgain() {
        String id = job();
        node.diesOver(id);
        assertThat(node.jobs().get(id).status()).isEqualTo(Job.Status.QUEUED);
        node.diesOver(id);
        Job job = node.jobs().get(id);
        assertThat(job.status()).isEqualTo(Job.Status.FAILED);
        assertThat(job.state().error()).hasValueSatisfying(error -> assertThat(error.kind()).isEqualTo(ProblemKind.POISON));
        assertThat(job.state().shownAttempts()).isEqualTo(2);
        assertThat(job.tasks()).allMatch(task -> task.status() == Task.Status.CANCELLED);
        assertThat(node.begin(id)).isEmpty();
        node.retries().retry("default", id);
        node.diesOver(id);
        assertThat(node.jobs().get(id).status()).as("as if it were new").isEqualTo(Job.Status.QUEUED);
    }

    private String job() {
        return node.stored(Orders.of("video"));
    }
}
