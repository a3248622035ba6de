package io.dromedary.job;

import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Workspace;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beginning and the end of every attempt. */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final AttemptStore store;
    private final RunningJobs running;
    private final Workspace workspace;
    private final Exports exports;
    private final Observer observer;

    public Attempts(AttemptStore store, RunningJobs running, Workspace workspace, Exports exports,
            Observer observer) {
        this.store = store;
        this.running = running;
        this.workspace = workspace;
        this.exports = exports;
        this.observer = observer;
    }

    /**
     * Begins an attempt at the job whose id the message brought; the route stops when there is nothing to do: the job
     * was cancelled, is done, or is done by another.
     */
    public void begin(Exchange exchange) {
        String jobId = exchange.getMessage().getBody(String.class);
        boolean redelivered = exchange.getMessage().getHeader("JMSRedelivered", false, boolean.class);
        Optional<Job> job = store.begin(jobId, redelivered);
        if (job.isEmpty()) {
            LOG.info("{}: nothing to do for this delivery", jobId);
            exchange.setRouteStop(true);
            return;
        }
        var attempt = new Attempt(
                job.get(), workspace.open(jobId, job.get().attempts()), observer.begin(job.get(), ledger(job.get())));
        running.add(attempt);
        exchange.getMessage().setBody(attempt);
        LOG.info("{}: attempt {} begins", job.get().publicId(), attempt.number());
    }

    private Ledger ledger(Job job) {
        return job.taskId().isPresent() ? new TaskLedger(store, job) : new JobLedger(store, job);
    }

    /** The job ended well, unless it was cancelled or given away in the last moment. */
    public void succeed(Attempt attempt) {
        Job job = attempt.job();
        if (attempt.ledger().succeed(attempt.output())) {
            LOG.info("{}: attempt {} succeeded", job.publicId(), attempt.number());
        } else {
            attempt.stop(StopReason.SUPERSEDED);
            attempt.checkStopped();
        }
    }

    /** The job ended badly. */
    public void fail(Attempt attempt, Exception cause) {
        Failure failure = Failures.of(attempt, cause);
        LOG.info("{}: attempt {} failed in {}: {} ({})", attempt.job().publicId(), attempt.number(), attempt.stage(),
                failure.kind().wireName(), cause.toString());
        if (failure.kind() == ProblemKind.INTERNAL_ERROR) {
            LOG.error("{}: the cause", attempt.job().publicId(), cause);
        }
        if (store.isCurrent(attempt.job().id(), attempt.number())) {
            exports.withdraw(attempt);
        }
        attempt.ledger().fail(failure);
    }

    /** The attempt was told to stop: what it may have published is taken back, and its job given back if need be. */
    public void stop(Attempt attempt) {
        StopReason reason = attempt.stopReason().orElse(StopReason.SHUTDOWN);
        LOG.info("{}: attempt {} stopped: {}", attempt.job().publicId(), attempt.number(), reason);
        attempt.ledger().stopped(reason);
        if (reason == StopReason.SHUTDOWN) {
            throw new GivenBackException(attempt.job().id());
        }
        exports.withdrawIfCancelled(attempt);
    }

    /** The broker gave the job out as often as it may, and no worker ever came to its end. */
    public void poison(String jobId) {
        LOG.warn("{}: its workers died again and again; it is not tried any more", jobId);
        store.failPoisoned(jobId).ifPresent(kind -> observer.meters().jobEnded(
                kind, Job.Status.FAILED, Optional.of(AttemptStore.POISONED)));
    }

    /** Whatever came of it: nothing of the attempt stays behind. */
    public void end(Attempt attempt) {
        running.remove(attempt);
        attempt.discard();
    }
}
