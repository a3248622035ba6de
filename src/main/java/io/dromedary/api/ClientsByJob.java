package io.dromedary.api;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Clients that are told of one job each, by the id of the job; one without clients is not kept. */
final class ClientsByJob<T> {

    private final Map<String, Set<T>> clients = new ConcurrentHashMap<>();

    void add(String job, T client) {
        // Within the map's lock: the last of the others may be going now.
        clients.compute(job, (id, before) -> {
            Set<T> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            all.add(client);
            return all;
        });
    }

    void remove(String job, T client) {
        clients.computeIfPresent(job, (id, all) -> {
            all.remove(client);
            return all.isEmpty() ? null : all;
        });
    }

    /** The jobs that anybody is told of. */
    Set<String> jobs() {
        return Set.copyOf(clients.keySet());
    }

    Set<T> of(String job) {
        return clients.getOrDefault(job, Set.of());
    }

    void forEach(BiConsumer<String, Set<T>> action) {
        clients.forEach(action);
    }
}
