package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/**
 * Adds one aspect of a command to its arguments.
 *
 * @param <E> what the step needs to know
 */
@FunctionalInterface
public interface Step<E extends Encode> {

    void write(E encode, ArgumentBuilder arguments);
}
