package io.dromedary.delivery;

import io.dromedary.job.Job;
import io.dromedary.job.StopReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts at work in this process, so that they can be stopped. */
public final class RunningJobs {

    private final Map<String, RunningJob> attempts = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> shutDownTold = new CompletableFuture<>();

    /** Adds one that begins; if this node is told to end, it is told to stop at once. */
    public void add(RunningJob attempt) {
        attempts.put(attempt.name(), attempt);
        if (shutDownTold.isDone()) {
            attempt.stop(StopReason.SHUTDOWN);
        }
    }

    /** Completes when this node is told to end. */
    public CompletableFuture<Void> shutDownTold() {
        return shutDownTold;
    }

    /** Removes one that has ended. */
    public void remove(RunningJob attempt) {
        attempts.remove(attempt.name());
        attempt.ended().complete(null);
    }

    /** All that are at work now. */
    public List<RunningJob> all() {
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
        List<RunningJob> stopped = all();
        stopped.forEach(attempt -> attempt.stop(StopReason.SHUTDOWN));
        return CompletableFuture.allOf(stopped.stream().map(RunningJob::ended).toArray(CompletableFuture[]::new));
    }
}
