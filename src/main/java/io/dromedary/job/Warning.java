package io.dromedary.job;

/**
 * What the result of a job lacks of its input, in words for its owner.
 *
 * @param kind the name of one of the contract's kinds of warnings
 */
public record Warning(String kind, String message) {
}
