package io.dromedary.delivery;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The bells of some lanes, each with somebody who hears it. */
final class RungBells {

    private final Bells bells = new Bells();
    private final Map<String, Bells.Bell> heard = new LinkedHashMap<>();

    RungBells(Set<String> lanes) {
        for (String lane : lanes) {
            var bell = new Bells.Bell();
            heard.put(lane, bell);
            bells.add(lane, bell);
        }
    }

    Bells bells() {
        return bells;
    }

    /** The lanes whose bells have been rung since the last time. */
    Set<String> rung() {
        var rung = new HashSet<String>();
        heard.forEach((lane, bell) -> {
            try {
                if (bell.await(1)) {
                    rung.add(lane);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        return rung;
    }
}
