package io.dromedary.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.JobStore;
import io.dromedary.job.Orders;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.work.PublishedObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is remembered of watched objects, by two nodes on one database. */
abstract class WatchedObjectsContract extends EngineContract {

    private static final ObjectUrl OBJECT = new ObjectUrl("media", "in/a.mp4");
    private static final Optional<ObjectUrl> DONE = Optional.of(new ObjectUrl("media", "done/a.mp4"));

    private Hands clock;
    private WorkingNode node;
    private WorkingNode other;
    private WatchedObjects watched;
    private WatchedObjects otherWatched;

    WatchedObjectsContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.parse("2026-11-24T12:00:00Z"));
        node = new WorkingNode(database(), clock);
        other = new WorkingNode(otherNodes(), clock, "other", 0);
        watched = new WatchedObjects(database(), clock);
        otherWatched = new WatchedObjects(otherNodes(), clock);
    }

    @Test
    void aVersionOfAnObjectIsTakenOnceAndAnotherVersionOnceMore() {
        assertThat(take(node.jobs(), watched, "one", "delete")).hasSize(1);
        assertThat(take(node.jobs(), watched, "one", "delete")).isEmpty();
        assertThat(take(node.jobs(), watched, "two", "delete")).hasSize(1);
        assertThat(watched.known("uploads", "media", List.of("in/a.mp4", "in/b.mp4"))).containsExactlyInAnyOrder(
                new WatchedObjects.Version("in/a.mp4", "one"), new WatchedObjects.Version("in/a.mp4", "two"));
        assertThat(watched.known("other", "media", List.of("in/a.mp4"))).isEmpty();
    }

    @Test
    void twoNodesThatFindTheSameObjectsAtOnceMakeOneJobOfEach() throws Exception {
        int created = Together.results(List.<Callable<Integer>>of(
                () -> takeMany(node.jobs(), watched), () -> takeMany(other.jobs(), otherWatched)))
                .stream().mapToInt(Integer::intValue).sum();
        assertThat(created).isEqualTo(50);
        assertThat(rows("jobs")).isEqualTo(50);
    }

    private static int takeMany(JobStore store, WatchedObjects objects) {
        int created = 0;
        for (int i = 0; i < 50; i++) {
            created += take(store, objects, "etag-" + i, "keep").size();
        }
        return created;
    }

    @Test
    void aSourceIsDueWhenItsJobHasSucceededAndForOneNodeAtATime() {
        Job job = take(node.jobs(), watched, "one", "move").get(0);
        assertThat(watched.claim()).isEmpty();
        succeed(job);
        assertThat(otherWatched.claim()).hasValueSatisfying(source -> {
            assertThat(source.object()).isEqualTo(OBJECT);
            assertThat(source.moveTo()).isEqualTo(DONE);
            assertThat(source.etag()).isEqualTo("one");
            assertThat(source.connectionId()).isEqualTo("conn_1");
            assertThat(source.tries()).isEqualTo(1);
        });
        assertThat(watched.claim()).isEmpty();

        clock.pass(Duration.ofMinutes(11));
        assertThat(watched.claim()).as("the node that had it died").isPresent();
    }

    @Test
    void aWatchIsShownWithItsLastTurnAndWhatItHasFound() {
        var states = new WatchStates(database(), clock, "a node");
        assertThat(states.of(List.of("uploads"))).isEmpty();
        states.well("uploads");
        long first = clock.millis();
        clock.pass(Duration.ofSeconds(5));
        states.troubled("uploads", "the store is away");
        clock.pass(Duration.ofSeconds(5));
        new WatchStates(otherNodes(), clock, "another").troubled("uploads", "it still is");
        assertThat(states.of(List.of("uploads", "other"))).containsOnly(entry("uploads", new WatchStates.State("another",
                Optional.of(first), Optional.of("it still is"), Optional.of(first + 5_000))));
        states.well("uploads");
        assertThat(states.of(List.of("uploads"))).containsOnly(entry("uploads", new WatchStates.State("a node",
                Optional.of(first + 10_000), Optional.empty(), Optional.empty())));

        Job good = take(node.jobs(), watched, "one", "keep").get(0);
        Job bad = take(node.jobs(), watched, "two", "keep").get(0);
        take(node.jobs(), watched, "three", "keep");
        succeed(good);
        node.fails(bad.id());
        assertThat(states.progress("uploads")).isEqualTo(new WatchStates.Progress(3, 1, 1, 0));
        node.retries().retry("default", bad.id());
        assertThat(states.progress("uploads")).isEqualTo(new WatchStates.Progress(3, 1, 0, 0));
        node.jobs().cancel("default", bad.id());
        assertThat(states.progress("uploads")).isEqualTo(new WatchStates.Progress(3, 1, 0, 1));
        assertThat(states.progress("other")).isEqualTo(new WatchStates.Progress(0, 0, 0, 0));
    }

    @Test
    void aJobWhoseSourceIsStillToBeMovedIsNotDeleted() {
        Job job = take(node.jobs(), watched, "one", "move").get(0);
        succeed(job);
        assertThatThrownBy(() -> database().jdbi().useHandle(handle -> watched.deleting(handle, job.id())))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.JOB_UNFINISHED));
        watched.settled(watched.claim().orElseThrow());
        database().jdbi().useHandle(handle -> watched.deleting(handle, job.id()));
    }

    @Test
    void noSourceWaitsForHoursBecauseTheClockWasSetBack() {
        succeed(take(node.jobs(), watched, "one", "delete").get(0));
        watched.postpone(watched.claim().orElseThrow());
        clock.pass(Duration.ofHours(-5));
        assertThat(watched.claim()).isPresent();
        assertThat(watched.claim()).as("it is somebody's again").isEmpty();
    }

    @Test
    void whatIsKeptOrSettledIsNeverDue() {
        succeed(take(node.jobs(), watched, "kept", "keep").get(0));
        assertThat(watched.claim()).isEmpty();
        succeed(take(node.jobs(), watched, "settled", "delete").get(0));
        watched.settled(watched.claim().orElseThrow());
        clock.pass(Duration.ofDays(1));
        assertThat(watched.claim()).isEmpty();
    }

    @Test
    void aSourceThatCannotBeSettledIsTriedLaterEachTimeForEver() {
        succeed(take(node.jobs(), watched, "one", "delete").get(0));
        assertThat(watched.postpone(watched.claim().orElseThrow())).isEqualTo(Duration.ofSeconds(10));
        assertThat(watched.claim()).isEmpty();
        Duration delay = Duration.ZERO;
        for (int i = 0; i < 30; i++) {
            clock.pass(Duration.ofHours(1));
            Duration next = watched.postpone(watched.claim().orElseThrow());
            assertThat(next).isGreaterThanOrEqualTo(delay).isLessThanOrEqualTo(Duration.ofHours(1));
            delay = next;
        }
        assertThat(delay).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whatWasPublishedIsKnownByItsStoreHoweverItsEndpointIsWritten() {
        var published = new PublishedObjects(database(), clock);
        published.note("https://Store.example/", List.of(OBJECT, new ObjectUrl("media", "b")));
        published.note("https://store.example", List.of(OBJECT));
        assertThat(published.among("https://store.example", "media", List.of("in/a.mp4", "c")))
                .containsExactly("in/a.mp4");
        assertThat(published.among("https://other.example", "media", List.of("in/a.mp4"))).isEmpty();
        assertThat(published.among("https://store.example", "other", List.of("in/a.mp4"))).isEmpty();
    }

    @Test
    void ofManyDueSourcesEachIsGivenToOneOfTheNodesThatAskAtOnce() throws Exception {
        for (int i = 0; i < 40; i++) {
            succeed(take(node.jobs(), watched, "etag-" + i, "delete").get(0));
        }
        List<List<WatchedObjects.Source>> given = Together.results(List.<Callable<List<WatchedObjects.Source>>>of(
                () -> tenOf(watched), () -> tenOf(otherWatched), () -> tenOf(watched), () -> tenOf(otherWatched)));
        List<String> jobs = given.stream().flatMap(List::stream).map(WatchedObjects.Source::jobId).toList();
        assertThat(jobs).hasSize(40).doesNotHaveDuplicates();
        assertThat(watched.claim()).isEmpty();
    }

    /** Asks on when there was none: another may just have had its hands on what is left. */
    private static List<WatchedObjects.Source> tenOf(WatchedObjects objects) {
        var all = new ArrayList<WatchedObjects.Source>();
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            objects.claim().ifPresent(all::add);
            return all.size() == 10;
        });
        return all;
    }

    @Test
    void twoNodesThatNoteTheSameObjectAtOnceBothSucceed() throws Exception {
        var published = new PublishedObjects(database(), clock);
        var there = new PublishedObjects(otherNodes(), clock);
        List<ObjectUrl> objects = List.of(OBJECT, new ObjectUrl("media", "b"), new ObjectUrl("media", "c"));
        Together.results(List.<Callable<Boolean>>of(() -> note(published, objects), () -> note(there, objects),
                () -> note(published, objects), () -> note(there, objects)));
        assertThat(published.among("https://store.example", "media", List.of("b", "c", "d")))
                .containsExactlyInAnyOrder("b", "c");
        assertThat(published.among("https://store.example", "media", List.of())).isEmpty();
    }

    private static boolean note(PublishedObjects published, List<ObjectUrl> objects) {
        published.note("https://store.example", objects);
        return true;
    }

    private void succeed(Job job) {
        node.succeeds(job.id());
    }

    private static List<Job> take(JobStore jobs, WatchedObjects watched, String etag, String after) {
        JobOrder order = Orders.readBy("conn_1", Orders.from(OBJECT.toString(), Orders.of("video")));
        return jobs.createAll(List.of(new JobStore.Planned(order, (handle, id) ->
                watched.take(handle, id, "uploads", OBJECT, etag, after,
                        after.equals("move") ? DONE : Optional.empty()))));
    }
}
