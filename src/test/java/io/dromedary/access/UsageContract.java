package io.dromedary.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.job.Orders;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the jobs of a key may use, and that it is counted once. */
abstract class UsageContract extends EngineContract {

    private static final Optional<Long> UNBOUNDED = Optional.empty();

    private Hands clock;
    private Usage usage;
    private WorkingNode node;

    UsageContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.parse("2026-03-01T23:59:00Z"));
        usage = new Usage(database(), clock);
        node = new WorkingNode(database(), clock);
    }

    @Test
    void aDaysQuotaIsUsedUpAndThereAgainAfterMidnight() {
        Caller caller = caller(new Limits(UNBOUNDED, UNBOUNDED, UNBOUNDED, Optional.of(1000L), Optional.of(10L), UNBOUNDED));
        usage.admit(caller);
        assertThat(usage.take(caller.keyId(), "job_1", 600, 60_000)).isEmpty();
        assertThat(usage.take(caller.keyId(), "job_1", 600, 60_000)).as("tried again").isEmpty();
        usage.admit(caller);
        assertThat(usage.take(caller.keyId(), "job_2", 400, 0)).as("to the last byte").isEmpty();
        Problem refused = catchThrowableOfType(Problem.class, () -> usage.admit(caller));
        assertThat(refused.kind().status()).isEqualTo(429);
        assertThat(refused.retryAfterSeconds()).contains(61L);
        assertThat(refused).hasMessageContaining("bytes_per_day").hasMessageContaining("1000");
        assertThat(usage.take(caller.keyId(), "job_3", 1, 0)).hasValueSatisfying(
                what -> assertThat(what).contains("bytes_per_day"));

        clock.pass(Duration.ofSeconds(60));
        usage.admit(caller);
        assertThat(usage.take(caller.keyId(), "job_4", 1, 600_001)).hasValueSatisfying(
                what -> assertThat(what).contains("minutes_per_day"));
        usage.sweep();
        assertThat(rows("key_usage")).isEqualTo(4);
        clock.pass(Duration.ofDays(31));
        usage.sweep();
        assertThat(rows("key_usage")).as("of the first day").isEqualTo(1);
        clock.pass(Duration.ofDays(1));
        usage.sweep();
        assertThat(rows("key_usage")).isZero();
    }

    @Test
    void whatAKeyHasTakenTodayIsTold() {
        var limits = new Limits(UNBOUNDED, UNBOUNDED, UNBOUNDED, Optional.of(1000L), UNBOUNDED, UNBOUNDED);
        Caller caller = caller(limits);
        assertThat(usage.today(caller.keyId(), limits)).contains(new Usage.Taken(0, 0));
        usage.take(caller.keyId(), "job_1", 600, 60_000);
        usage.take(caller.keyId(), "job_2", 50, 0);
        assertThat(usage.today(caller.keyId(), limits)).contains(new Usage.Taken(650, 60_000));
        assertThat(usage.today(caller.keyId(), Limits.NONE)).as("of one without bounds by day").isEmpty();
        clock.pass(Duration.ofSeconds(60));
        assertThat(usage.today(caller.keyId(), limits)).as("after midnight").contains(new Usage.Taken(0, 0));
    }

    @Test
    void noMoreJobsOfAKeyWaitThanMay() {
        Caller caller = caller(new Limits(UNBOUNDED, Optional.of(2L), UNBOUNDED, UNBOUNDED, UNBOUNDED, UNBOUNDED));
        String first = node.stored(Orders.byKey(caller.keyId(), Orders.of("website", "video")));
        assertThatCode(() -> usage.admit(caller)).doesNotThrowAnyException();
        node.stored(Orders.byKey(caller.keyId(), Orders.of("website", "video")));
        node.stored(Orders.byKey("key_other", Orders.of("website", "video")));
        assertThatThrownBy(() -> usage.admit(caller)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.TOO_MANY_REQUESTS))
                .hasMessageContaining("max_queued_jobs");
        node.begun(first);
        assertThatCode(() -> usage.admit(caller)).as("one is at work").doesNotThrowAnyException();
    }

    @Test
    void noMoreJobsOfAKeyWaitThanMayThoughManyComeAtOnce() throws Exception {
        var there = new Usage(otherNodes(), clock);
        var nodeThere = new WorkingNode(otherNodes(), clock);
        for (int round = 0; round < 20; round++) {
            Caller caller = caller(new Limits(UNBOUNDED, Optional.of(5L), UNBOUNDED, UNBOUNDED, UNBOUNDED, UNBOUNDED));
            var sent = new ArrayList<Callable<String>>();
            for (int i = 0; i < 30; i++) {
                Usage one = i % 2 == 0 ? usage : there;
                WorkingNode store = i % 2 == 0 ? node : nodeThere;
                sent.add(() -> one.within(caller, () -> store.stored(Orders.byKey(caller.keyId(), Orders.of("website", "video")))));
            }
            var outcomes = Together.outcomes(sent);
            assertThat(outcomes).as("round %d", round).filteredOn(outcome -> outcome.value().isPresent()).hasSize(5);
            assertThat(outcomes).flatExtracting(outcome -> outcome.thrown().stream().toList()).hasSize(25).allSatisfy(thrown ->
                    assertThat(thrown).isInstanceOfSatisfying(Problem.class, problem ->
                            assertThat(problem.kind()).isEqualTo(ProblemKind.TOO_MANY_REQUESTS)));
            assertThat(rows("jobs")).isEqualTo(5 * (round + 1));
        }
    }

    @Test
    void aKeyWithoutLimitsAndOneThatIsGoneUseNothingUp() {
        Caller caller = caller(Limits.NONE);
        assertThat(usage.take(caller.keyId(), "job_1", Long.MAX_VALUE / 2, 0)).isEmpty();
        assertThat(usage.take("key_revoked", "job_2", 1, 1)).isEmpty();
        assertThatCode(() -> usage.admit(caller)).doesNotThrowAnyException();
        assertThat(rows("key_usage")).isZero();
    }

    @Test
    void twoAttemptsAtOneJobThatNoteItAtOnceAreCountedOnce() throws Exception {
        Caller caller = caller(new Limits(UNBOUNDED, UNBOUNDED, UNBOUNDED, Optional.of(1_000L), UNBOUNDED, UNBOUNDED));
        var there = new Usage(otherNodes(), clock);
        var takes = new ArrayList<Callable<Optional<String>>>();
        for (int i = 0; i < 6; i++) {
            Usage node = i % 2 == 0 ? usage : there;
            takes.add(() -> node.take(caller.keyId(), "job_1", 1_000, 0));
        }
        assertThat(Together.results(takes)).containsOnly(Optional.<String>empty());
        assertThat(rows("key_usage")).isEqualTo(1);
    }

    private Caller caller(Limits limits) {
        var keys = new ApiKeys(database(), clock, new SecureRandom(), Optional.empty());
        return keys.caller(keys.create(
                new ApiKey.Draft("ci", Scope.WRITE, "website", limits, Optional.empty())).key());
    }
}
