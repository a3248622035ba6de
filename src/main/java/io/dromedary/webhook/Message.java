package io.dromedary.webhook;

/**
 * A message to a receiver.
 *
 * @param timestamp seconds of Unix time
 * @param body      JSON in UTF-8, exactly the bytes that were signed
 */
public record Message(String id, long timestamp, String signature, byte[] body) {
}
