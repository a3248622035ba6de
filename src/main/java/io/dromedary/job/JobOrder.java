package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A request for a job, checked and with its connections resolved.
 *
 * @param input  URL of the input; of the first where several are joined
 * @param inputs those that are joined; none for a single input
 */
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
        Optional<ObjectNode> outputHeaders,
        List<InputClip> inputs) {

    public JobOrder {
        inputs = List.copyOf(inputs);
    }

    /** An order with a single input, whose output in a bucket has the usual headers. */
    public JobOrder(Owner owner, String kind, Optional<String> preset, String input, Optional<String> connectionId,
            Optional<String> outputTarget, Optional<String> outputConnectionId, ObjectNode options,
            Optional<ObjectNode> metadata, int priority, Optional<String> webhookUrl) {
        this(owner, kind, preset, input, connectionId, outputTarget, outputConnectionId, options, metadata, priority,
                webhookUrl, Optional.empty(), List.of());
    }

    /** The same order that joins these inputs. */
    public JobOrder joining(List<InputClip> clips) {
        return new JobOrder(owner, kind, preset, input, connectionId, outputTarget, outputConnectionId, options, metadata,
                priority, webhookUrl, outputHeaders, clips);
    }

    /** Prints none of its URLs, which may contain secrets of their owners. */
    @Override
    public String toString() {
        return "Order[" + kind + "]";
    }
}
