package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slots that are lent while inputs come. A piece's project is its name without its number. */
class LentSlotsTest {

    private static final int TRANSFERS = 4;

    private final TriedQueue queue = new TriedQueue();
    private final LaneSignals signals = new LaneSignals();
    private final Inputs inputs = new Inputs();
    private DefaultCamelContext context;

    /** Work that waits for its input, takes its slot back, and encodes, as long as the test likes. */
    private static final class Inputs implements Processor {

        private final Map<String, CompletableFuture<Void>> whole = new ConcurrentHashMap<>();
        private final Map<String, CompletableFuture<Void>> encoded = new ConcurrentHashMap<>();
        private final Map<String, CompletableFuture<Void>> stop = new ConcurrentHashMap<>();
        private final Map<String, Thread> returning = new ConcurrentHashMap<>();
        private final List<String> begun = new CopyOnWriteArrayList<>();
        private final List<String> encoding = new CopyOnWriteArrayList<>();
        private final List<String> ended = new CopyOnWriteArrayList<>();

        static CompletableFuture<Void> of(Map<String, CompletableFuture<Void>> all, String name) {
            return all.computeIfAbsent(name, none -> new CompletableFuture<>());
        }

        void whole(String name) {
            of(whole, name).complete(null);
        }

        void encoded(String name) {
            of(encoded, name).complete(null);
        }

        void stop(String name) {
            of(stop, name).complete(null);
        }

        @Override
        public void process(Exchange exchange) {
            String name = exchange.getMessage().getBody(String.class).substring("body of ".length());
            begun.add(name);
            of(whole, name).join();
            returning.put(name, Thread.currentThread());
            try {
                LentSlot.keep(exchange, of(stop, name));
                encoding.add(name);
                of(encoded, name).join();
                encoding.remove(name);
            } finally {
                ended.add(name);
            }
        }
    }

    @BeforeEach
    void begin() {
        context = new DefaultCamelContext();
        context.getRegistry().bind("lane", new LaneComponent(Map.of("heavy", queue), signals, lane -> { }, TRANSFERS));
    }

    @AfterEach
    void end() {
        for (String name : List.of("drip1", "drip2", "drip3", "drip4", "other1", "third1", "fourth1", "late1")) {
            inputs.whole(name);
            inputs.encoded(name);
        }
        context.stop();
    }

    private void from(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("worker").errorHandler(noErrorHandler()).process(inputs);
            }
        });
        context.start();
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(condition);
    }

    @Test
    void inputsOfOneProjectThatDripLeaveTheLaneToAnothersWork() throws Exception {
        queue.put("drip1", "drip2", "drip3", "drip4", "other1");
        from("lane:heavy?slots=1&lentAfter=20");
        inputs.whole("other1");
        until(() -> inputs.encoding.contains("other1"));
        assertThat(inputs.begun).as("half of the transfers, and not the last slot").containsExactlyInAnyOrder("drip1", "drip2", "other1");
        inputs.encoded("other1");
        inputs.whole("drip1");
        until(() -> inputs.encoding.contains("drip1"));
        inputs.encoded("drip1");
        until(() -> inputs.begun.contains("drip3"));
    }

    @Test
    void noMoreEncodeThanThereAreSlotsAndWhoseInputIsWholeComesBeforeWhatWaits() throws Exception {
        queue.put("drip1", "other1", "third1", "fourth1");
        from("lane:heavy?slots=1&lentAfter=20");
        // The transfers are all taken then, and the lane would claim the next.
        until(() -> inputs.begun.size() == 4);
        for (String name : List.of("drip1", "other1", "third1", "fourth1")) {
            inputs.whole(name);
        }
        until(() -> inputs.encoding.size() == 1 && inputs.returning.size() == 4 && inputs.returning.values().stream()
                .allMatch(thread -> thread.getState() == Thread.State.WAITING));
        queue.put("late1");
        signals.give("heavy");
        for (int i = 0; i < 4; i++) {
            until(() -> inputs.encoding.size() == 1);
            assertThat(inputs.begun).doesNotContain("late1");
            inputs.encoded(inputs.encoding.get(0));
            int ends = i + 1;
            until(() -> inputs.ended.size() == ends);
        }
        until(() -> inputs.begun.contains("late1"));
    }

    @Test
    void whatWaitsForItsSlotAndIsToldToStopEndsAndLeavesItsTransferToOthers() throws Exception {
        queue.put("drip1", "other1");
        from("lane:heavy?slots=1&lentAfter=20");
        inputs.whole("other1");
        until(() -> inputs.encoding.contains("other1"));
        inputs.whole("drip1");
        inputs.stop("drip1");
        until(() -> inputs.ended.contains("drip1"));
        assertThat(inputs.encoding).containsExactly("other1");
        queue.put("drip2", "drip3", "third1");
        inputs.whole("third1");
        inputs.encoded("other1");
        until(() -> inputs.encoding.contains("third1"));
        assertThat(inputs.begun).contains("drip2", "drip3");
    }

    @Test
    void aLaneThatIsSuspendedStillHasWhatLentItsSlot() throws Exception {
        queue.put("drip1");
        from("lane:heavy?slots=1&lentAfter=20");
        // The slot is free again.
        until(() -> queue.asked() > 1);
        var consumer = (LaneConsumer) context.getRoute("worker").getConsumer();
        consumer.suspend();
        assertThat(consumer.getPendingExchangesSize()).as("a shutdown waits for it").isEqualTo(1);
        queue.put("other1");
        inputs.whole("drip1");
        inputs.encoded("drip1");
        until(() -> inputs.ended.contains("drip1"));
        assertThat(inputs.begun).containsExactly("drip1");
    }

    /** An item that has begun its work, and waits for its input once more. */
    @Test
    void whatWaitsOnceMoreLendsItsSlotAgainAndTwoThatTakeItBackTakeOne() throws Exception {
        var timer = Executors.newSingleThreadScheduledExecutor();
        var freed = new AtomicInteger();
        var lane = new Slots(2);
        lane.acquire();
        var slot = new LentSlot(lane, new TransferSlots(2, freed::incrementAndGet), "shop", timer, 1_000);
        timer.shutdownNow();
        slot.keep(new CompletableFuture<>());

        slot.lendAgain(999);
        assertThat(slot.isLent()).isFalse();
        slot.lendAgain(1_000);
        slot.lendAgain(2_000);
        assertThat(slot.isLent()).isTrue();
        lane.acquire();
        lane.acquire();
        assertThat(lane.isNoneLeft()).as("it has lent one").isTrue();

        var taking = List.of(CompletableFuture.runAsync(() -> slot.keep(new CompletableFuture<>())),
                CompletableFuture.runAsync(() -> slot.keep(new CompletableFuture<>())));
        lane.release();
        taking.forEach(CompletableFuture::join);
        assertThat(slot.isLent()).isFalse();
        assertThat(freed).hasValue(1);
        assertThat(lane.isNoneLeft()).isTrue();
        slot.end();
        lane.release();
        lane.acquire();
        lane.acquire();
        assertThat(lane.isNoneLeft()).as("there are two").isTrue();
    }

    /** As where a program ends while what feeds it waits for a slot. */
    @Test
    void whatEndsWhileItTakesItsSlotBackLeavesNothing() throws Exception {
        var timer = Executors.newSingleThreadScheduledExecutor();
        var lane = new Slots(1);
        lane.acquire();
        var slot = new LentSlot(lane, new TransferSlots(2, () -> { }), "shop", timer, 1_000);
        timer.shutdownNow();
        slot.keep(new CompletableFuture<>());
        slot.lendAgain(1_000);
        assertThat(slot.isLent()).isTrue();
        lane.acquire();
        var taking = new Thread(() -> slot.keep(new CompletableFuture<>()));
        taking.start();
        until(() -> taking.getState() == Thread.State.WAITING);
        slot.end();
        lane.release();
        taking.join();

        lane.acquire();
        assertThat(lane.isNoneLeft()).isTrue();
    }

    /** As where an encode that began early has failed, and only the transfer goes on. */
    @Test
    void whatOnlyWaitsFromNowOnLendsItsSlotAsAtTheBeginning() throws Exception {
        var timer = Executors.newSingleThreadScheduledExecutor();
        try {
            var lane = new Slots(1);
            lane.acquire();
            var slot = new LentSlot(lane, new TransferSlots(2, () -> { }), "shop", timer, 20);
            slot.keep(new CompletableFuture<>());
            slot.hold();
            until(slot::isLent);
            lane.acquire();
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void withoutTransferSlotsWorkKeepsItsOwn() throws Exception {
        context.getRegistry().bind("lane", new LaneComponent(Map.of("heavy", queue), signals, lane -> { }, 0));
        queue.put("drip1", "other1");
        from("lane:heavy?slots=1&lentAfter=1");
        until(() -> inputs.begun.contains("drip1"));
        inputs.whole("drip1");
        until(() -> inputs.encoding.contains("drip1"));
        assertThat(inputs.begun).containsExactly("drip1");
    }
}
