package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The record of an attempt's progress. Every method returns whether the attempt is still the current one; if not,
 * nothing was written.
 */
public interface Ledger {

    /** Records that a step begins. */
    boolean start(Stage stage, ObjectNode input);

    /**
     * Records the progress of a step.
     *
     * @param percent of the step, 0 to 100
     * @param speed   as in {@link Task#speed}
     */
    boolean progress(Stage stage, int percent, Optional<Double> speed);

    /** Records what the result of a step will lack of its input. */
    boolean warn(Stage stage, List<Warning> warnings);

    /**
     * Records that a step succeeded; perhaps not before the next call, which then says whether the attempt is current.
     *
     * @param speed how fast it was, as in {@link Task#speed}
     */
    boolean finish(Stage stage, ObjectNode output, Optional<Double> speed);

    /** Records that the job succeeded, with the URL of its result if there is one. */
    boolean succeed(Optional<String> output);

    /** Records that the attempt failed, and the job with it. */
    boolean fail(Failure failure);

    /**
     * Records that the attempt failed for a temporary cause.
     *
     * @param counts as in {@link AttemptStore#putBack}
     * @param delays as there
     * @return whether the job is queued for another attempt; it is not after the last one, or if this one is not
     *         current
     */
    boolean putBack(Failure failure, boolean counts, IntFunction<Optional<Duration>> delays);

    /**
     * Records that the attempt was stopped. A worker that is shut down gives the job back.
     *
     * @return whether the job is queued again
     */
    boolean stopped(StopReason reason);
}
