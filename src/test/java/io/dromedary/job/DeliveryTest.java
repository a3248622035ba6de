package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.Hands;
import io.dromedary.database.Database;
import io.dromedary.database.Engine;
import io.dromedary.problem.ProblemKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever messages of a broker come, and however often: a job is begun by who may, and none waits for ever. What holds
 * without them is in {@link DeliveryContract}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryTest {

    private static final Outages NO_WAIT = new Outages(CompletableFuture.completedFuture(null), Duration.ZERO);
    private static final int MAX_DEATHS = 2;
    private static final AttemptPlan PLAN = new AttemptPlan(3, Duration.ofSeconds(10), () -> 0);

    private final Hands clock = new Hands(Instant.ofEpochMilli(1_800_000_000_000L));
    private Database database;
    private JobStore jobs;
    private JobStarts starts;
    private AttemptStore attempts;
    private Outbox outbox;

    /** Where the messages' notes are kept. */
    Engine engine() {
        return Engine.SQLITE;
    }

    @BeforeAll
    void open(@TempDir Path folder) {
        database = Database.open(engine().newDatabase(folder));
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
    void aJobThatTooManyWorkersDiedOverIsNotTakenOverOnceMore() {
        String id = job("video");
        starts.begin(id, "one", false);
        assertThat(starts.begin(id, "one", true)).isPresent();
        assertThat(starts.begin(id, "one", true)).isEmpty();
        assertThat(jobs.get(id).error()).hasValueSatisfying(
                error -> assertThat(error.kind()).isEqualTo(ProblemKind.POISON));
    }

    @Test
    void aWorkerThatWasTakenForDeadAndLivesIsNoDeath() {
        String id = job("video");
        starts.begin(id, "one", false);
        starts.begin(id, "one", true);
        attempts.lives(id, "two");
        attempts.lives(id, "one");
        attempts.lives(id, "one");
        assertThat(starts.begin(id, "one", true)).as("the first death").isPresent();
    }

    @Test
    void jobsThatTheBrokerHasAreNotSentAgain() {
        String one = job("video");
        String two = job("video");
        outbox.add(jobs.get(one));
        assertThat(outbox.takeStored()).extracting(Job::id).containsExactly(one);
        assertThat(outbox.takeStored()).isEmpty();
        clock.pass(Duration.ofMillis(5_000));
        assertThat(unsent()).contains(one, two);
        outbox.markAllSent(List.of(jobs.get(one), jobs.get(two)));
        outbox.markAllSent(List.of());
        assertThat(unsent()).doesNotContain(one, two);
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
    void aJobIsSentAgainWhenItsNextAttemptIsDueAndNoSooner() {
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
    }

    private void fails(String id) {
        int attempt = starts.begin(id, "m", false).orElseThrow().attempts();
        assertThat(attempts.putBack(id, attempt, true, PLAN)).isTrue();
    }

    @Test
    void aJobThatWasCancelledIsNotSentAgain() {
        String id = job("video");
        outbox.markSent(id);
        fails(id);
        assertThat(jobs.cancel("default", id).status()).isEqualTo(Job.Status.CANCELLED);
        clock.pass(Duration.ofDays(1));
        assertThat(unsent()).doesNotContain(id);
        assertThat(starts.begin(id, "m", false)).isEmpty();
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
    void aJobThatIsLostIsSentAgain() {
        String id = job("video");
        outbox.markSent(id);
        var nobody = new SignsOfLife(database, new RunningJobs(), starts, NO_WAIT, 3, Duration.ZERO);
        nobody.look();
        starts.begin(id, "one", false);
        for (int look = 0; look <= 3; look++) {
            nobody.look();
        }
        clock.pass(Duration.ofSeconds(6));
        assertThat(unsent()).contains(id);
        assertThat(starts.begin(id, "one", true)).as("its message was not lost but late").isPresent();
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

    private List<String> hurried() {
        return outbox.hurried().stream().map(Job::id).toList();
    }

    private List<String> unsent() {
        return outbox.unsent().stream().map(Job::id).toList();
    }

    private String job(String kind) {
        return jobs.create(Orders.of(kind)).id();
    }
}
