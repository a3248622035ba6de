package io.dromedary.job;

import java.util.Optional;

/**
 * How a step of an attempt ended, and the attempt with it where it was the last one.
 *
 * @param outcome {@code succeeded}, {@code failed}, or why it was told to stop: of few values, as it is a label
 * @param failure why it failed
 */
record StageEnd(String outcome, Optional<Failure> failure) {

    static StageEnd well() {
        return new StageEnd("succeeded", Optional.empty());
    }

    static StageEnd failed(Failure failure) {
        return new StageEnd("failed", Optional.of(failure));
    }

    static StageEnd stopped(StopReason reason) {
        return new StageEnd(Rows.name(reason), Optional.empty());
    }
}
