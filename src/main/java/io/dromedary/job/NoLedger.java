package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Records nothing: only the waiting caller learns of a dry run. */
public record NoLedger() implements Ledger {

    @Override
    public boolean start(Stage stage, ObjectNode input) {
        return true;
    }

    @Override
    public boolean progress(Stage stage, int percent, Optional<Double> speed) {
        return true;
    }

    @Override
    public boolean warn(Stage stage, List<Warning> warnings) {
        return true;
    }

    @Override
    public boolean finish(Stage stage, ObjectNode output, Optional<Double> speed) {
        return true;
    }

    @Override
    public boolean succeed(Optional<String> output) {
        return true;
    }

    @Override
    public boolean fail(Failure failure) {
        return true;
    }

    @Override
    public boolean putBack(Failure failure, boolean counts, IntFunction<Optional<Duration>> delays) {
        return false;
    }

    @Override
    public boolean stopped(StopReason reason) {
        return false;
    }
}
