package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** Writes the progress of one of several outputs of a job into its two tasks. How the job ends is not its business. */
public final class PartLedger implements Ledger {

    /** The share of an output's time that its encode takes. */
    private static final double OF_ENCODE = 0.95;

    private final AttemptStore store;
    private final Job job;
    private final int number;
    private final List<Warning> soFar;

    /**
     * @param job    the whole job, with its tasks
     * @param number of the output, from 0
     * @param soFar  the warnings of the outputs before it, to which its own are added
     */
    public PartLedger(AttemptStore store, Job job, int number, List<Warning> soFar) {
        this.store = store;
        this.job = job;
        this.number = number;
        this.soFar = soFar;
    }

    /** A list of warnings for the outputs of an attempt. */
    public static List<Warning> warnings() {
        return new CopyOnWriteArrayList<>();
    }

    private String task(Stage stage) {
        return (stage == Stage.EXPORT ? job.exportTask(number) : job.encodeTask(number)).id();
    }

    private int jobPercent(Stage stage, int percent) {
        int from = Stage.ENCODE.jobPercent(0);
        int to = Stage.EXPORT.jobPercent(100);
        double part = stage == Stage.EXPORT ? OF_ENCODE + (1 - OF_ENCODE) * percent / 100 : OF_ENCODE * percent / 100;
        return from + (int) ((to - from) * (number + part) / job.order().outputs().size());
    }

    @Override
    public boolean start(Stage stage, ObjectNode input) {
        return store.startTask(job.id(), job.attempts(), task(stage), input);
    }

    @Override
    public boolean progress(Stage stage, int percent, Optional<Double> speed) {
        return store.progress(job.id(), job.attempts(), task(stage), percent, jobPercent(stage, percent), speed);
    }

    @Override
    public boolean warn(Stage stage, List<Warning> warnings) {
        soFar.addAll(warnings);
        return store.warn(job.id(), job.attempts(), task(stage), warnings, soFar.stream().distinct().toList());
    }

    @Override
    public boolean finish(Stage stage, ObjectNode output, Optional<Double> speed) {
        return store.finishTask(job.id(), job.attempts(), task(stage), jobPercent(stage, 100), output, speed);
    }

    /** Records that this output failed; the others are made. */
    @Override
    public boolean fail(Failure failure) {
        return store.failTasks(job.id(), job.attempts(), List.of(task(Stage.ENCODE), task(Stage.EXPORT)), failure);
    }

    @Override
    public boolean succeed(Optional<String> output) {
        throw new IllegalStateException("An output does not end its job");
    }

    @Override
    public boolean putBack(Failure failure, boolean counts, IntFunction<Optional<Duration>> delays) {
        throw new IllegalStateException("An output does not end its attempt");
    }

    @Override
    public boolean stopped(StopReason reason) {
        throw new IllegalStateException("An output does not end its attempt");
    }
}
