package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What is asked for, checked and with its connections found. */
public record JobOrder(
        Owner owner,
        String kind,
        Optional<String> preset,
        String input,
        Optional<String> connectionId,
        Optional<String> outputTarget,
        Optional<String> outputConnectionId,
        ObjectNode options,
        Optional<ObjectNode> metadata,
        int priority,
        Optional<String> webhookUrl) {

    /** Nothing of its URLs, which may hold secrets of their owners. */
    @Override
    public String toString() {
        return "Order[" + kind + "]";
    }
}
