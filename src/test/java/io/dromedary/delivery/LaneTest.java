package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.RoutePolicySupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lane as routes have it: what waits is taken as there are slots, and nothing is lost on the way. */
class LaneTest {

    private final TriedQueue queue = new TriedQueue();
    private final LaneSignals signals = new LaneSignals();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Works works = new Works();
    private DefaultCamelContext context;

    @BeforeEach
    void begin() {
        context = new DefaultCamelContext();
        context.getRegistry().bind("lane", new LaneComponent(Map.of("heavy", queue, "light", new TriedQueue()), signals,
                told::add, 4));
    }

    @AfterEach
    void end() {
        works.letAllGo();
        context.stop();
    }

    private boolean claimerWaits() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getState() == Thread.State.WAITING
                && thread.getName().contains("(" + context.getName() + ")") && thread.getName().contains("lane://heavy"));
    }

    private void from(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("worker").errorHandler(noErrorHandler()).process(works);
            }
        });
        context.start();
    }

    @Test
    void asManyAreAtWorkAsThereAreSlotsAndTheNextIsTakenWhenOneEnds() throws Exception {
        queue.put("a", "b", "c", "d");
        from("lane:heavy?slots=2");
        until(() -> works.atWork().size() == 2);
        assertThat(queue.claimed()).containsExactly("a", "b");
        works.letGo("b");
        until(() -> works.atWork().contains("c"));
        assertThat(works.atWork()).containsExactlyInAnyOrder("a", "c");
        assertThat(queue.claimed()).containsExactly("a", "b", "c");
    }

    /** Until then Camel does not start the endpoints that a route names dynamically, such as the one of a job's store. */
    @Test
    void nothingIsTakenBeforeTheWholeContextStands() throws Exception {
        queue.put("a");
        var asked = new CompletableFuture<Integer>();
        context.addRoutePolicyFactory((made, id, route) -> new RoutePolicySupport() {
            @Override
            public void onStart(Route started) {
                signals.giveAll();
                until(() -> claimerWaits());
                asked.complete(queue.asked());
            }
        });
        from("lane:heavy");
        assertThat(asked.join()).isZero();
        until(() -> works.atWork().contains("a"));
    }

    @Test
    void whatComesLaterIsTakenWhenTheBellRings() throws Exception {
        from("lane:heavy");
        until(() -> queue.asked() > 0);
        queue.put("late");
        signals.give("light");
        signals.give("heavy");
        until(() -> works.atWork().contains("late"));
    }

    @Test
    void whatIsBegunAlreadyIsDoneOnceThoughTheBellRingsOnAndOn() throws Exception {
        queue.put("a", "b");
        from("lane:heavy?slots=4");
        for (int i = 0; i < 100; i++) {
            signals.giveAll();
        }
        until(() -> works.atWork().size() == 2);
        works.letAllGo();
        until(() -> works.ended().size() == 2);
        assertThat(works.ended()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void onceItIsSuspendedNothingIsTakenAndWhatWasTakenGoesOn() throws Exception {
        queue.put("a");
        from("lane:heavy?slots=2");
        until(() -> works.atWork().contains("a"));
        consumer().suspend();
        int asked = queue.asked();
        queue.put("b");
        signals.give("heavy");
        works.letGo("a");
        until(() -> works.ended().contains("a"));
        assertThat(queue.asked()).isEqualTo(asked);
        consumer().resume();
        until(() -> works.atWork().contains("b"));
    }

    /** Its answer is on its way: when suspension returns, it is in a worker's hands. */
    @Test
    void aClaimThatIsUnderWayIsWaitedFor() throws Exception {
        queue.put("a");
        queue.holdAnswers();
        from("lane:heavy");
        until(() -> queue.asked() == 1);
        var suspended = new Thread(() -> consumer().suspend());
        suspended.start();
        until(() -> suspended.getState() == Thread.State.BLOCKED);
        queue.giveAnswers();
        suspended.join();
        until(() -> works.atWork().contains("a"));
    }

    @Test
    void whatItsRouteThrewOverIsGivenBackAndWhatOthersHaveIsNot() throws Exception {
        queue.put("held", "broken");
        works.breakAt("broken");
        from("lane:heavy?slots=2");
        until(() -> !queue.givenBackAllBut().isEmpty());
        assertThat(queue.givenBackAllBut()).first().isEqualTo(Set.of("held"));
        assertThat(queue.thrown()).first().isEqualTo(Set.of("broken"));
        until(() -> queue.asked() > 2);
        assertThat(works.atWork()).containsExactly("held");
    }

    @Test
    void afterAClaimThatThrewItIsAskedAgainOnceWhatMayBeLostIsGivenBack() throws Exception {
        queue.put("held", "later");
        queue.breakFrom(2, 2);
        from("lane:heavy?slots=2");
        until(() -> works.atWork().contains("later"));
        assertThat(queue.events()).containsSubsequence("claim held", "claim fails", "give back all but [held]",
                "claim fails", "give back all but [held]", "claim later");
        assertThat(queue.givenBackAllBut()).hasSize(2);
        assertThat(queue.thrown()).as("nobody has begun anything").containsOnly(Set.of());
    }

    @Test
    void whatIsSentToALaneCallsThoseWhoTakeFromItHereAndElsewhere() throws Exception {
        from("lane:heavy");
        until(() -> queue.asked() > 0);
        queue.put("a");
        try (var template = context.createProducerTemplate()) {
            template.sendBody("lane:heavy", "whatever");
        }
        until(() -> works.atWork().contains("a"));
        assertThat(told).containsExactly("heavy");
    }

    @Test
    void aLaneThatIsNotThereOrHasNoSlotsIsRefused() {
        assertThatThrownBy(() -> from("lane:heavi")).isInstanceOf(FailedToCreateRouteException.class)
                .rootCause().hasMessageContaining("no lane 'heavi'").hasMessageContaining("heavy, light");
        assertThatThrownBy(() -> context.getEndpoint("lane:heavy?slots=0"))
                .isInstanceOf(ResolveEndpointFailedException.class).rootCause()
                .hasMessageContaining("'slots' must be 1 or more");
        assertThatThrownBy(() -> context.getEndpoint("lane:heavy?slot=2"))
                .isInstanceOf(ResolveEndpointFailedException.class).hasMessageContaining("slot");
    }

    @Test
    void whenItsContextStopsItsThreadsEnd() throws Exception {
        queue.put("a");
        from("lane:heavy?slots=3");
        until(() -> works.atWork().contains("a"));
        List<Thread> threads = List.of(queue.claimer(), works.worker());
        works.letAllGo();
        context.stop();
        until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(works.ended()).containsExactly("a");
        int asked = queue.asked();
        signals.giveAll();
        assertThat(queue.asked()).isEqualTo(asked);
    }

    private LaneConsumer consumer() {
        return (LaneConsumer) context.getRoute("worker").getConsumer();
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(condition);
    }
}
