package io.dromedary.media;

/**
 * A part of a file.
 *
 * @param from its first byte
 * @param to the first byte behind it
 */
public record ByteRange(long from, long to) {}
