package io.dromedary.webhook;

/**
 * What goes to a receiver.
 *
 * @param timestamp seconds of Unix time
 * @param body      JSON in UTF-8, to the byte what was signed
 */
public record Message(String id, long timestamp, String signature, byte[] body) {
}
