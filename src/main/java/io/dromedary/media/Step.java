package io.dromedary.media;

/**
 * One thing that a command says, written into the draft.
 *
 * @param <E> what the step needs to know
 */
@FunctionalInterface
interface Step<E extends Encode> {

    void write(E encode, Draft draft);
}
