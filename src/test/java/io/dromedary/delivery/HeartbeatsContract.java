package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.job.Job;
import io.dromedary.job.Orders;
import io.dromedary.problem.ProblemKind;
import io.dromedary.webhook.WebhookStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a node had waits again once that node is gone, and not while it lives. All nodes here have the same name. */
abstract class HeartbeatsContract extends EngineContract {

    private Hands clock;
    private WorkingNode node;
    private int receivers;
    private WorkingNode other;

    HeartbeatsContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.ofEpochMilli(1_800_000_000_000L));
        node = new WorkingNode(database(), clock);
        other = new WorkingNode(otherNodes(), clock, "other", 0);
    }

    // ------------------------------------------------------------ silence

    @Test
    void whatANodeHadThatGivesNoSignForAWholePeriodWaitsAgain() {
        String id = job();
        String told = ended();
        int attempt = node.begun(id);
        tries("node");
        for (int look = 1; look <= WorkingNode.LOOKS; look++) {
            other.looks();
            assertThat(node.attempts().isCurrent(id, attempt)).isTrue();
        }
        assertThat(tries("other")).isEmpty();
        other.looks();
        assertThat(node.attempts().isCurrent(id, attempt)).isFalse();
        assertThat(node.jobs().get(id).status()).isEqualTo(Job.Status.QUEUED);
        assertThat(node.number(id, "deaths")).contains(1L);
        assertThat(other.begun(id)).isEqualTo(2);
        assertThat(tries("other")).as("the try of its webhook").contains(told);
        assertThat(rows("nodes")).as("it is forgotten").isEqualTo(1);
    }

    @Test
    void aNodeIsListedWithWhatItSaysAndDoesUntilItIsDead() {
        var nodes = new NodeList(database());
        long started = clock.millis();
        node.begun(job());
        clock.pass(Duration.ofSeconds(2));
        node.givesSigns();
        assertThat(nodes.all()).extracting(NodeList.Listed::id).containsExactly("node", "other");
        assertThat(nodes.all().get(0)).isEqualTo(new NodeList.Listed("node", "a node", List.of("api", "worker"), Optional.of("test"),
                new NodeList.Load(2, 1), new NodeList.Load(3, 0), Optional.of(started), Optional.of(started + 2_000)));
        assertThat(nodes.all().get(1).lastSeenAt()).contains(started);
        for (int look = 0; look <= WorkingNode.LOOKS; look++) {
            other.looks();
        }
        assertThat(nodes.all()).extracting(NodeList.Listed::id).containsExactly("other");
        node.givesSigns();
        assertThat(nodes.all().get(0).startedAt()).as("of a node that was taken for dead").contains(started);
    }

    @Test
    void whatWaitsRunsAndHasEndedIsCounted() {
        var nanos = new AtomicLong();
        var statistics = new Statistics(database(), clock, nanos::get);
        node.begun(job());
        job();
        node.fails(job());
        node.succeeds(job());
        clock.pass(Duration.ofHours(1));
        node.succeeds(job());
        node.jobs().cancel("default", job());
        String press = node.stored(Orders.of("press", "image"));
        Statistics.Counts counts = statistics.count(Optional.of("default"), Duration.ofHours(1));
        assertThat(counts.since()).isEqualTo(clock.millis() - 3_600_000);
        assertThat(counts.queue()).containsExactlyInAnyOrder(new Statistics.Waiting("heavy", "queued", 1),
                new Statistics.Waiting("heavy", "delayed", 0), new Statistics.Waiting("heavy", "processing", 1),
                new Statistics.Waiting("light", "queued", 0), new Statistics.Waiting("light", "delayed", 0),
                new Statistics.Waiting("light", "processing", 0));
        assertThat(counts.ended()).containsExactly(new Statistics.Ended("video", "cancelled", Optional.of("cancelled"), 1),
                new Statistics.Ended("video", "failed", Optional.of("encode_failed"), 1),
                new Statistics.Ended("video", "succeeded", Optional.empty(), 2));
        node.succeeds(press);
        assertThat(statistics.count(Optional.of("default"), Duration.ofHours(1))).as("for a moment it is reused").isSameAs(counts);
        assertThat(statistics.count(Optional.empty(), Duration.ofMinutes(1)).ended()).extracting(Statistics.Ended::jobs)
                .containsExactly(1L, 1L, 1L);
        nanos.set(3_000_000_000L);
        assertThat(statistics.count(Optional.of("press"), Duration.ofHours(1)).ended())
                .containsExactly(new Statistics.Ended("image", "succeeded", Optional.empty(), 1));
        clock.pass(Duration.ofMillis(1));
        assertThat(statistics.count(Optional.of("default"), Duration.ofHours(1)).ended()).extracting(Statistics.Ended::jobs)
                .as("those that ended too long ago").containsExactly(1L, 1L);
    }

    @Test
    void aNodeThatGivesSignsKeepsWhatItHas() {
        String id = job();
        ended();
        int attempt = node.begun(id);
        tries("node");
        for (int look = 1; look <= 4 * WorkingNode.LOOKS; look++) {
            if (look % WorkingNode.LOOKS == 0) {
                node.givesSigns();
            }
            other.looks();
        }
        assertThat(node.attempts().isCurrent(id, attempt)).isTrue();
        assertThat(tries("other")).isEmpty();
    }

    @Test
    void nobodyTakesHimselfForGone() {
        String id = job();
        int attempt = node.begun(id);
        node.looksForLong();
        assertThat(node.attempts().isCurrent(id, attempt)).isTrue();
    }

    @Test
    void afterLooksThatFailedAWholePeriodPassesAnew() {
        String id = job();
        int attempt = node.begun(id);
        for (int look = 1; look <= WorkingNode.LOOKS; look++) {
            other.looks();
        }
        database().jdbi().useHandle(handle -> handle.execute("alter table nodes rename to nodes_away"));
        for (int look = 1; look <= 10; look++) {
            assertThatThrownBy(other::looks).isInstanceOf(JdbiException.class);
        }
        database().jdbi().useHandle(handle -> handle.execute("alter table nodes_away rename to nodes"));
        for (int look = 1; look <= WorkingNode.LOOKS; look++) {
            other.looks();
            assertThat(node.attempts().isCurrent(id, attempt)).isTrue();
        }
        other.looks();
        assertThat(node.attempts().isCurrent(id, attempt)).isFalse();
    }

    @Test
    void whatANodeHasThatNobodyKnowsWaitsAgainAfterAWholePeriod() {
        String id = job();
        ended();
        int attempt = node.begun(id);
        tries("node");
        empty("nodes");
        for (int look = 1; look <= WorkingNode.LOOKS; look++) {
            other.looks();
            assertThat(node.attempts().isCurrent(id, attempt)).isTrue();
        }
        other.looks();
        assertThat(node.attempts().isCurrent(id, attempt)).isFalse();
        assertThat(tries("other")).isPresent();
    }

    @Test
    void aNodeThatWasPausedForLongIsKnownAgainAndChangesNothingOfBefore() {
        String id = job();
        int old = node.begun(id);
        other.looksForLong();
        node.givesSigns();
        assertThat(node.attempts().succeed(id, old, Optional.empty(), Optional.empty())).isFalse();
        int again = node.begun(id);
        for (int look = 1; look <= 4 * WorkingNode.LOOKS; look++) {
            node.givesSigns();
            other.looks();
        }
        assertThat(node.attempts().isCurrent(id, again)).isTrue();
        assertThat(rows("nodes")).as("that one, and the one who looks").isEqualTo(2);
        other.looksForLong();
        assertThat(node.attempts().isCurrent(id, again)).as("it is gone again").isFalse();
    }

    @Test
    void aDeathIsCountedOnceThoughAllNodesFindItAtOnce() throws Exception {
        var third = new WorkingNode(database(), clock, "third", 0);
        for (int round = 0; round < 5; round++) {
            String id = job();
            node.givesSigns();
            node.begun(id);
            for (int look = 1; look <= WorkingNode.LOOKS; look++) {
                watch(other, third);
            }
            Together.results(List.<Callable<Boolean>>of(() -> watch(other, third), () -> watch(third, other)));
            assertThat(node.jobs().get(id).status()).isEqualTo(Job.Status.QUEUED);
            assertThat(node.number(id, "deaths")).contains(1L);
            node.jobs().cancel("default", id);
        }
    }

    private static boolean watch(WorkingNode first, WorkingNode second) {
        first.givesSigns();
        second.givesSigns();
        first.looks();
        second.looks();
        return true;
    }

    // ------------------------------------------------------------ a start

    @Test
    void whoStartsTakesBackAtOnceWhatHeHadAndNothingOfOthers() {
        String own = job();
        String others = job();
        ended();
        ended();
        node.begun(own);
        int attempt = other.begun(others);
        String ownTry = tries("node").orElseThrow();
        tries("other");
        node.startsAgain();
        assertThat(node.jobs().get(own).status()).isEqualTo(Job.Status.QUEUED);
        assertThat(node.number(own, "deaths")).contains(1L);
        assertThat(other.attempts().isCurrent(others, attempt)).isTrue();
        assertThat(tries("node")).contains(ownTry);
        assertThat(tries("node")).as("the other node makes it").isEmpty();
    }

    @Test
    void aJobThatTooManyWorkersDiedOverEndsAsPoison() {
        String id = job();
        for (int death = 1; death < WorkingNode.MAX_DEATHS; death++) {
            node.diesOver(id);
            assertThat(node.jobs().get(id).status()).isEqualTo(Job.Status.QUEUED);
        }
        node.begun(id);
        other.looksForLong();
        assertThat(node.jobs().get(id).state().error()).hasValueSatisfying(
                error -> assertThat(error.kind()).isEqualTo(ProblemKind.POISON));
        assertThat(node.begin(id)).isEmpty();
    }

    @Test
    void ofTwoNodesWithOneIdTheFirstSaysWhatToDo() {
        // Other tests of this JVM may write there, too.
        String id = "of two on " + engine();
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(Heartbeats.class);
        logger.addAppender(log);
        try {
            var first = new WorkingNode(database(), clock, id, 0);
            first.givesSigns();
            var copy = new WorkingNode(otherNodes(), clock, id, 0);
            copy.givesSigns();
            assertThat(errors(log, id)).isEmpty();
            first.givesSigns();
            assertThat(errors(log, id)).singleElement().asString().contains("node.id", "copied");
            copy.givesSigns();
            assertThat(errors(log, id)).hasSize(1);
        } finally {
            logger.detachAppender(log);
        }
    }

    private static List<String> errors(ListAppender<ILoggingEvent> log, String id) {
        return List.copyOf(log.list).stream().filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage).filter(message -> message.contains(id)).toList();
    }

    private String job() {
        return node.stored(Orders.of("video"));
    }

    /** A job whose end is to be told, each to another receiver: one has one webhook on its way at a time. */
    private String ended() {
        String id = node.stored(Orders.telling("https://example.com/hook-" + ++receivers, Orders.of("video")));
        node.succeeds(id);
        return id;
    }

    /** A node begins the next try of a webhook, of this job. */
    private Optional<String> tries(String id) {
        return new WebhookStore(database(), clock, id).claim().map(delivery -> delivery.job().id());
    }
}
