package io.dromedary.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which receivers answer. One that does not is asked by one message at a time until it answers again, so that it cannot
 * take up all consumers and delay the webhooks of others.
 */
final class Receivers {

    /** More than are in trouble at a time; of older ones it is forgotten that they were. */
    private static final int MOST = 1_000;

    private final Map<String, Receiver> known = new LinkedHashMap<>();

    private static final class Receiver {
        private int asked;
        private boolean silent;
    }

    /** May this receiver be asked now? After a yes, {@link #leave} must follow. */
    synchronized boolean enter(String host) {
        Receiver receiver = known.computeIfAbsent(host, name -> new Receiver());
        if (receiver.silent && receiver.asked > 0) {
            return false;
        }
        receiver.asked++;
        return true;
    }

    /** The receiver was asked; what came of it? */
    synchronized void leave(String host, boolean answered) {
        Receiver receiver = known.computeIfAbsent(host, name -> new Receiver());
        receiver.asked = Math.max(0, receiver.asked - 1);
        receiver.silent = !answered;
        if (answered && receiver.asked == 0) {
            known.remove(host);
        } else if (known.size() > MOST) {
            known.keySet().stream().filter(name -> known.get(name).asked == 0).findFirst().ifPresent(known::remove);
        }
    }
}
