package io.dromedary.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Times, counts and logs for those who look after this node what is written into another ledger. */
final class ObservedLedger implements Ledger {

    private final Ledger ledger;
    private final Job job;
    private final Observer observer;
    private final JobMeters meters;
    private volatile Optional<Running> running = Optional.empty();
    private volatile Optional<Double> speed = Optional.empty();

    ObservedLedger(Ledger ledger, Job job, Observer observer) {
        this.ledger = ledger;
        this.job = job;
        this.observer = observer;
        this.meters = observer.meters();
    }

    /** The step at work, and since when. */
    private record Running(Stage stage, long since) {
    }

    @Override
    public boolean start(Stage stage, ObjectNode input) {
        running = Optional.of(new Running(stage, observer.nanos().getAsLong()));
        return ledger.start(stage, input);
    }

    @Override
    public boolean progress(Stage stage, int percent, Optional<Double> current) {
        if (stage == Stage.ENCODE && current.isPresent()) {
            speed = current;
        }
        return ledger.progress(stage, percent, current);
    }

    @Override
    public boolean finish(Stage stage, ObjectNode output) {
        boolean counts = ledger.finish(stage, output);
        if (counts) {
            stageEnded(StageEnd.well(), bytes(output));
            if (stage == Stage.ENCODE) {
                speed.ifPresent(value -> meters.encoded(job.kind(), value));
            }
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
    public void stopped(StopReason reason) {
        ledger.stopped(reason);
        stageEnded(StageEnd.stopped(reason), OptionalLong.empty());
        meters.attemptEnded(job.kind(), StageEnd.stopped(reason));
    }

    private void stageEnded(StageEnd end, OptionalLong bytes) {
        running.ifPresent(step -> {
            var took = Duration.ofNanos(observer.nanos().getAsLong() - step.since());
            meters.stageEnded(job.kind(), step.stage(), end, took);
            observer.log().ended(job, step.stage(), end, took, bytes);
        });
        running = Optional.empty();
    }

    private static OptionalLong bytes(ObjectNode file) {
        JsonNode size = file.path("filesize");
        return size.isNumber() ? OptionalLong.of(size.asLong()) : OptionalLong.empty();
    }
}
