package io.dromedary.media;

import java.util.OptionalDouble;

/**
 * The part of the input to take.
 *
 * @param start seconds from the input's beginning
 * @param end seconds from the input's beginning, after {@code start}; empty for the input's end
 */
public record Clip(double start, OptionalDouble end) {

    /** All of it. */
    public static final Clip WHOLE = new Clip(0, OptionalDouble.empty());

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

    /** Seconds asked for; empty when it runs to the input's end. */
    OptionalDouble asked() {
        return end.isPresent()
                ? OptionalDouble.of(end.getAsDouble() - start)
                : OptionalDouble.empty();
    }

    /** Seconds that come out: an end past the input's is the input's. Empty when nobody knows. */
    OptionalDouble expected(OptionalDouble inputDuration) {
        if (inputDuration.isEmpty()) {
            return asked();
        }
        double last = Math.min(end.orElse(Double.MAX_VALUE), inputDuration.getAsDouble());
        return OptionalDouble.of(last - start);
    }

    /**
     * Checks the start against the probed input.
     *
     * @throws MediaException {@code option_conflict} when it starts where the input is over
     */
    void checkAgainst(OptionalDouble inputDuration) {
        if (inputDuration.isPresent() && start >= inputDuration.getAsDouble()) {
            throw MediaException.of(
                    MediaException.Kind.OPTION_CONFLICT,
                    "'start' is %s s, but the input ends at %s s. Choose an earlier start."
                            .formatted(Arguments.number(start), Arguments.number(inputDuration.getAsDouble())),
                    "options.start");
        }
    }
}
