package io.dromedary.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A queue of a test, which remembers what it was asked, and fails when it is told to. */
final class TriedQueue implements Queue {

    private final ConcurrentLinkedQueue<String> waiting = new ConcurrentLinkedQueue<>();
    private final List<String> claimed = new CopyOnWriteArrayList<>();
    private final List<Set<String>> givenBackAllBut = new CopyOnWriteArrayList<>();
    private final List<Set<String>> thrown = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private volatile int firstBroken = Integer.MAX_VALUE;
    private volatile int broken;
    private volatile Thread claimer;

    void put(String... names) {
        waiting.addAll(List.of(names));
    }

    /** Claims fail, so many from that one on; the first is 1. */
    void breakFrom(int claim, int many) {
        broken = many;
        firstBroken = claim;
    }

    /** Claims are done, and do not return. */
    void holdAnswers() {
        answers = new CountDownLatch(1);
    }

    void giveAnswers() {
        answers.countDown();
    }

    @Override
    public Optional<WorkItem> claim(Set<String> without) {
        claimer = Thread.currentThread();
        int number = asked.incrementAndGet();
        if (number >= firstBroken && number < firstBroken + broken) {
            events.add("claim fails");
            throw new IllegalStateException("The answer was lost");
        }
        Optional<String> next = waiting.stream().filter(name -> !without.contains(project(name))).findFirst();
        next.ifPresent(waiting::remove);
        next.ifPresent(name -> {
            claimed.add(name);
            events.add("claim " + name);
        });
        try {
            answers.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return next.map(name -> new WorkItem(name, project(name), "body of " + name));
    }

    @Override
    public void giveBackAllBut(Set<String> held, Set<String> thrown) {
        givenBackAllBut.add(Set.copyOf(held));
        this.thrown.add(Set.copyOf(thrown));
        events.add("give back all but " + new TreeSet<>(held));
    }

    private static String project(String name) {
        return name.replaceAll("[0-9]", "");
    }

    /** How often somebody wanted something. */
    int asked() {
        return asked.get();
    }

    /** The thread that asked last. */
    Thread claimer() {
        return claimer;
    }

    List<String> claimed() {
        return new ArrayList<>(claimed);
    }

    List<Set<String>> givenBackAllBut() {
        return givenBackAllBut;
    }

    /** What was said to be thrown over, each time that something was given back. */
    List<Set<String>> thrown() {
        return thrown;
    }

    List<String> events() {
        return events;
    }
}
