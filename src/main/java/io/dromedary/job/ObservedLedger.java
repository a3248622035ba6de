package io.dromedary.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/** Measures, counts and logs what is written into another ledger. */
public final class ObservedLedger implements Ledger {

    private final Ledger ledger;
    private final Job job;
    private final Observer observer;
    private final JobMeters meters;
    private volatile Optional<Running> running = Optional.empty();

    private ObservedLedger(Ledger ledger, Job job, Observer observer) {
        this.ledger = ledger;
        this.job = job;
        this.observer = observer;
        this.meters = observer.meters();
    }

    /** Observes the ledger of an attempt that begins. */
    public static Ledger begin(Observer observer, Job job, Ledger ledger) {
        job.times().startedAt().filter(started -> started == job.times().updatedAt()).ifPresent(started ->
                observer.meters().waited(job.kind(), Duration.ofMillis(Math.max(0, started - job.times().createdAt()))));
        return new ObservedLedger(ledger, job, observer);
    }

    /** The current step, and when it began. */
    private record Running(Stage stage, long since) {
    }

    @Override
    public boolean start(Stage stage, ObjectNode input) {
        running = Optional.of(new Running(stage, observer.nanos().getAsLong()));
        return ledger.start(stage, input);
    }

    @Override
    public boolean progress(Stage stage, int percent, Optional<Double> speed) {
        return ledger.progress(stage, percent, speed);
    }

    @Override
    public boolean warn(Stage stage, List<Warning> warnings) {
        return ledger.warn(stage, warnings);
    }

    @Override
    public boolean finish(Stage stage, ObjectNode output, Optional<Double> speed) {
        boolean counts = ledger.finish(stage, output, speed);
        if (counts) {
            running.filter(step -> stage == Stage.ENCODE).ifPresent(step -> encoded(output, took(step)));
            stageEnded(StageEnd.well(), bytes(output));
        }
        return counts;
    }

    @Override
    public boolean succeed(Optional<String> output) {
        boolean counts = ledger.succeed(output);
        if (counts) {
            meters.attemptEnded(job.kind(), StageEnd.well());
            meters.jobEnded(job.kind(), Job.Status.SUCCEEDED, Optional.empty());
        }
        return counts;
    }

    @Override
    public boolean fail(Failure failure) {
        boolean counts = ledger.fail(failure);
        StageEnd end = counts ? StageEnd.failed(failure) : StageEnd.stopped(StopReason.SUPERSEDED);
        stageEnded(end, OptionalLong.empty());
        meters.attemptEnded(job.kind(), end);
        if (counts) {
            meters.jobEnded(job.kind(), Job.Status.FAILED, Optional.of(failure));
        }
        return counts;
    }

    @Override
    public boolean putBack(Failure failure, boolean counts, IntFunction<Optional<Duration>> delays) {
        boolean waits = ledger.putBack(failure, counts, delays);
        if (waits) {
            stageEnded(StageEnd.failed(failure), OptionalLong.empty());
            meters.attemptEnded(job.kind(), StageEnd.failed(failure));
        }
        return waits;
    }

    @Override
    public boolean stopped(StopReason reason) {
        boolean waits = ledger.stopped(reason);
        stageEnded(StageEnd.stopped(reason), OptionalLong.empty());
        meters.attemptEnded(job.kind(), StageEnd.stopped(reason));
        return waits;
    }

    private void stageEnded(StageEnd end, OptionalLong bytes) {
        running.ifPresent(step -> {
            Duration took = took(step);
            meters.stageEnded(job.kind(), step.stage(), end, took);
            observer.log().ended(job, step.stage(), end, took, bytes);
        });
        running = Optional.empty();
    }

    private Duration took(Running step) {
        return Duration.ofNanos(observer.nanos().getAsLong() - step.since());
    }

    /** Measured here, since ffmpeg reports the speed of its last command only, and none for a short one. */
    private void encoded(ObjectNode file, Duration took) {
        double seconds = file.path("duration").asDouble();
        if (seconds > 0) {
            meters.encoded(job.kind(), seconds / Math.max(1e-3, took.toNanos() / 1e9));
        }
    }

    private static OptionalLong bytes(ObjectNode file) {
        JsonNode size = file.path("filesize");
        return size.isNumber() ? OptionalLong.of(size.asLong()) : OptionalLong.empty();
    }
}
