package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Writes into the database: each step of a job into a task of its own, and all steps of a task that was requested on its
 * own into that one. The output of the latter, which is that of the last step, is written at the end: a task that has
 * succeeded never changes.
 */
public final class StoredLedger implements Ledger {

    private final AttemptStore store;
    private final Job job;
    private volatile Optional<ObjectNode> made = Optional.empty();

    public StoredLedger(AttemptStore store, Job job) {
        this.store = store;
        this.job = job;
    }

    private boolean isTask() {
        return job.taskId().isPresent();
    }

    private String task(Stage stage) {
        return isTask() ? job.kind() : stage.task(job.kind());
    }

    @Override
    public boolean start(Stage stage, ObjectNode input) {
        return store.startTask(job.id(), job.attempts(), task(stage), input);
    }

    @Override
    public boolean progress(Stage stage, int percent, Optional<Double> speed) {
        int whole = stage.jobPercent(percent);
        return store.progress(job.id(), job.attempts(), task(stage), isTask() ? whole : percent, whole, speed);
    }

    @Override
    public boolean warn(Stage stage, List<Warning> warnings) {
        return store.warn(job.id(), job.attempts(), task(stage), warnings);
    }

    @Override
    public boolean finish(Stage stage, ObjectNode output, Optional<Double> speed) {
        int whole = stage.jobPercent(100);
        if (isTask()) {
            made = Optional.of(output);
            return store.reached(job.id(), job.attempts(), task(stage), whole, speed);
        }
        return store.finishTask(job.id(), job.attempts(), task(stage), whole, output, speed);
    }

    @Override
    public boolean succeed(Optional<String> output) {
        return store.succeed(job.id(), job.attempts(), output, made);
    }

    @Override
    public boolean fail(Failure failure) {
        return store.fail(job.id(), job.attempts(), failure);
    }

    @Override
    public boolean putBack(Failure failure, boolean counts, IntFunction<Optional<Duration>> delays) {
        return store.putBack(job.id(), job.attempts(), failure, counts, delays);
    }

    @Override
    public boolean stopped(StopReason reason) {
        if (reason == StopReason.SUPERSEDED) {
            store.lives(job.id());
        }
        return reason.givesBack() && store.release(job.id(), job.attempts());
    }
}
