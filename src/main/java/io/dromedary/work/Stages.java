package io.dromedary.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.Outage;
import io.dromedary.job.JobMeters;
import io.dromedary.job.JobMeters.Direction;
import io.dromedary.job.Stage;
import io.dromedary.job.StopReason;
import io.dromedary.job.Warning;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the progress of attempts in their ledgers, and stops attempts that are no longer current. */
public final class Stages {

    private static final Logger LOG = LoggerFactory.getLogger(Stages.class);
    /** The progress of an attempt is written no more often than this. */
    private static final long REPORT_EVERY_NANOS = 500_000_000L;

    private final LongSupplier nanos;
    private final JobMeters meters;

    public Stages(LongSupplier nanos, JobMeters meters) {
        this.nanos = nanos;
        this.meters = meters;
    }

    /** Begins a step. */
    void start(Attempt attempt, Stage stage, ObjectNode input) {
        attempt.checkStopped();
        attempt.setStage(stage);
        stopUnless(attempt, attempt.ledger().start(stage, input));
        attempt.checkStopped();
    }

    /** Records what the result of the encode will lack of its input. */
    void warn(Attempt attempt, List<Warning> warnings) {
        if (!warnings.isEmpty()) {
            stopUnless(attempt, attempt.ledger().warn(Stage.ENCODE, warnings));
        }
    }

    /** Ends a step that succeeded. */
    void finish(Attempt attempt, ObjectNode output) {
        stopUnless(attempt, attempt.ledger().finish(attempt.stage(), output, attempt.speed()));
        attempt.checkStopped();
    }

    /** A listener for the progress of a step, which may be called at any rate and from any thread. */
    Report reporter(Attempt attempt, Stage stage) {
        long start = nanos.getAsLong();
        // What is over sooner is written once, at its end.
        var last = new AtomicLong(start);
        return (percent, speed) -> {
            if (attempt.stage() != stage) {
                return;
            }
            attempt.setSpeed(speed);
            long now = nanos.getAsLong();
            long before = last.get();
            if (now - before >= REPORT_EVERY_NANOS && last.compareAndSet(before, now)) {
                int bounded = (int) Math.max(0, Math.min(99, percent));
                report(attempt, stage, bounded, speed);
            }
        };
    }

    /** A report that could not be written must not end the work; the next one replaces it. */
    private static void report(Attempt attempt, Stage stage, int percent, Optional<Double> speed) {
        try {
            stopUnless(attempt, attempt.ledger().progress(stage, percent, speed));
        } catch (JdbiException e) {
            if (!Outage.isIn(e)) {
                throw e;
            }
            LOG.debug("{}: a report of progress is lost", attempt.job().publicId(), e);
        }
    }

    /** A listener for the progress of a transfer, in bytes; the speed is the average since its start. */
    TransferReport transferReporter(Attempt attempt, Stage stage) {
        return transferReporter(attempt, stage, 0, 1);
    }

    /** The same for one of several transfers of a step, by its number from 0. */
    TransferReport transferReporter(Attempt attempt, Stage stage, int number, int of) {
        long start = nanos.getAsLong();
        Report report = reporter(attempt, stage);
        LongConsumer count = meters.transfer(stage == Stage.IMPORT ? Direction.IN : Direction.OUT);
        return (bytes, size) -> {
            count.accept(bytes);
            double seconds = Math.max(1e-3, (nanos.getAsLong() - start) / 1e9);
            report.at(100.0 * (number + (size > 0 ? (double) bytes / size : 0)) / of, Optional.of((double) Math.round(bytes / seconds)));
        };
    }

    /** Counts the bytes of files beside the input, whose progress is not shown. */
    LongConsumer received() {
        return meters.transfer(Direction.IN);
    }

    /** Counts bytes that were sent. */
    void sent(long bytes) {
        meters.transferred(Direction.OUT, bytes);
    }

    /** Receives percent and speed. */
    interface Report {
        void at(double percent, Optional<Double> speed);
    }

    /** Receives the bytes so far and the total, 0 if that is unknown. */
    interface TransferReport {
        void at(long bytes, long size);
    }

    private static void stopUnless(Attempt attempt, boolean current) {
        if (!current) {
            attempt.stop(StopReason.SUPERSEDED);
        }
    }
}
