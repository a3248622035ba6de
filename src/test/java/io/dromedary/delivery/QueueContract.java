package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.Hands;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.job.Orders;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No more jobs wait than may, whether callers send them or watches find them; and how many do is told. */
abstract class QueueContract extends EngineContract {

    private final AtomicLong nanos = new AtomicLong();
    private WorkingNode node;

    QueueContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        node = new WorkingNode(database(), new Hands(Instant.parse("2026-11-24T12:00:00Z")));
    }

    @Test
    void whoeverComesWithManyLetsInWhatHasRoomAndComesAgainWithTheRest() {
        var limit = new QueueLimit(database(), nanos::get, 3);
        List<String> found = List.of("a", "b", "c", "d", "e");
        List<String> admitted = limit.admitSome(found);
        assertThat(admitted).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> limit.refuseRest(found, admitted)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.TOO_MANY_REQUESTS));
        assertThatThrownBy(limit::admit).isInstanceOf(Problem.class);

        String waiting = node.stored(Orders.of("video"));
        node.begun(node.stored(Orders.of("video")));
        secondsPass(1);
        List<String> rest = found.subList(3, 5);
        assertThat(limit.admitSome(rest)).as("one waits, one is at work").isEqualTo(rest);
        assertThatCode(() -> limit.refuseRest(rest, rest)).doesNotThrowAnyException();
        assertThatThrownBy(limit::admit).isInstanceOf(Problem.class);

        node.jobs().cancel("default", waiting);
        secondsPass(1);
        assertThatCode(limit::admit).doesNotThrowAnyException();
    }

    @Test
    void withoutALimitAllAreLetIn() {
        List<Integer> many = List.of(1, 2, 3);
        assertThat(new QueueLimit(database(), nanos::get, 0).admitSome(many)).isEqualTo(many);
    }

    @Test
    void howManyWaitAndAreAtWorkIsToldByLane() {
        var registry = new SimpleMeterRegistry();
        var depths = new QueueDepths(database(), registry, nanos::get);
        node.stored(Orders.of("image"));
        node.stored(Orders.of("video"));
        String begun = node.stored(Orders.of("video"));
        node.begun(begun);
        node.succeeds(node.stored(Orders.of("image")));
        depths.refresh();
        assertThat(depth(registry, "light", "queued")).contains(1.0);
        assertThat(depth(registry, "heavy", "queued")).contains(1.0);
        assertThat(depth(registry, "heavy", "processing")).contains(1.0);
        assertThat(depth(registry, "light", "processing")).isEmpty();

        node.attempts().release(begun, 1);
        depths.refresh();
        assertThat(depth(registry, "heavy", "queued")).as("it was just counted").contains(1.0);
        secondsPass(2);
        depths.refresh();
        assertThat(depth(registry, "heavy", "queued")).contains(2.0);
        assertThat(depth(registry, "heavy", "processing")).isEmpty();
    }

    private void secondsPass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static Optional<Double> depth(SimpleMeterRegistry registry, String lane, String status) {
        return Optional.ofNullable(registry.find("dromedary.queue.jobs").tags("lane", lane, "status", status).gauge())
                .map(Gauge::value);
    }
}
