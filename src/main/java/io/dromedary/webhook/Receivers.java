package io.dromedary.webhook;

import io.dromedary.job.WebhookStore.Withheld;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who is asked by this node, so that nobody can take up all that it sends with and delay the webhooks of others: so many at
 * a time of a host and of a project. A host of which no URL answers is asked by one at a time, until one does.
 */
final class Receivers {

    static final int OF_HOST = 8;
    static final int OF_PROJECT = 16;

    /** More than are in trouble at a time; of older ones it is forgotten that they were. */
    private static final int MOST = 1_000;
    private static final int MOST_URLS = 100;

    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Integer> projects = new HashMap<>();

    private static final class Host {
        private int asked;
        /** Of those URLs that were asked lately, whether they answered. */
        private final Map<String, Boolean> answers = new LinkedHashMap<>();

        private boolean isSilent() {
            return !answers.isEmpty() && !answers.containsValue(true);
        }

        private boolean isFull() {
            return asked >= (isSilent() ? 1 : OF_HOST);
        }
    }

    /** A try begins; {@link #leave} must follow. */
    synchronized void enter(String host, String project) {
        hosts.computeIfAbsent(host, name -> new Host()).asked++;
        projects.merge(project, 1, Integer::sum);
    }

    /** The receiver was asked; what came of it? */
    synchronized void leave(String host, String project, String url, boolean answered) {
        Host receiver = hosts.computeIfAbsent(host, name -> new Host());
        receiver.asked = Math.max(0, receiver.asked - 1);
        receiver.answers.remove(url);
        receiver.answers.put(url, answered);
        if (receiver.answers.size() > MOST_URLS) {
            receiver.answers.remove(receiver.answers.keySet().iterator().next());
        }
        projects.computeIfPresent(project, (name, count) -> count == 1 ? null : count - 1);
        if (hosts.size() > MOST) {
            hosts.keySet().stream().filter(name -> hosts.get(name).asked == 0).findFirst().ifPresent(hosts::remove);
        }
    }

    /** Who is not to be asked by any more now. */
    synchronized Withheld withheld() {
        return new Withheld(
                hosts.entrySet().stream().filter(entry -> entry.getValue().isFull()).map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()),
                projects.entrySet().stream().filter(entry -> entry.getValue() >= OF_PROJECT).map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
