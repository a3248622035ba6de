package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import java.util.List;

/**
 * Adds one aspect of a command to its arguments.
 *
 * @param <E> what the step needs to know
 */
@FunctionalInterface
public interface Step<E extends Encode> {

    void write(E encode, ArgumentBuilder arguments);

    /** The arguments that these steps add, one after another. */
    static <E extends Encode> List<String> arguments(List<Step<? super E>> steps, E encode) {
        var arguments = new ArgumentBuilder();
        steps.forEach(step -> step.write(encode, arguments));
        return arguments.build();
    }
}
