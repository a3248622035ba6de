package io.dromedary.delivery;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes those who take from lanes. Who rings for nothing does no harm: they look, and wait on. */
public final class Bells {

    private final Map<String, Set<Bell>> bells = new ConcurrentHashMap<>();

    /** One that somebody waits for. */
    static final class Bell {

        private boolean rung;

        synchronized void ring() {
            rung = true;
            notifyAll();
        }

        /** Waits until it has been rung since the last time. */
        synchronized void await() throws InterruptedException {
            while (!rung) {
                wait();
            }
            rung = false;
        }

        /** Waits so long at most, in milliseconds; tells whether it has been rung. */
        synchronized boolean await(long most) throws InterruptedException {
            if (!rung) {
                wait(most);
            }
            boolean was = rung;
            rung = false;
            return was;
        }
    }

    void add(String lane, Bell bell) {
        bells.computeIfAbsent(lane, none -> ConcurrentHashMap.newKeySet()).add(bell);
    }

    void remove(String lane, Bell bell) {
        bells.getOrDefault(lane, Set.of()).remove(bell);
    }

    /** Something waits in this lane. */
    public void ring(String lane) {
        bells.getOrDefault(lane, Set.of()).forEach(Bell::ring);
    }

    /** Something may wait in any lane. */
    public void ringAll() {
        bells.values().stream().flatMap(Collection::stream).forEach(Bell::ring);
    }
}
