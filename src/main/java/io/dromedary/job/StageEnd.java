package io.dromedary.job;

import java.util.Optional;

/**
 * How a step of an attempt ended, and with the last step the attempt.
 *
 * @param outcome {@code succeeded}, {@code failed}, or why it was stopped; a label of metrics, so it has few values
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
