package io.dromedary.delivery;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Works on each piece until the test lets it go. */
final class Works implements Processor {

    private final Map<String, CountDownLatch> atWork = new ConcurrentHashMap<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private volatile boolean free;
    private volatile Thread worker;

    /** The route of this piece fails. */
    void breakAt(String name) {
        broken.add(name);
    }

    void letGo(String name) {
        atWork.get(name).countDown();
    }

    /** Lets all go, and those who come yet. */
    void letAllGo() {
        free = true;
        atWork.values().forEach(CountDownLatch::countDown);
    }

    Set<String> atWork() {
        return Set.copyOf(atWork.keySet());
    }

    /** The thread that began to work last. */
    Thread worker() {
        return worker;
    }

    List<String> ended() {
        return ended;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        String name = exchange.getMessage().getBody(String.class).substring("body of ".length());
        if (broken.contains(name)) {
            throw new IllegalStateException("The route of " + name + " fails");
        }
        worker = Thread.currentThread();
        var until = new CountDownLatch(1);
        atWork.put(name, until);
        if (free) {
            until.countDown();
        }
        until.await();
        atWork.remove(name);
        ended.add(name);
    }
}
