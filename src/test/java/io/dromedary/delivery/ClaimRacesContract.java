package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.access.ApiKey;
import io.dromedary.access.ApiKeys;
import io.dromedary.access.Limits;
import io.dromedary.access.Scope;
import io.dromedary.database.Database;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.job.Job;
import io.dromedary.job.Lane;
import io.dromedary.job.Orders;
import io.dromedary.webhook.WebhookStore;
import io.dromedary.webhook.WebhookTry;
import io.dromedary.webhook.Withheld;
import io.dromedary.work.Work;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sixteen workers of four nodes ask at the same time: each gets a job of its own, and no bound is passed. */
abstract class ClaimRacesContract extends EngineContract {

    private static final int WORKERS = 16;
    private static final int MOST = 3;

    private final Hands clock = new Hands(Instant.ofEpochMilli(1_800_000_000_000L));
    private final List<Database> open = new ArrayList<>();
    private WorkingNode caller;

    ClaimRacesContract(Engine engine) {
        super(engine);
    }

    @BeforeAll
    void openForEachNode() {
        for (int i = 0; i < 4; i++) {
            open.add(Database.open(address()));
        }
    }

    @AfterAll
    void close() {
        open.forEach(Database::close);
    }

    @BeforeEach
    void begin() {
        caller = new WorkingNode(database(), clock);
    }

    @Test
    void eachJobThatWaitsIsGivenToOne() throws Exception {
        List<String> stored = IntStream.range(0, 60).mapToObj(i -> job("project " + i % 3)).toList();
        List<List<String>> given = workers(0, worker -> {
            var own = new ArrayList<String>();
            while (count("status = 'queued'") > 0) {
                worker.claims(Lane.HEAVY).map(Job::id).ifPresent(own::add);
            }
            return own;
        });
        assertThat(given.stream().flatMap(List::stream).toList()).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(stored).allSatisfy(id -> assertThat(caller.jobs().get(id).attempts()).isEqualTo(1));
    }

    @Test
    void nobodyGoesAwayWithNothingWhileThereIsOneForEach() throws Exception {
        for (int round = 0; round < 10; round++) {
            empty("jobs");
            IntStream.range(0, WORKERS).forEach(i -> job("project " + i % 5));
            assertThat(workers(0, worker -> worker.claims(Lane.HEAVY))).as("round " + round).allMatch(Optional::isPresent);
        }
    }

    @Test
    void ofOneProjectAsManyAreAtWorkAsMayBeAndOthersGoOn() throws Exception {
        IntStream.range(0, 30).forEach(i -> job("flood"));
        IntStream.range(0, 2).forEach(i -> job("calm"));
        neverMoreThan("flood", MOST);
        assertThat(count("project = 'calm' and status = 'succeeded'")).isEqualTo(2);
    }

    @Test
    void ofOneKeyAsManyAreAtWorkAsMayBeAndOthersOfItsProjectGoOn() throws Exception {
        String bounded = key(Optional.of((long) MOST));
        String free = key(Optional.empty());
        IntStream.range(0, 30).forEach(i -> keyed(bounded, "shop"));
        IntStream.range(0, 4).forEach(i -> keyed(free, "shop"));
        IntStream.range(0, 2).forEach(i -> job("calm"));
        workers(0, worker -> worker.claims(Lane.HEAVY));
        asMany("sender = '" + bounded + "'", MOST);
        assertThat(count("status = 'processing' and sender <> '" + bounded + "'")).as("others go on").isEqualTo(6);
    }

    /** Though those who ask are after webhooks of different projects, so that none wants the row of another. */
    @Test
    void toOneUrlOneTryIsMadeAtATimeAndToOthersMeanwhile() throws Exception {
        List<String> projects = List.of("shop", "press");
        for (int round = 0; round < 20; round++) {
            empty("jobs");
            projects.forEach(project -> told(project, "https://example.com/busy"));
            told("calm", "https://example.com/other");
            List<String> begun = Together.results(IntStream.range(0, WORKERS).<Callable<Optional<WebhookTry>>>mapToObj(i ->
                            () -> new WebhookStore(open.get(i % open.size()), clock, "node " + i)
                                    .claim(new Withheld(Set.of(), Set.of(projects.get(i % 2))))).toList())
                    .stream().flatMap(Optional::stream).map(WebhookTry::url).toList();
            assertThat(begun).as("round " + round)
                    .containsExactlyInAnyOrder("https://example.com/busy", "https://example.com/other");
        }
    }

    private void told(String project, String url) {
        caller.jobs().cancel(project, caller.stored(Orders.telling(url, Orders.of(project, "video"))));
    }

    private void asMany(String whose, int most) {
        // Who was quicker may have gone away with nothing; whoever asks later finds the place free.
        while (caller.claims(Lane.HEAVY).isPresent()) {
            assertThat(count("status = 'processing' and " + whose)).isLessThanOrEqualTo(most);
        }
        assertThat(count("status = 'processing' and " + whose)).isEqualTo(most);
    }

    /**
     * All wait for a place and do what they get, until everything is done. The first of the project wait for each other,
     * so that its places have all been taken once, however quick the others are.
     */
    private void neverMoreThan(String project, int most) throws InterruptedException {
        var reached = new AtomicInteger();
        var places = new CountDownLatch(most);
        workers(most, worker -> {
            while (count("status in ('queued', 'processing')") > 0) {
                Optional<Job> claimed = worker.claims(Lane.HEAVY);
                if (claimed.isPresent()) {
                    Job job = claimed.get();
                    if (job.order().owner().project().equals(project)) {
                        places.countDown();
                        assertThat(places.await(5, TimeUnit.MINUTES)).as("all places are taken").isTrue();
                    }
                    reached.accumulateAndGet(count("status = 'processing' and project = '" + project + "'"), Math::max);
                    worker.attempts().succeed(job.id(), job.attempts(), Optional.empty(), Optional.empty());
                }
            }
            return true;
        });
        assertThat(reached.get()).isBetween(1, most);
    }

    private interface Work<T> {
        T of(WorkingNode node) throws Exception;
    }

    private <T> List<T> workers(int mostOfProject, Work<T> work) throws InterruptedException {
        List<WorkingNode> nodes = IntStream.range(0, open.size())
                .mapToObj(i -> new WorkingNode(open.get(i), clock, "node " + i, mostOfProject)).toList();
        return Together.results(IntStream.range(0, WORKERS)
                .<Callable<T>>mapToObj(i -> () -> work.of(nodes.get(i % nodes.size()))).toList());
    }

    private String key(Optional<Long> mostRunning) {
        var limits = new Limits(Optional.empty(), Optional.empty(), mostRunning, Optional.empty(), Optional.empty(), Optional.empty());
        return new ApiKeys(database(), clock, new SecureRandom(), Optional.empty()).create(new ApiKey.Draft(
                "a key", Scope.ADMIN, "shop", limits, Optional.empty())).known().id();
    }

    private String job(String project) {
        return caller.stored(Orders.of(project, "video"));
    }

    private String keyed(String key, String project) {
        return caller.stored(Orders.byKey(key, Orders.of(project, "video")));
    }

    private int count(String condition) {
        return database().jdbi().withHandle(handle -> handle.createQuery("select count(*) from jobs where " + condition)
                .mapTo(Integer.class).one());
    }
}
