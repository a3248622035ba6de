package io.dromedary.job;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Sees what becomes of attempts, for those who look after this node.
 *
 * @param nanos a clock that only goes on, in nanoseconds
 */
public record Observer(JobMeters meters, StageLog log, LongSupplier nanos) {

    /** An attempt at a job begins: what is written into its ledger is seen from now on. */
    Ledger begin(Job job, Ledger ledger) {
        job.startedAt().filter(started -> started == job.updatedAt()).ifPresent(started ->
                meters.waited(job.kind(), Duration.ofMillis(Math.max(0, started - job.createdAt()))));
        return new ObservedLedger(ledger, job, this);
    }
}
