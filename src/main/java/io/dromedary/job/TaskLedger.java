package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Writes all steps into the one task that was asked for on its own. Its output, that of the last step, is written when
 * all is done: a task that has succeeded stays so.
 */
final class TaskLedger extends StoredLedger {

    private volatile Optional<ObjectNode> made = Optional.empty();

    TaskLedger(AttemptStore store, Job job) {
        super(store, job);
    }

    @Override
    public boolean start(Stage stage, ObjectNode input) {
        return store.startTask(job.id(), job.attempts(), job.kind(), input);
    }

    @Override
    public boolean progress(Stage stage, int percent, Optional<Double> speed) {
        int whole = stage.jobPercent(percent);
        return store.progress(job.id(), job.attempts(), job.kind(), whole, whole, speed);
    }

    @Override
    public boolean finish(Stage stage, ObjectNode output) {
        made = Optional.of(output);
        return store.reached(job.id(), job.attempts(), job.kind(), stage.jobPercent(100));
    }

    @Override
    public boolean succeed(Optional<String> output) {
        return store.succeed(job.id(), job.attempts(), output, made);
    }
}
