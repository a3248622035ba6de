package io.dromedary.watch;

import java.util.List;

/** Messages that were pulled together. */
public record Batch(List<Message> messages) {

    /** Whether there is a message in it; an empty batch means that the queue has none now. */
    public boolean hasMessages() {
        return !messages.isEmpty();
    }

    /**
     * A message of a queue.
     *
     * @param body  as the queue hands it out
     * @param lease acknowledges this delivery of it
     */
    public record Message(String id, String body, String lease) {
    }
}
