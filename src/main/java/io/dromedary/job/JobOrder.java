package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A request for a job, checked and with its connections resolved. */
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
        Optional<String> webhookUrl,
        Optional<ObjectNode> outputHeaders) {

    /** An order whose output in a bucket has the usual headers. */
    public JobOrder(Owner owner, String kind, Optional<String> preset, String input, Optional<String> connectionId,
            Optional<String> outputTarget, Optional<String> outputConnectionId, ObjectNode options,
            Optional<ObjectNode> metadata, int priority, Optional<String> webhookUrl) {
        this(owner, kind, preset, input, connectionId, outputTarget, outputConnectionId, options, metadata, priority,
                webhookUrl, Optional.empty());
    }

    /** Prints none of its URLs, which may contain secrets of their owners. */
    @Override
    public String toString() {
        return "Order[" + kind + "]";
    }
}
