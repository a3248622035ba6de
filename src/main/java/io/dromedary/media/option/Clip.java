package io.dromedary.media.option;

import io.dromedary.media.KindOptions;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.ffmpeg.Arguments;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The part of the input to take.
 *
 * @param start seconds from the input's beginning
 * @param end seconds from the input's beginning, after {@code start}; empty for the input's end
 */
public record Clip(double start, OptionalDouble end) {

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

    /** What is read of the input; empty where it is all of it. */
    Optional<KindOptions.Part> part() {
        return start == 0 && end.isEmpty() ? Optional.empty()
                : Optional.of(new KindOptions.Part(start, end.orElse(Double.POSITIVE_INFINITY)));
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
     * @throws MediaException {@code option_conflict} when the input is known to end before it
     */
    public void checkAgainst(MediaFile input) {
        if (input.knowsDuration() && start >= input.duration().getAsDouble()) {
            throw MediaException.of(
                    MediaException.Kind.OPTION_CONFLICT,
                    "'start' is %s s, but the input ends at %s s. Choose an earlier start."
                            .formatted(Arguments.number(start), Arguments.number(input.duration().getAsDouble())),
                    "options.start");
        }
    }
}
