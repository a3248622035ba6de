package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.database.Database;
import io.dromedary.problem.ProblemKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever messages come, and however often: a job is begun by who may, and none waits for ever. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryTest {

    private static final Outages NO_WAIT = new Outages(CompletableFuture.completedFuture(null), Duration.ZERO);
    private static final int MAX_DEATHS = 2;
    private static final AttemptPlan PLAN = new AttemptPlan(3, Duration.ofSeconds(10), () -> 0);

    private final Hands clock = new Hands();
    private Database database;
    private JobStore jobs;
    private JobStarts starts;
    private AttemptStore attempts;
    private Outbox outbox;

    /** A clock that is moved by hand. */
    private static final class Hands extends Clock {
        private Instant now = Instant.ofEpochMilli(1_800_000_000_000L);

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeAll
    void open(@TempDir Path folder) {
        database = Database.open(folder.resolve("test.db"));
        jobs = new JobStore(database, new Lanes(Set.of("image")), clock, new JobMeters(new SimpleMeterRegistry()));
        starts = new JobStarts(database, clock, MAX_DEATHS, new JobMeters(new SimpleMeterRegistry()), NO_WAIT);
        attempts = new AttemptStore(database, clock, "node", NO_WAIT);
        outbox = new Outbox(database, clock, Duration.ofSeconds(600));
    }

    @AfterAll
    void close() {
        database.close();
    }

    // ------------------------------------------------------------ who begins a job

    @Test
    void ofSeveralMessagesOneBeginsTheJob() {
        String id = job("video");
        assertThat(starts.begin(id, "one", false)).isPresent();
        assertThat(starts.begin(id, "two", false)).isEmpty();
        assertThat(starts.begin(id, "one", false)).isEmpty();
    }

    @Test
    void aJobIsTakenOverOnlyByTheMessageThatBeganIt() {
        String id = job("video");
        starts.begin(id, "one", false);
        assertThat(starts.begin(id, "two", true)).as("a twin that another worker had and lost").isEmpty();
        assertThat(starts.begin(id, "one", true)).hasValueSatisfying(job -> assertThat(job.attempts()).isEqualTo(2));
        assertThat(attempts.isCurrent(id, 1)).isFalse();
    }

    @Test
    void aJobThatTooManyWorkersDiedOverEndsAsPoison() {
        String id = job("video");
        starts.begin(id, "one", false);
        assertThat(starts.begin(id, "one", true)).isPresent();
        assertThat(starts.begin(id, "one", true)).isEmpty();
        Job job = jobs.get(id);
        assertThat(job.status()).isEqualTo(Job.Status.FAILED);
        assertThat(job.error()).hasValueSatisfying(error -> assertThat(error.kind()).isEqualTo(ProblemKind.POISON));
        assertThat(job.shownAttempts()).isEqualTo(2);
        // Its owner may try again, as if it were new.
        new Retries(database, clock).retry("default", id);
        starts.begin(id, "three", false);
        assertThat(starts.begin(id, "three", true)).isPresent();
    }

    @Test
    void whatWorkersGiveBackIsNoDeathAndNoAttempt() {
        String id = job("video");
        for (int i = 1; i <= 2 * MAX_DEATHS; i++) {
            Job begun = starts.begin(id, "message " + i, i % 2 == 0).orElseThrow();
            assertThat(begun.attempts()).isEqualTo(i);
            assertThat(begun.shownAttempts()).isEqualTo(1);
            assertThat(attempts.release(id, i)).isTrue();
            assertThat(attempts.isCurrent(id, i)).isFalse();
        }
        assertThat(jobs.get(id).status()).isEqualTo(Job.Status.QUEUED);
        assertThat(jobs.get(id).shownAttempts()).isZero();
    }

    @Test
    void whatTheBrokerGivesUpIsSentAgainUntilWorkersDiedOverIt() {
        String id = job("video");
        outbox.markSent(id);
        starts.givenUp(id);
        clock.pass(Duration.ofSeconds(6));
        assertThat(unsent()).as("nobody had it: perhaps the database was away").contains(id);
        starts.begin(id, "one", false);
        starts.givenUp(id);
        clock.pass(Duration.ofSeconds(6));
        assertThat(unsent()).as("one worker died").contains(id);
        starts.begin(id, "two", false);
        starts.givenUp(id);
        assertThat(jobs.get(id).error()).hasValueSatisfying(
                error -> assertThat(error.kind()).isEqualTo(ProblemKind.POISON));
        starts.givenUp(id);
        assertThat(jobs.get(id).status()).as("a twin comes late").isEqualTo(Job.Status.FAILED);
    }

    // ------------------------------------------------------------ attempts that failed

    @Test
    void aJobWaitsTwiceAsLongAfterEachFailureThatPassesUntilItsAttemptsAreEnough() {
        String id = job("video");
        outbox.markSent(id);
        fails(id);
        clock.pass(Duration.ofMillis(9_999));
        assertThat(unsent()).doesNotContain(id);
        clock.pass(Duration.ofMillis(1));
        assertThat(unsent()).contains(id);
        fails(id);
        clock.pass(Duration.ofMillis(19_999));
        assertThat(unsent()).doesNotContain(id);
        clock.pass(Duration.ofMillis(1));
        assertThat(unsent()).contains(id);
        int last = starts.begin(id, "m", false).orElseThrow().attempts();
        assertThat(attempts.putBack(id, last, true, PLAN)).isFalse();
        assertThat(attempts.isCurrent(id, last)).isTrue();
    }

    @Test
    void theTroublesOfANodeAreNotCountedAsFailuresOfAJobButDoNotGoOnForEver() {
        String id = job("video");
        outbox.markSent(id);
        fails(id);
        long began = clock.millis();
        while (lacks(id)) {
            assertThat(jobs.get(id).shownAttempts()).as("only the failure is shown").isEqualTo(1);
            clock.pass(Duration.ofSeconds(1));
            while (!unsent().contains(id)) {
                clock.pass(Duration.ofSeconds(5));
            }
        }
        assertThat(Duration.ofMillis(clock.millis() - began)).isBetween(Duration.ofHours(3), Duration.ofHours(5));
        int last = jobs.get(id).attempts();
        assertThat(attempts.isCurrent(id, last)).isTrue();
        attempts.fail(id, last, new Failure(ProblemKind.INTERNAL_ERROR, "no room"));
        new Retries(database, clock).retry("default", id);
        assertThat(lacks(id)).as("as if it were new").isTrue();
    }

    private boolean lacks(String id) {
        int attempt = starts.begin(id, "m", false).orElseThrow().attempts();
        return attempts.putBack(id, attempt, false, PLAN);
    }

    private void fails(String id) {
        int attempt = starts.begin(id, "m", false).orElseThrow().attempts();
        assertThat(attempts.putBack(id, attempt + 1, true, PLAN)).as("of another attempt").isFalse();
        assertThat(attempts.putBack(id, attempt, true, PLAN)).isTrue();
        Job job = jobs.get(id);
        assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
        assertThat(job.error()).isEmpty();
        assertThat(job.tasks()).allMatch(task -> task.status() == Task.Status.WAITING);
    }

    @Test
    void aJobThatWaitsForItsNextAttemptCanBeCancelled() {
        String id = job("video");
        outbox.markSent(id);
        fails(id);
        assertThat(jobs.cancel("default", id).status()).isEqualTo(Job.Status.CANCELLED);
        clock.pass(Duration.ofDays(1));
        assertThat(unsent()).doesNotContain(id);
        assertThat(starts.begin(id, "m", false)).isEmpty();
    }

    @Test
    void delaysAreSpreadByChanceAndHaveAnEnd() {
        var late = new AttemptPlan(100, Duration.ofSeconds(10), () -> 1);
        assertThat(late.delay(1)).contains(Duration.ofMillis(12_500));
        assertThat(late.delay(99)).contains(Duration.ofMinutes(75));
        assertThat(late.delay(100)).isEmpty();
    }

    // ------------------------------------------------------------ a clock that jumps

    @Test
    void noJobWaitsForHoursBecauseTheClockWasSetBack() {
        String failed = job("video");
        outbox.markSent(failed);
        fails(failed);
        String stored = job("video");
        clock.pass(Duration.ofHours(-5));
        assertThat(unsent()).contains(failed, stored);
        fails(failed);
        clock.pass(Duration.ofSeconds(11));
        assertThat(unsent()).as("the second wait is of 20 s again").doesNotContain(failed);
        clock.pass(Duration.ofHours(5));
        assertThat(unsent()).contains(failed, stored);
    }

    // ------------------------------------------------------------ waiting

    @Test
    void aJobThatWaitsTooLongGoesAheadOnce() {
        String light = job("image");
        String heavy = job("video");
        String begun = job("video");
        List.of(light, heavy, begun).forEach(outbox::markSent);
        starts.begin(begun, "m", false);
        clock.pass(Duration.ofSeconds(600));
        assertThat(hurried()).doesNotContain(light, heavy);
        clock.pass(Duration.ofMillis(1));
        assertThat(hurried()).contains(light, heavy).doesNotContain(begun);
        outbox.markAllHurried(outbox.hurried());
        assertThat(outbox.hurried()).isEmpty();
    }

    @Test
    void aJobThatWaitsMuchLongerGoesAheadAgainAsItsMessagesMayBeLost() {
        String id = job("image");
        outbox.markSent(id);
        clock.pass(Duration.ofSeconds(601));
        outbox.markAllHurried(outbox.hurried());
        clock.pass(Duration.ofSeconds(4 * 600 - 601));
        assertThat(hurried()).doesNotContain(id);
        clock.pass(Duration.ofMillis(1));
        assertThat(hurried()).contains(id);
    }

    // ------------------------------------------------------------ lost

    @Test
    void aJobWhoseWorkerGivesNoSignOfLifeWaitsAgain() {
        String id = job("video");
        outbox.markSent(id);
        var nobody = new SignsOfLife(database, new RunningJobs(), starts, NO_WAIT, 3, Duration.ZERO);
        nobody.look();
        starts.begin(id, "one", false);
        for (int look = 1; look <= 3; look++) {
            nobody.look();
            assertThat(attempts.isCurrent(id, 1)).isTrue();
        }
        nobody.look();
        assertThat(jobs.get(id).status()).isEqualTo(Job.Status.QUEUED);
        clock.pass(Duration.ofSeconds(6));
        assertThat(unsent()).contains(id);
        assertThat(starts.begin(id, "one", true)).as("its message was not lost but late").isPresent();
    }

    @Test
    void aJobWhoseWorkerGivesSignsOfLifeStaysItsOwn() {
        var running = new RunningJobs();
        var signs = new SignsOfLife(database, running, starts, NO_WAIT, 3, Duration.ZERO);
        Job begun = starts.begin(job("video"), "one", false).orElseThrow();
        running.add(new Attempt(begun, Path.of("none"), new NoLedger()));
        for (int look = 1; look <= 10; look++) {
            signs.give();
            signs.look();
        }
        assertThat(attempts.isCurrent(begun.id(), 1)).isTrue();
    }

    @Test
    void aJobWhoseMessageIsGivenOutAgainIsAtWorkWhereItsWorkerIsHereOrGivesASign() throws Exception {
        var here = new RunningJobs();
        var there = new RunningJobs();
        var silent = new Outages(new CompletableFuture<>(), Duration.ZERO);
        var signsHere = new SignsOfLife(database, here, starts, silent, 3, Duration.ZERO);
        var signsThere = new SignsOfLife(database, there, starts, silent, 3, Duration.ofDays(1));
        Job begun = starts.begin(job("video"), "one", false).orElseThrow();
        assertThat(signsHere.areGivenOf(begun.id(), "one")).as("nobody is").isFalse();
        here.add(new Attempt(begun, Path.of("none"), new NoLedger()));
        assertThat(signsHere.areGivenOf(begun.id(), "one")).isTrue();
        assertThat(signsHere.areGivenOf(begun.id(), "two")).as("of a twin").isFalse();
        var seen = CompletableFuture.supplyAsync(() -> signsThere.areGivenOf(begun.id(), "one"));
        while (!seen.isDone()) {
            signsHere.give();
        }
        assertThat(seen.get()).isTrue();
        Job next = starts.begin(begun.id(), "one", true).orElseThrow();
        assertThat(signsHere.areGivenOf(next.id(), "one")).as("here is an old attempt").isFalse();
    }

    @Test
    void aNodeThatEndsLeavesAMessageThatIsGivenOutAgainToOthers() {
        Job begun = starts.begin(job("video"), "one", false).orElseThrow();
        var signs = new SignsOfLife(database, new RunningJobs(), starts, NO_WAIT, 3, Duration.ofSeconds(5));
        assertThatThrownBy(() -> signs.areGivenOf(begun.id(), "one")).hasMessageContaining("ends");
    }

    @Test
    void eachKindHasItsLane() {
        assertThat(jobs.get(job("image")).lane()).isEqualTo(Lane.LIGHT);
        assertThat(jobs.get(job("video")).lane()).isEqualTo(Lane.HEAVY);
    }

    private List<String> hurried() {
        return outbox.hurried().stream().map(Job::id).toList();
    }

    private List<String> unsent() {
        return outbox.unsent().stream().map(Job::id).toList();
    }

    private String job(String kind) {
        return jobs.create(new JobStore.Order(new JobStore.Owner("default", Optional.empty()), kind, Optional.empty(), "https://example.com/in.mp4", Optional.empty(),
                Optional.empty(), Optional.empty(), JsonNodeFactory.instance.objectNode(), Optional.empty(), 4,
                Optional.empty())).id();
    }
}
