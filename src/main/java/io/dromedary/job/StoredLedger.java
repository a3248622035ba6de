package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Writes into the database: each step of a job into a task of its own, and all steps of a task that was requested on its
 * own into that one. The output of the latter, which is that of the last step, is written at the end: a task that has
 * succeeded never changes. That a step has ended is written when the next one begins, which most do at once.
 */
public final class StoredLedger implements Ledger {

    private final AttemptStore store;
    private final Job job;
    private volatile Optional<ObjectNode> made = Optional.empty();
    /** Written with what comes next. */
    private volatile Optional<AttemptStore.Ended> ended = Optional.empty();

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
        return afterLast(next -> next.startTask(job.id(), job.attempts(), task(stage), input));
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
        if (stage == Stage.IMPORT) {
            // The job may have to wait for a slot now.
            return store.finishTask(job.id(), job.attempts(), task(stage), whole, output, speed);
        }
        ended = Optional.of(store.ended(task(stage), whole, output, speed));
        return true;
    }

    @Override
    public boolean succeed(Optional<String> output) {
        return afterLast(next -> next.succeed(job.id(), job.attempts(), output, made));
    }

    @Override
    public boolean fail(Failure failure) {
        return afterLast(next -> next.fail(job.id(), job.attempts(), failure));
    }

    private boolean afterLast(Predicate<AttemptStore> write) {
        boolean current = write.test(store.after(ended));
        ended = Optional.empty();
        return current;
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
