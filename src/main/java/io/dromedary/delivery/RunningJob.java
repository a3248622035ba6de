package io.dromedary.delivery;

import io.dromedary.job.Job;
import io.dromedary.job.StopReason;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** An attempt at a job in this process. It ends in exactly one way; until then it can be stopped. */
public class RunningJob {

    private final Job job;
    private final CompletableFuture<StopReason> stop = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    protected RunningJob(Job job) {
        this.job = job;
    }

    public Job job() {
        return job;
    }

    /** The attempt's number, from 1. */
    public int number() {
        return job.attempts();
    }

    /** The unique name of the attempt. */
    public String name() {
        return job.attemptName();
    }

    /** Tells everything that works for this attempt to stop. The first reason counts. */
    public void stop(StopReason reason) {
        stop.complete(reason);
    }

    /** Completes when it is stopped. */
    public CompletableFuture<StopReason> stopped() {
        return stop;
    }

    /** Why it was stopped, if it was. */
    public Optional<StopReason> stopReason() {
        return Optional.ofNullable(stop.getNow(null));
    }

    /**
     * Ends the caller's work on an attempt that was stopped.
     *
     * @throws CancellationException if it was
     */
    public void checkStopped() {
        stopReason().ifPresent(reason -> {
            throw new CancellationException("Attempt " + name() + " was stopped: " + reason);
        });
    }

    /** Completes when nothing works for it any more. */
    CompletableFuture<Void> ended() {
        return ended;
    }
}
