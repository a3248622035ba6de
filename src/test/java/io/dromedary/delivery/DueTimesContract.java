package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.JobStore;
import io.dromedary.job.Lane;
import io.dromedary.job.Orders;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.watch.WatchedObjects;
import io.dromedary.webhook.WebhookStore;
import io.dromedary.webhook.WebhookTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has become due is seen by the next look, and those who do it are called. */
abstract class DueTimesContract extends EngineContract {

    private static final Set<String> LANES = Set.of("heavy", "light", WebhookTable.LANE, WatchedObjects.LANE);

    private Hands clock;
    private WorkingNode node;
    private HeardSignals signals;
    private DueTimes due;

    DueTimesContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.ofEpochMilli(1_800_000_000_000L));
        node = new WorkingNode(database(), clock);
        signals = new HeardSignals(LANES);
        due = new DueTimes(database(), clock, WorkingNode.PATIENCE, signals.signals(), WorkingNode.DUE);
    }

    @Test
    void nobodyIsCalledForNothing() {
        assertThat(called()).isEmpty();
        node.begin(node.stored(Orders.of("video")));
        assertThat(called()).as("it is at work").isEmpty();
    }

    @Test
    void whoTakesFromALaneIsCalledForWhatWaitsInItAndNobodyElse() {
        node.stored(Orders.of("image"));
        assertThat(called()).containsExactly("light");
        node.stored(Orders.of("video"));
        assertThat(called()).containsExactlyInAnyOrder("light", "heavy");
        assertThat(called()).as("as long as it waits").containsExactlyInAnyOrder("light", "heavy");
    }

    @Test
    void aJobThatIsNotYetDueIsInNoLaneUntilItIs() {
        String id = putBack();
        clock.pass(Duration.ofMillis(9_999));
        assertThat(called()).isEmpty();
        assertThat(node.claims(Lane.HEAVY)).isEmpty();
        assertThat(node.jobs().get(id).state().nextAttemptAt()).contains(clock.millis() + 1);
        clock.pass(Duration.ofMillis(1));
        assertThat(called()).contains("heavy");
        assertThat(node.jobs().get(id).state().nextAttemptAt()).isEmpty();
        assertThat(node.claims(Lane.HEAVY)).map(Job::id).contains(id);
    }

    @Test
    void noJobWaitsForHoursBecauseTheClockWasSetBack() {
        String id = putBack();
        clock.pass(Duration.ofHours(-5));
        assertThat(called()).contains("heavy");
        assertThat(node.claims(Lane.HEAVY)).map(Job::id).contains(id);
    }

    @Test
    void whatIsDueIsMovedHoweverMuchAndByHoweverManyNodes() throws Exception {
        JobOrder order = Orders.of("video");
        node.jobs().createAll(Collections.nCopies(2_500, new JobStore.Planned(order, (handle, id) -> true)));
        long then = clock.millis() + 1_000;
        database().jdbi().useHandle(handle -> {
            handle.execute("update jobs set due_at = " + then);
            handle.execute("update jobs set due_at = due_at + 1 where id in (select id from jobs order by id limit 100)");
        });
        clock.pass(Duration.ofSeconds(1));
        var there = new DueTimes(otherNodes(), clock, WorkingNode.PATIENCE, new LaneSignals(), WorkingNode.DUE);
        Together.results(List.<Callable<Boolean>>of(() -> looks(due), () -> looks(there), () -> looks(due)));
        // What one was just moving, others passed over.
        assertThat(waiting()).isEqualTo(2_400);
    }

    private static boolean looks(DueTimes due) {
        due.look();
        return true;
    }

    private int waiting() {
        return database().jdbi().withHandle(handle -> handle.createQuery(
                "select count(*) from jobs where status = 'queued' and due_at is null").mapTo(Integer.class).one());
    }

    @Test
    void whatHasWaitedForLongIsAsUrgentAsAny() {
        String patient = node.stored(Orders.urgent(0, Orders.of("video")));
        clock.pass(WorkingNode.PATIENCE);
        due.look();
        assertThat(node.number(patient, "urgency")).contains(0L);
        clock.pass(Duration.ofMillis(1));
        String fresh = node.stored(Orders.urgent(0, Orders.of("video")));
        due.look();
        assertThat(node.number(patient, "urgency")).contains(9L);
        assertThat(node.number(patient, "priority")).contains(0L);
        assertThat(node.number(fresh, "urgency")).contains(0L);
    }

    @Test
    void webhooksAreCalledForWhenATryIsDueAndNobodyMakesIt() {
        String id = node.stored(Orders.telling("https://example.com/hook", Orders.of("video")));
        assertThat(called()).containsExactly("heavy");
        node.succeeds(id);
        assertThat(called()).containsExactly(WebhookTable.LANE);
        var webhooks = new WebhookStore(database(), clock, "node");
        var delivery = webhooks.claim().orElseThrow();
        assertThat(called()).as("it is made").isEmpty();
        webhooks.retry(delivery, Duration.ofSeconds(10), "500");
        assertThat(called()).as("not yet").isEmpty();
        clock.pass(Duration.ofSeconds(10));
        assertThat(called()).containsExactly(WebhookTable.LANE);
        clock.pass(Duration.ofHours(-5));
        assertThat(called()).as("the clock was set back").containsExactly(WebhookTable.LANE);
    }

    @Test
    void sourcesAreCalledForWhenTheirJobsHaveSucceededAndNobodyHasThem() {
        var watched = new WatchedObjects(database(), clock);
        var object = new ObjectUrl("media", "in/a.mp4");
        String id = node.jobs().createAll(List.of(new JobStore.Planned(
                Orders.readBy("conn_1", Orders.from(object.toString(), Orders.of("video"))), (handle, job) ->
                watched.take(handle, job, "uploads", object, "one", "delete", Optional.empty())))).get(0).id();
        node.succeeds(id);
        assertThat(called()).containsExactly(WatchedObjects.LANE);
        watched.postpone(watched.claim().orElseThrow());
        assertThat(called()).isEmpty();
        clock.pass(Duration.ofSeconds(10));
        assertThat(called()).containsExactly(WatchedObjects.LANE);
        clock.pass(Duration.ofHours(-5));
        assertThat(called()).as("the clock was set back").containsExactly(WatchedObjects.LANE);
    }

    /** Looks, and tells who was called by it. */
    private Set<String> called() {
        signals.heard();
        due.look();
        return signals.heard();
    }

    private String putBack() {
        String id = node.stored(Orders.of("video"));
        Job begun = node.begin(id).orElseThrow();
        assertThat(node.attempts().putBack(id, begun.attempts(), WorkingNode.BROKEN, true, WorkingNode.PLAN::delay)).isTrue();
        return id;
    }
}
