package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/**
 * One thing that a command says, added to the arguments.
 *
 * @param <E> what the step needs to know
 */
@FunctionalInterface
public interface Step<E extends Encode> {

    void write(E encode, ArgumentBuilder arguments);
}
