package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.Hands;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.JobStore;
import io.dromedary.job.Lane;
import io.dromedary.job.Orders;
import io.dromedary.job.Task;
import io.dromedary.problem.ProblemKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who asks for the next job of a lane gets the one whose turn it is, and nobody else gets the same. */
abstract class ClaimsContract extends EngineContract {

    private Hands clock;
    private WorkingNode node;
    private WorkingNode other;

    ClaimsContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.ofEpochMilli(1_800_000_000_000L));
        node = new WorkingNode(database(), clock);
        other = new WorkingNode(otherNodes(), clock, "other", 0);
    }

    // ------------------------------------------------------------ what a claim does

    @Test
    void aClaimBeginsTheNextAttemptOfItsNodeWithAllStepsAnew() {
        String id = job("a", 4);
        Job first = node.claims(Lane.HEAVY).orElseThrow();
        assertThat(first.id()).isEqualTo(id);
        assertThat(first.status()).isEqualTo(Job.Status.PROCESSING);
        assertThat(first.attempts()).isEqualTo(1);
        assertThat(first.times().startedAt()).contains(clock.millis());
        assertThat(first).isEqualTo(node.jobs().get(id).withTasks(List.of()));
        assertThat(nodeOf(id)).contains("node");
        clock.pass(Duration.ofSeconds(1));
        database().jdbi().useHandle(handle -> handle.execute("update tasks set status = 'processing', progress = 50"));
        node.attempts().release(id, 1);
        assertThat(nodeOf(id)).isEmpty();
        database().jdbi().useHandle(handle -> handle.execute("update tasks set status = 'processing', progress = 50"));

        Job second = other.claims(Lane.HEAVY).orElseThrow();
        assertThat(second.attempts()).isEqualTo(2);
        assertThat(second.times().startedAt()).as("when work on it first began").contains(clock.millis() - 1_000);
        assertThat(second.times().updatedAt()).isEqualTo(clock.millis());
        assertThat(node.jobs().get(id).tasks()).isNotEmpty().allMatch(
                task -> task.status() == Task.Status.WAITING && task.progress() == 0);
        assertThat(nodeOf(id)).contains("other");
    }

    @Test
    void whatDoesNotWaitOrWaitsInAnotherLaneIsNotGiven() {
        String light = node.stored(Orders.of("image"));
        node.jobs().cancel("a", job("a", 9));
        assertThat(node.claims(Lane.HEAVY)).isEmpty();
        assertThat(node.claims(Lane.LIGHT)).map(Job::id).contains(light);
        node.attempts().succeed(light, 1, Optional.empty(), Optional.empty());
        assertThat(node.claims(Lane.LIGHT)).isEmpty();
    }

    @Test
    void aClaimWhoseAnswerWasLostWaitsAgainAndWhatIsHeldOrAnotherNodesIsLeftAlone() {
        job("a", 4);
        job("b", 4);
        job("c", 4);
        Job lost = node.claims(Lane.HEAVY).orElseThrow();
        Job held = node.claims(Lane.HEAVY).orElseThrow();
        Job elsewhere = other.claims(Lane.HEAVY).orElseThrow();
        node.stored(Orders.of("image"));
        Job light = node.claims(Lane.LIGHT).orElseThrow();
        node.givesBackAllBut(Lane.HEAVY, Set.of(held.attemptName()), Set.of());
        assertThat(node.jobs().get(lost.id()).status()).isEqualTo(Job.Status.QUEUED);
        for (Job job : List.of(held, elsewhere, light)) {
            assertThat(node.attempts().isCurrent(job.id(), 1)).isTrue();
        }
        assertThat(other.claims(Lane.HEAVY)).hasValueSatisfying(again -> {
            assertThat(again.id()).isEqualTo(lost.id());
            assertThat(again.attempts()).isEqualTo(2);
        });
    }

    @Test
    void aClaimOfWhichNobodyHeardIsNoDeathButWhatARouteThrewOverIs() {
        String id = node.stored(Orders.of("video"));
        for (int claim = 0; claim <= WorkingNode.MAX_DEATHS; claim++) {
            node.claims(Lane.HEAVY).orElseThrow();
            node.givesBackAllBut(Lane.HEAVY, Set.of(), Set.of());
            assertThat(node.jobs().get(id).state().shownAttempts()).isZero();
        }
        for (int death = 1; death <= WorkingNode.MAX_DEATHS; death++) {
            Job begun = node.claims(Lane.HEAVY).orElseThrow();
            node.givesBackAllBut(Lane.HEAVY, Set.of(), Set.of(begun.attemptName()));
        }
        assertThat(node.jobs().get(id).state().error().orElseThrow().kind()).isEqualTo(ProblemKind.POISON);
    }

    // ------------------------------------------------------------ whose turn it is

    @Test
    void theProjectWithTheFewestAtWorkInTheLaneIsNextHoweverUrgentAnothersJobsAre() {
        many("flood", 9, 4);
        assertThat(next()).isEqualTo("flood");
        assertThat(next()).isEqualTo("flood");
        many("calm", 0, 3);
        node.stored(Orders.of("calm", "image"));
        assertThat(node.claims(Lane.LIGHT)).as("another lane does not count").isPresent();
        assertThat(List.of(next(), next())).containsExactly("calm", "calm");
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("calm", "flood");
    }

    @Test
    void withinAProjectTheMostUrgentIsNextAndOfThoseTheOldest() {
        String later = job("a", 4);
        String low = job("a", 0);
        clock.pass(Duration.ofMillis(-1));
        String older = job("a", 4);
        clock.pass(Duration.ofMillis(2));
        String urgent = keyed("key_1", "a", 7);
        String newest = keyed("key_2", "a", 4);
        assertThat(claimAll()).containsExactly(urgent, older, later, newest, low);
    }

    @Test
    void anAttemptThatIsGivenBackKeepsItsPlace() {
        String first = job("a", 4);
        clock.pass(Duration.ofSeconds(1));
        String second = job("a", 4);
        clock.pass(Duration.ofSeconds(1));
        node.attempts().release(node.claims(Lane.HEAVY).orElseThrow().id(), 1);
        assertThat(claimAll()).containsExactly(first, second);
    }

    @Test
    void ofProjectsThatHadNoTurnYetTheOneWhoseFirstJobIsMostUrgentAndOldestIsNext() {
        String old = job("a", 4);
        clock.pass(Duration.ofSeconds(1));
        String newer = job("b", 4);
        String urgent = job("c", 5);
        assertThat(claimAll()).containsExactly(urgent, old, newer);
    }

    @Test
    void aFloodOfOneProjectGoesAheadOfAnothersJobByTheOneAtWork() {
        many("flood", 9, 500);
        assertThat(next()).isEqualTo("flood");
        String calm = job("calm", 0);
        assertThat(node.claims(Lane.HEAVY)).map(Job::id).contains(calm);
    }

    @Test
    void withOneSlotProjectsTakeTurnsThoughNothingIsAtWorkWhenItIsFree() {
        many("flood", 9, 20);
        many("torrent", 9, 20);
        many("calm", 0, 3);
        var turns = new ArrayList<String>();
        for (int i = 0; i < 9; i++) {
            Job job = node.claims(Lane.HEAVY).orElseThrow();
            turns.add(job.order().owner().project());
            clock.pass(Duration.ofSeconds(1));
            node.attempts().succeed(job.id(), 1, Optional.empty(), Optional.empty());
        }
        for (int i = 0; i < 9; i += 3) {
            assertThat(turns.subList(i, i + 3)).containsExactlyInAnyOrder("flood", "torrent", "calm");
        }
    }

    @Test
    void noProjectIsForgottenBecauseItsLastTurnIsOfAClockThatWasSetBack() {
        many("ahead", 0, 2);
        Job ahead = node.claims(Lane.HEAVY).orElseThrow();
        node.attempts().succeed(ahead.id(), 1, Optional.empty(), Optional.empty());
        clock.pass(Duration.ofHours(-5));
        many("flood", 9, 10);
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("ahead", "flood");
    }

    @Test
    void whatHasWaitedForLongIsAsUrgentAsAnyOfItsProjectButOvertakesNoOther() {
        String patient = job("a", 0);
        String calm = job("calm", 0);
        clock.pass(WorkingNode.PATIENCE.plusMillis(1));
        many("a", 8, 3);
        String fresh = job("b", 0);
        assertThat(node.claims(Lane.HEAVY)).as("nobody has looked yet").map(job -> job.order().priority()).contains(8);
        node.seesWhatIsDue();
        assertThat(List.of(claimed(), claimed())).as("their projects have nothing at work")
                .containsExactly(calm, fresh);
        assertThat(claimAll()).startsWith(patient);
        assertThat(node.jobs().get(patient).order().priority()).as("what callers see").isZero();
    }

    private String claimed() {
        return node.claims(Lane.HEAVY).orElseThrow().id();
    }

    private String next() {
        return node.claims(Lane.HEAVY).orElseThrow().order().owner().project();
    }

    private List<String> claimAll() {
        var ids = new ArrayList<String>();
        Optional<Job> next = node.claims(Lane.HEAVY);
        while (next.isPresent()) {
            ids.add(next.get().id());
            next = node.claims(Lane.HEAVY);
        }
        return ids;
    }

    @Test
    void aPriorityThatIsChangedCountsAtOnce() {
        String last = job("a", 5);
        String first = job("a", 1);
        String waited = job("a", 4);
        node.jobs().prioritize("a", first, 9);
        node.jobs().prioritize("a", last, 0);
        database().jdbi().useHandle(handle -> handle.execute("update jobs set urgency = 9 where id = ?", waited));
        node.jobs().prioritize("a", waited, 2);
        assertThat(node.jobs().get(first).order().priority()).isEqualTo(9);
        assertThat(node.claims(Lane.HEAVY)).map(Job::id).contains(first);
        assertThat(node.claims(Lane.HEAVY)).as("it had waited so long that it was urgent").map(Job::id).contains(waited);
        assertThat(node.claims(Lane.HEAVY)).map(Job::id).contains(last);
        assertThat(node.jobs().prioritize("a", last, 3).order().priority()).as("of a job at work").isEqualTo(3);
        node.jobs().cancel("a", last);
        assertThatThrownBy(() -> node.jobs().prioritize("a", last, 3)).hasMessageContaining("cancelled already");
        assertThatThrownBy(() -> node.jobs().prioritize("b", first, 3)).hasMessageContaining("There is no job");
    }

    private String job(String project, int priority) {
        return node.stored(Orders.urgent(priority, Orders.of(project, "video")));
    }

    private String keyed(String key, String project, int priority) {
        return node.stored(Orders.byKey(key, Orders.urgent(priority, Orders.of(project, "video"))));
    }

    private void many(String project, int priority, int jobs) {
        JobOrder order = Orders.urgent(priority, Orders.of(project, "video"));
        node.jobs().createAll(Collections.nCopies(jobs, new JobStore.Planned(order, (handle, id) -> true)));
    }

    private Optional<String> nodeOf(String id) {
        return database().jdbi().withHandle(handle -> handle.createQuery("select node from jobs where id = :id")
                .bind("id", id).map((row, context) -> Optional.ofNullable(row.getString(1))).one());
    }
}
