package io.dromedary.delivery;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The signals of some lanes, each with somebody who waits for it. */
final class HeardSignals {

    private final LaneSignals signals = new LaneSignals();
    private final Map<String, LaneSignals.Signal> waiting = new LinkedHashMap<>();

    HeardSignals(Set<String> lanes) {
        for (String lane : lanes) {
            var signal = new LaneSignals.Signal();
            waiting.put(lane, signal);
            signals.add(lane, signal);
        }
    }

    LaneSignals signals() {
        return signals;
    }

    /** The lanes that were signalled since the last time. */
    Set<String> heard() {
        var heard = new HashSet<String>();
        waiting.forEach((lane, signal) -> {
            try {
                if (signal.await(1)) {
                    heard.add(lane);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        return heard;
    }
}
