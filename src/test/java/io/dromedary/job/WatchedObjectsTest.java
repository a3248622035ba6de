package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.database.Database;
import io.dromedary.storage.ObjectUrl;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of watched objects, by two nodes on one database. */
class WatchedObjectsTest {

    private static final Outages NO_WAIT = new Outages(CompletableFuture.completedFuture(null), Duration.ZERO);
    private static final ObjectUrl OBJECT = new ObjectUrl("media", "in/a.mp4");
    private static final Optional<ObjectUrl> DONE = Optional.of(new ObjectUrl("media", "done/a.mp4"));

    private final Hands clock = new Hands();
    private Database database;
    private Database otherNodes;
    private JobStore jobs;
    private JobStarts starts;
    private AttemptStore attempts;
    private WatchedObjects watched;

    /** A clock that is set by hand. */
    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-11-24T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        database = Database.open(folder.resolve("shared.db"));
        otherNodes = Database.open(folder.resolve("shared.db"));
        jobs = new JobStore(database, new Lanes(Set.of()), clock, new JobMeters(new SimpleMeterRegistry()));
        starts = new JobStarts(database, clock, 10, new JobMeters(new SimpleMeterRegistry()), NO_WAIT);
        attempts = new AttemptStore(database, clock, "node", NO_WAIT);
        watched = new WatchedObjects(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
        otherNodes.close();
    }

    @Test
    void aVersionOfAnObjectIsTakenOnceAndAnotherVersionOnceMore() {
        assertThat(take(jobs, watched, "one", "delete")).hasSize(1);
        assertThat(take(jobs, watched, "one", "delete")).isEmpty();
        assertThat(take(jobs, watched, "two", "delete")).hasSize(1);
        assertThat(watched.known("uploads", "media", List.of("in/a.mp4", "in/b.mp4"))).containsExactlyInAnyOrder(
                new WatchedObjects.Version("in/a.mp4", "one"), new WatchedObjects.Version("in/a.mp4", "two"));
        assertThat(watched.known("other", "media", List.of("in/a.mp4"))).isEmpty();
    }

    @Test
    void twoNodesThatFindTheSameObjectsAtOnceMakeOneJobOfEach() throws Exception {
        var other = new JobStore(otherNodes, new Lanes(Set.of()), clock, new JobMeters(new SimpleMeterRegistry()));
        var otherWatched = new WatchedObjects(otherNodes, clock);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Callable<Integer> here = () -> takeMany(jobs, watched);
        Callable<Integer> there = () -> takeMany(other, otherWatched);
        int created = 0;
        for (Future<Integer> done : threads.invokeAll(List.of(here, there))) {
            created += done.get();
        }
        threads.shutdown();
        assertThat(created).isEqualTo(50);
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
        Job job = take(jobs, watched, "one", "move").get(0);
        assertThat(watched.due()).isEmpty();
        succeed(job);
        var other = new WatchedObjects(otherNodes, clock);
        assertThat(other.due()).singleElement().satisfies(source -> {
            assertThat(source.object()).isEqualTo(OBJECT);
            assertThat(source.moveTo()).isEqualTo(DONE);
            assertThat(source.etag()).isEqualTo("one");
        });
        assertThat(watched.due()).isEmpty();

        clock.now = clock.now.plus(Duration.ofMinutes(11));
        assertThat(watched.due()).as("the node that had it died").hasSize(1);
    }

    @Test
    void noSourceWaitsForHoursBecauseTheClockWasSetBack() {
        succeed(take(jobs, watched, "one", "delete").get(0));
        watched.postpone(watched.due().get(0));
        clock.now = clock.now.minus(Duration.ofHours(5));
        assertThat(watched.due()).hasSize(1);
        assertThat(watched.due()).as("it is somebody's again").isEmpty();
    }

    @Test
    void whatIsKeptOrSettledIsNeverDue() {
        succeed(take(jobs, watched, "kept", "keep").get(0));
        assertThat(watched.due()).isEmpty();
        succeed(take(jobs, watched, "settled", "delete").get(0));
        watched.due().forEach(watched::settled);
        clock.now = clock.now.plus(Duration.ofDays(1));
        assertThat(watched.due()).isEmpty();
    }

    @Test
    void aSourceThatCannotBeSettledIsTriedLaterEachTimeForEver() {
        succeed(take(jobs, watched, "one", "delete").get(0));
        assertThat(watched.postpone(watched.due().get(0))).isEqualTo(Duration.ofSeconds(10));
        assertThat(watched.due()).isEmpty();
        Duration delay = Duration.ZERO;
        for (int i = 0; i < 30; i++) {
            clock.now = clock.now.plus(Duration.ofHours(1));
            Duration next = watched.postpone(watched.due().get(0));
            assertThat(next).isGreaterThanOrEqualTo(delay).isLessThanOrEqualTo(Duration.ofHours(1));
            delay = next;
        }
        assertThat(delay).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whatWasPublishedIsKnownByItsStoreHoweverItsEndpointIsWritten() {
        var published = new PublishedObjects(database, clock);
        published.note("https://Store.example/", List.of(OBJECT, new ObjectUrl("media", "b")));
        published.note("https://store.example", List.of(OBJECT));
        assertThat(published.among("https://store.example", "media", List.of("in/a.mp4", "c")))
                .containsExactly("in/a.mp4");
        assertThat(published.among("https://other.example", "media", List.of("in/a.mp4"))).isEmpty();
        assertThat(published.among("https://store.example", "other", List.of("in/a.mp4"))).isEmpty();
    }

    private void succeed(Job job) {
        Job begun = starts.begin(job.id(), "message", false).orElseThrow();
        assertThat(attempts.succeed(job.id(), begun.attempts(), Optional.of("s3://media/out.mp4"),
                Optional.empty())).isTrue();
    }

    private static List<Job> take(JobStore jobs, WatchedObjects watched, String etag, String after) {
        var order = new JobStore.Order(new JobStore.Owner("default", Optional.empty()), "video", Optional.empty(), OBJECT.toString(), Optional.of("conn_1"),
                Optional.empty(), Optional.empty(), JsonNodeFactory.instance.objectNode(), Optional.empty(), 4,
                Optional.empty());
        return jobs.createAll(List.of(new JobStore.Planned(order, (handle, id) ->
                watched.take(handle, id, "uploads", OBJECT, etag, after,
                        after.equals("move") ? DONE : Optional.empty()))));
    }
}
