package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartThreadsTest {

    private final PartThreads threads = new PartThreads(Executors.newCachedThreadPool(), 3);
    private final CountDownLatch drip = new CountDownLatch(1);
    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    @AfterEach
    void end() {
        drip.countDown();
        threads.shutdownNow();
    }

    /** As the parts of a file begin one another. */
    private void parts(String job, int from, int count, CountDownLatch until) {
        if (from < count) {
            threads.execute(() -> {
                begun.add(job + from);
                parts(job, from + 1, count, until);
                try {
                    until.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private static void carry(Runnable job) {
        var carrier = new Thread(job);
        carrier.start();
        Awaitility.await().until(() -> !carrier.isAlive());
    }

    @Test
    void aJobWhosePartsDripLeavesThreadsToTheOthersHoweverManyItHas() {
        carry(() -> parts("drips", 0, 100, drip));
        Awaitility.await().until(() -> begun.size() == 3);
        carry(() -> parts("quick", 0, 10, new CountDownLatch(0)));
        Awaitility.await().until(() -> begun.stream().filter(part -> part.startsWith("quick")).count() == 10);
        assertThat(begun).hasSize(13);
        drip.countDown();
        Awaitility.await().until(() -> begun.size() == 110);
    }

    /** Camel sends the parts of a branch on their way, and gives its thread back before they are here. */
    @Test
    void aBranchWhosePartsDripHoldsUpNoOther() throws Exception {
        ExecutorService branches = PartThreads.branches(Thread::new);
        try {
            branches.submit(() -> parts("drips", 0, 100, drip)).get();
            Awaitility.await().until(() -> begun.size() == 3);
            for (int i = 0; i < 10; i++) {
                int number = i;
                branches.submit(() -> parts("quick", number, number + 1, new CountDownLatch(0))).get();
            }
            Awaitility.await().until(() -> begun.size() == 13);
        } finally {
            branches.shutdownNow();
        }
    }

    @Test
    void partsThatThrowLeaveTheirPlacesToTheNext() {
        Set<Throwable> told = ConcurrentHashMap.newKeySet();
        var throwing = new PartThreads(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work);
            thread.setUncaughtExceptionHandler((same, thrown) -> told.add(thrown));
            return thread;
        }), 1);
        try {
            carry(() -> {
                for (int i = 0; i < 3; i++) {
                    int number = i;
                    throwing.execute(() -> {
                        begun.add("throws" + number);
                        throw new IllegalStateException("nobody asks for what becomes of it");
                    });
                }
                throwing.execute(() -> begun.add("last"));
            });
            Awaitility.await().until(() -> begun.contains("last"));
            assertThat(begun).hasSize(4);
            assertThat(told).hasSize(3);
        } finally {
            throwing.shutdownNow();
        }
    }

    @Test
    void partsThatAreSentAllAtOnceWaitForTheirOwn() {
        carry(() -> {
            for (int i = 0; i < 10; i++) {
                parts("at once", i, i + 1, drip);
            }
        });
        Awaitility.await().until(() -> begun.size() == 3);
        drip.countDown();
        Awaitility.await().until(() -> begun.size() == 10);
    }
}
