package io.dromedary.media.option;

import io.dromedary.media.MediaException;
import io.dromedary.media.ffmpeg.Arguments;
import java.util.OptionalDouble;

/**
 * The part of the input to take.
 *
 * @param start seconds from the input's beginning
 * @param end seconds from the input's beginning, after {@code start}; empty for the input's end
 */
public record Clip(double start, OptionalDouble end) {

    /** The coarsest containers count in milliseconds. */
    private static final double ROUNDING = 0.001;

    /**
     * @throws MediaException {@code invalid_input} when the end is not after the start
     */
    public Clip {
        if (end.isPresent() && end.getAsDouble() <= start) {
            throw MediaException.of(
                    MediaException.Kind.INVALID_INPUT,
                    "'end' (%s s) must be after 'start' (%s s)."
                            .formatted(Arguments.number(end.getAsDouble()), Arguments.number(start)),
                    "options.end");
        }
    }

    /** The seconds asked for; empty when it runs to the input's end. */
    public OptionalDouble asked() {
        return end.isPresent()
                ? OptionalDouble.of(end.getAsDouble() - start)
                : OptionalDouble.empty();
    }

    /** The seconds of the output: an end after the input's is the input's. Empty when unknown. */
    public OptionalDouble expected(OptionalDouble inputDuration) {
        if (inputDuration.isEmpty()) {
            return asked();
        }
        double last = Math.min(end.orElse(Double.MAX_VALUE), inputDuration.getAsDouble());
        return OptionalDouble.of(last - start);
    }

    /**
     * Checks the start against the probed input.
     *
     * @throws MediaException {@code option_conflict} when it starts after the input ends
     */
    public void checkAgainst(OptionalDouble inputDuration) {
        if (inputDuration.isPresent() && start >= inputDuration.getAsDouble()) {
            throw MediaException.of(
                    MediaException.Kind.OPTION_CONFLICT,
                    "'start' is %s s, but the input ends at %s s. Choose an earlier start."
                            .formatted(Arguments.number(start), Arguments.number(inputDuration.getAsDouble())),
                    "options.start");
        }
    }

    /**
     * Checks the start against the probed input, whose pictures are needed: the last one is shown until the input ends,
     * so that none begins after it.
     *
     * @throws MediaException {@code option_conflict} when it starts after the last picture
     */
    public void checkAgainst(OptionalDouble inputDuration, OptionalDouble frameRate) {
        checkAgainst(inputDuration);
        if (start == 0 || inputDuration.isEmpty() || frameRate.isEmpty()) {
            return;
        }
        double last = inputDuration.getAsDouble() - 1 / frameRate.getAsDouble();
        if (start > last + ROUNDING) {
            throw MediaException.of(
                    MediaException.Kind.OPTION_CONFLICT,
                    "'start' is %s s, but the input's last picture comes at %s s. Choose an earlier start."
                            .formatted(Arguments.number(start), Arguments.number(Math.max(0, last))),
                    "options.start");
        }
    }
}
