package io.dromedary.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Limits the webhooks that this node sends at a time to a host and for a project, so that nobody can delay the webhooks
 * of others. A host that has lately answered at none of its URLs gets one at a time, until it answers.
 */
final class Receivers {

    static final int OF_HOST = 8;
    static final int OF_PROJECT = 16;
    /** How long a host does not count as silent after any of its URLs has answered. */
    static final Duration LATELY = Duration.ofMinutes(10);

    /** How many hosts are remembered, which is more than are silent at a time. */
    private static final int MOST = 1_000;

    private final LongSupplier nanos;
    /** Ordered by the last outcome. URLs are not remembered, since anybody can invent any number of them. */
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

    /** @param nanos a monotonic clock, in nanoseconds */
    Receivers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Records that a try begins; {@link #leave} must follow. */
    synchronized void enter(String host, String project) {
        hosts.computeIfAbsent(host, name -> new Host()).asked++;
        projects.merge(project, 1, Integer::sum);
    }

    /** Records whether a host answered. */
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

    /** Records that a try has ended. */
    synchronized void leave(String host, String project) {
        hosts.computeIfPresent(host, (name, receiver) -> {
            receiver.asked = Math.max(0, receiver.asked - 1);
            return receiver;
        });
        projects.computeIfPresent(project, (name, count) -> count == 1 ? null : count - 1);
    }

    /** The hosts and projects that have reached their limits. */
    synchronized Withheld withheld() {
        long now = nanos.getAsLong();
        return new Withheld(
                hosts.entrySet().stream().filter(entry -> entry.getValue().isFull(now)).map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()),
                projects.entrySet().stream().filter(entry -> entry.getValue() >= OF_PROJECT).map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
