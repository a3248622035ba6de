package io.dromedary.work;

import io.dromedary.database.Outage;
import io.dromedary.delivery.AttemptDelays;
import io.dromedary.delivery.RunningJob;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.job.AttemptStore;
import io.dromedary.job.Failure;
import io.dromedary.job.Job;
import io.dromedary.job.Ledger;
import io.dromedary.job.ObservedLedger;
import io.dromedary.job.Observer;
import io.dromedary.job.StopReason;
import io.dromedary.job.StoredLedger;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.RetryAfter;
import io.dromedary.storage.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends attempts. */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** A younger folder may belong to an attempt that is just beginning. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(2);

    private final AttemptStore store;
    private final AttemptDelays delays;
    private final RunningJobs running;
    private final Workspace workspace;
    private final Exports exports;
    private final Observer observer;

    public Attempts(AttemptStore store, AttemptDelays delays, RunningJobs running, Workspace workspace, Exports exports,
            Observer observer) {
        this.store = store;
        this.delays = delays;
        this.running = running;
        this.workspace = workspace;
        this.exports = exports;
        this.observer = observer;
    }

    /** Begins an attempt at a job that was claimed. */
    public Attempt begin(Job job) {
        Ledger ledger = ObservedLedger.begin(observer, job, new StoredLedger(store, job));
        var attempt = new Attempt(job, workspace.folder(job.id(), job.attempts()), ledger);
        running.add(attempt);
        LOG.info("{}: attempt {} begins", job.publicId(), attempt.number());
        return attempt;
    }

    /** Makes the attempt's folder. */
    public void openFolder(Attempt attempt) {
        attempt.folder().open();
    }

    /** Ends an attempt whose work is done: it succeeded, or some of its outputs failed, unless its job was cancelled or given to another worker at the last moment. */
    public void succeed(Attempt attempt) {
        Job job = attempt.job();
        if (attempt.outputs().failure().isPresent()) {
            // Those of its outputs that were made stay.
            attempt.ledger().fail(attempt.outputs().failure().get());
            return;
        }
        if (attempt.ledger().succeed(attempt.output())) {
            LOG.info("{}: attempt {} succeeded", job.publicId(), attempt.number());
        } else {
            attempt.stop(StopReason.SUPERSEDED);
            attempt.checkStopped();
        }
    }

    /** Ends an attempt that failed. */
    public void fail(Attempt attempt, Exception cause) {
        if (Outage.isIn(cause)) {
            LOG.warn("{}: attempt {} needed the database while that was away: {}", attempt.job().publicId(),
                    attempt.number(), cause.toString());
            attempt.stop(StopReason.OUTAGE);
        }
        if (attempt.stopReason().isPresent()) {
            // A stopped attempt may end with any exception.
            stop(attempt);
            return;
        }
        Failures.Verdict verdict = Failures.verdict(attempt, cause);
        Failure failure = verdict.failure();
        LOG.info("{}: attempt {} failed in {}: {} ({})", attempt.job().publicId(), attempt.number(), attempt.stage(),
                failure.kind().wireName(), verdict.cause().toString());
        if (failure.kind() == ProblemKind.INTERNAL_ERROR) {
            LOG.error("{}: the cause", attempt.job().publicId(), cause);
        }
        if (store.isCurrent(attempt.job().id(), attempt.number())) {
            exports.withdraw(attempt);
        }
        if (verdict.repeat() != Failures.Repeat.NEVER && putBack(attempt, verdict, cause)) {
            LOG.info("{}: it is tried again, since this passes: {}", attempt.job().publicId(), verdict.what());
        } else {
            attempt.ledger().fail(failure);
        }
    }

    private boolean putBack(Attempt attempt, Failures.Verdict verdict, Exception cause) {
        AttemptDelays from = delays.notBefore(RetryAfter.of(cause).orElse(Duration.ZERO));
        boolean counts = verdict.repeat() == Failures.Repeat.COUNTED;
        return attempt.ledger().putBack(verdict.failure(), counts, counts ? from::delay : from::delayOfLack);
    }

    /** Ends an attempt that was stopped: gives its job back, or removes what it published. */
    public void stop(Attempt attempt) {
        StopReason reason = attempt.stopReason().orElse(StopReason.SHUTDOWN);
        LOG.info("{}: attempt {} stopped: {}", attempt.job().publicId(), attempt.number(), reason);
        if (reason.givesBack() && store.isCurrent(attempt.job().id(), attempt.number())) {
            exports.withdraw(attempt);
        }
        attempt.setGivenBack(attempt.ledger().stopped(reason));
        if (!attempt.isGivenBack()) {
            exports.withdrawIfCancelled(attempt);
        }
    }

    /** Removes leftover folders of attempts that are not running, such as of one that ended unnoticed. */
    public void sweep() {
        Set<String> atWork = running.all().stream().map(RunningJob::name).collect(Collectors.toSet());
        workspace.sweep(name -> !atWork.contains(name), Instant.now().minus(LEFT_ALONE));
    }

    /** Removes everything that an attempt keeps on this node. */
    public void end(Attempt attempt) {
        running.remove(attempt);
        attempt.discard();
    }
}
