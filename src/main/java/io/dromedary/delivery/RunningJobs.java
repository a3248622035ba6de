package io.dromedary.delivery;

import io.dromedary.job.Job;
import io.dromedary.job.StopReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The running attempts of this process, so that they can be stopped. */
public final class RunningJobs {

    private final Map<String, RunningJob> attempts = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> shutDownTold = new CompletableFuture<>();

    /** Adds an attempt that begins. If this node is being shut down, it is stopped at once. */
    public void add(RunningJob attempt) {
        attempts.put(attempt.name(), attempt);
        if (shutDownTold.isDone()) {
            attempt.stop(StopReason.SHUTDOWN);
        }
    }

    /** Completes when this node is shut down. */
    public CompletableFuture<Void> shutDownTold() {
        return shutDownTold;
    }

    /** Removes an attempt that has ended. */
    public void remove(RunningJob attempt) {
        attempts.remove(attempt.name());
        attempt.ended().complete(null);
    }

    /** All running attempts. */
    public List<RunningJob> all() {
        return List.copyOf(attempts.values());
    }

    /**
     * Stops the work on a cancelled job, if it is done here. An attempt that began later, because the job was retried
     * since, continues.
     */
    public void cancel(Job cancelled) {
        attempts.values().stream().filter(attempt -> attempt.job().id().equals(cancelled.id())
                        && attempt.number() <= cancelled.attempts())
                .forEach(attempt -> attempt.stop(StopReason.CANCELLED));
    }

    /**
     * Stops all attempts, including those that begin later.
     *
     * @return completes when the running attempts have ended
     */
    public CompletableFuture<Void> shutDown() {
        shutDownTold.complete(null);
        List<RunningJob> stopped = all();
        stopped.forEach(attempt -> attempt.stop(StopReason.SHUTDOWN));
        return CompletableFuture.allOf(stopped.stream().map(RunningJob::ended).toArray(CompletableFuture[]::new));
    }
}
