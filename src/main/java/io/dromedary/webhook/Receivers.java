package io.dromedary.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Who is asked by this node, so that nobody can take up all that it sends with and delay the webhooks of others: so many at
 * a time of a host and of a project. A host of which lately no URL has answered is asked by one at a time, until one does.
 */
final class Receivers {

    static final int OF_HOST = 8;
    static final int OF_PROJECT = 16;
    /** A host that has answered at all is not taken for silent for as long, however many of its URLs are. */
    static final Duration LATELY = Duration.ofMinutes(10);

    /** Of hosts more than are in trouble at a time; of older ones it is forgotten that they were. */
    private static final int MOST = 1_000;

    private final LongSupplier nanos;
    /** Whoever was heard of last comes last. Nothing is kept of URLs: anybody can make up any number of them. */
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Integer> projects = new HashMap<>();

    private static final class Host {
        private int asked;
        private OptionalLong answeredAt = OptionalLong.empty();
        private OptionalLong silentAt = OptionalLong.empty();

        private boolean isFull(long now) {
            boolean silent = isLately(silentAt, now) && !isLately(answeredAt, now);
            return asked >= (silent ? 1 : OF_HOST);
        }

        private static boolean isLately(OptionalLong at, long now) {
            return at.isPresent() && now - at.getAsLong() < LATELY.toNanos();
        }
    }

    /**
     * Nobody is asked yet.
     *
     * @param nanos a clock that nobody sets
     */
    Receivers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A try begins; {@link #leave} must follow. */
    synchronized void enter(String host, String project) {
        hosts.computeIfAbsent(host, name -> new Host()).asked++;
        projects.merge(project, 1, Integer::sum);
    }

    /** What came of asking a host? */
    synchronized void heard(String host, boolean answered) {
        Host receiver = hosts.containsKey(host) ? hosts.remove(host) : new Host();
        hosts.put(host, receiver);
        OptionalLong now = OptionalLong.of(nanos.getAsLong());
        if (answered) {
            receiver.answeredAt = now;
        } else {
            receiver.silentAt = now;
        }
        if (hosts.size() > MOST) {
            hosts.keySet().stream().filter(name -> hosts.get(name).asked == 0).findFirst().ifPresent(hosts::remove);
        }
    }

    /** A try has ended, whatever came of it. */
    synchronized void leave(String host, String project) {
        hosts.computeIfPresent(host, (name, receiver) -> {
            receiver.asked = Math.max(0, receiver.asked - 1);
            return receiver;
        });
        projects.computeIfPresent(project, (name, count) -> count == 1 ? null : count - 1);
    }

    /** Who is not to be asked by any more now. */
    synchronized Withheld withheld() {
        long now = nanos.getAsLong();
        return new Withheld(
                hosts.entrySet().stream().filter(entry -> entry.getValue().isFull(now)).map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()),
                projects.entrySet().stream().filter(entry -> entry.getValue() >= OF_PROJECT).map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
