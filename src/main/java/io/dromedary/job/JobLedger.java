package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Writes every step of a job into a task of its own. */
final class JobLedger extends StoredLedger {

    JobLedger(AttemptStore store, Job job) {
        super(store, job);
    }

    @Override
    public boolean start(Stage stage, ObjectNode input) {
        return store.startTask(job.id(), job.attempts(), stage.task(job.kind()), input);
    }

    @Override
    public boolean progress(Stage stage, int percent, Optional<Double> speed) {
        return store.progress(
                job.id(), job.attempts(), stage.task(job.kind()), percent, stage.jobPercent(percent), speed);
    }

    @Override
    public boolean finish(Stage stage, ObjectNode output) {
        return store.finishTask(
                job.id(), job.attempts(), stage.task(job.kind()), stage.jobPercent(100), output);
    }

    @Override
    public boolean succeed(Optional<String> output) {
        return store.succeed(job.id(), job.attempts(), output, Optional.empty());
    }
}
