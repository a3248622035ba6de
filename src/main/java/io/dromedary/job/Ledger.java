package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Where it is written down how an attempt gets on. Every entry answers whether the attempt still counts; when it does
 * not, nothing was written.
 */
public interface Ledger {

    /** A step begins. */
    boolean start(Stage stage, ObjectNode input);

    /**
     * A step got on.
     *
     * @param percent of the step, 0 to 100
     * @param speed   as in {@link Task#speed}
     */
    boolean progress(Stage stage, int percent, Optional<Double> speed);

    /** A step ended well. */
    boolean finish(Stage stage, ObjectNode output);

    /** All ended well; the result, where there is one, is at this URL. */
    boolean succeed(Optional<String> output);

    /** It ended badly, and the job with it. */
    boolean fail(Failure failure);

    /**
     * It ended badly, for a cause that passes.
     *
     * @param counts as in {@link AttemptStore#putBack}
     * @param delays as there
     * @return whether the job waits for another attempt; not when there is to be none, or this one does not count
     */
    boolean putBack(Failure failure, boolean counts, IntFunction<Optional<Duration>> delays);

    /**
     * It was told to stop. A worker that goes down gives the job back.
     *
     * @return whether the job waits again
     */
    boolean stopped(StopReason reason);
}
