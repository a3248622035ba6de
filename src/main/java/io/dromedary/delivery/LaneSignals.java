package io.dromedary.delivery;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes the consumers of lanes. A signal for nothing does no harm: the consumer looks, and goes on waiting. */
public final class LaneSignals {

    private final Map<String, Set<Signal>> signals = new ConcurrentHashMap<>();

    /** What one consumer waits for. */
    static final class Signal {

        private boolean given;

        synchronized void give() {
            given = true;
            notifyAll();
        }

        /** Waits until it has been given, but no longer than this, in milliseconds, 0 meaning forever. Tells whether it was. */
        synchronized boolean await(long most) throws InterruptedException {
            if (!given) {
                wait(most);
            }
            boolean was = given;
            given = false;
            return was;
        }
    }

    void add(String lane, Signal signal) {
        signals.computeIfAbsent(lane, none -> ConcurrentHashMap.newKeySet()).add(signal);
    }

    void remove(String lane, Signal signal) {
        Optional.ofNullable(signals.get(lane)).ifPresent(waiting -> waiting.remove(signal));
    }

    /** Something waits in this lane. */
    public void give(String lane) {
        signals.getOrDefault(lane, Set.of()).forEach(Signal::give);
    }

    /** Something may wait in any lane. */
    public void giveAll() {
        signals.values().stream().flatMap(Collection::stream).forEach(Signal::give);
    }
}
