package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.Hands;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.job.Job;
import io.dromedary.job.Orders;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that lacks something takes nothing, and calls those that it gave back when that is there again. */
abstract class NodeRequirementsContract extends EngineContract {

    private final Hands clock = new Hands(Instant.parse("2026-03-01T12:00:00Z"));
    private final AtomicBoolean lacking = new AtomicBoolean();
    private final AtomicLong nanos = new AtomicLong();
    private WorkingNode node;
    private NodeRequirements needs;

    NodeRequirementsContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        node = new WorkingNode(database(), clock, "this", 0);
        needs = new NodeRequirements(Map.of("room", () -> lacking.get() ? Optional.of("no room") : Optional.empty()),
                database(), "this", nanos::get);
    }

    private String putBack(WorkingNode by, boolean counts) {
        String id = by.stored(Orders.of("video"));
        Job begun = by.begin(id).orElseThrow();
        assertThat(by.attempts().putBack(id, begun.attempts(), WorkingNode.BROKEN, counts,
                counts ? WorkingNode.PLAN::delay : WorkingNode.PLAN::delayOfLack)).isTrue();
        return id;
    }

    private boolean waitsForItsTime(String id) {
        return node.jobs().get(id).state().nextAttemptAt().isPresent();
    }

    @Test
    void whatItGaveBackForALackGoesOnWhenThatIsOverAndTheRestWaitsForItsTime() {
        needs.look();
        String lacked = putBack(node, false);
        String failed = putBack(node, true);
        String elsewhere = putBack(new WorkingNode(database(), clock, "other", 0), false);
        needs.look();
        assertThat(waitsForItsTime(lacked)).as("nothing has come back").isTrue();
        lacking.set(true);
        needs.look();
        assertThat(needs.areMet()).isFalse();
        assertThat(waitsForItsTime(lacked)).isTrue();
        lacking.set(false);
        needs.look();
        assertThat(needs.areMet()).isTrue();
        assertThat(waitsForItsTime(lacked)).isFalse();
        assertThat(waitsForItsTime(failed)).isTrue();
        assertThat(waitsForItsTime(elsewhere)).isTrue();
        assertThat(node.jobs().get(lacked).state().shownAttempts()).as("it is not counted").isZero();
    }

    @Test
    void aNodeThatIsStartedAgainWithAllThatItNeedsCallsWhatItGaveBackInItsEarlierLife() {
        String lacked = putBack(node, false);
        String failed = putBack(node, true);
        assertThat(needs.areMet()).isTrue();
        assertThat(waitsForItsTime(lacked)).isFalse();
        assertThat(waitsForItsTime(failed)).isTrue();
    }

    @Test
    void whoeverAsksHearsWithinASecond() {
        assertThat(needs.areMet()).isTrue();
        lacking.set(true);
        assertThat(needs.areMet()).as("not looked at for each claim").isTrue();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(needs.areMet()).isFalse();
    }
}
