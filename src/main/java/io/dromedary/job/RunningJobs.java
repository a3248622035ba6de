package io.dromedary.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts at work in this process, so that they can be stopped. */
public final class RunningJobs {

    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> shutDownTold = new CompletableFuture<>();

    void add(Attempt attempt) {
        attempts.put(attempt.name(), attempt);
        if (shutDownTold.isDone()) {
            attempt.stop(StopReason.SHUTDOWN);
        }
    }

    /** Completes when this node is told to end. */
    public CompletableFuture<Void> shutDownTold() {
        return shutDownTold;
    }

    void remove(Attempt attempt) {
        attempts.remove(attempt.name());
        attempt.ended().complete(null);
    }

    List<Attempt> all() {
        return List.copyOf(attempts.values());
    }

    /**
     * Stops the work on a job that was cancelled, if it is done here. An attempt that began after that, because the
     * job was retried meanwhile, goes on.
     */
    public void cancel(Job cancelled) {
        attempts.values().stream().filter(attempt -> attempt.job().id().equals(cancelled.id())
                        && attempt.number() <= cancelled.attempts())
                .forEach(attempt -> attempt.stop(StopReason.CANCELLED));
    }

    /**
     * Stops all work, also what begins from now on.
     *
     * @return completes when what was at work has stopped
     */
    public CompletableFuture<Void> shutDown() {
        shutDownTold.complete(null);
        List<Attempt> stopped = all();
        stopped.forEach(attempt -> attempt.stop(StopReason.SHUTDOWN));
        return CompletableFuture.allOf(stopped.stream().map(Attempt::ended).toArray(CompletableFuture[]::new));
    }
}
