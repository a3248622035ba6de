package io.dromedary.media;

/**
 * One thing that a command says, added to the arguments.
 *
 * @param <E> what the step needs to know
 */
@FunctionalInterface
interface Step<E extends Encode> {

    void write(E encode, ArgumentBuilder arguments);
}
