package io.dromedary.watch;

import java.util.List;

/** Messages that were pulled together. */
public record Batch(List<Message> messages) {

    /** Whether it has a message; without one, the queue is empty now. */
    public boolean hasMessages() {
        return !messages.isEmpty();
    }

    /**
     * A message of a queue.
     *
     * @param body  as the queue delivers it
     * @param lease identifies this delivery for acknowledging it
     */
    public record Message(String id, String body, String lease) {
    }
}
