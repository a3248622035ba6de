package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A request for a job, checked and with its connections resolved.
 *
 * @param input  URL of the input; of the first where several are joined
 * @param inputs those that are joined; none for a single input
 * @param outputs the orders of jobs that would make each output of a job of kind {@link #SEVERAL} alone; none for a single
 *                output, which the order itself describes
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
        List<InputClip> inputs,
        List<JobOrder> outputs) {

    /** The kind of jobs that have several outputs. */
    public static final String SEVERAL = "multi";

    public JobOrder {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** An order with a single input, whose output in a bucket has the usual headers. */
    public JobOrder(Owner owner, String kind, Optional<String> preset, String input, Optional<String> connectionId,
            Optional<String> outputTarget, Optional<String> outputConnectionId, ObjectNode options,
            Optional<ObjectNode> metadata, int priority, Optional<String> webhookUrl) {
        this(owner, kind, preset, input, connectionId, outputTarget, outputConnectionId, options, metadata, priority,
                webhookUrl, Optional.empty(), List.of(), List.of());
    }

    /** The same order that joins these inputs. */
    public JobOrder joining(List<InputClip> clips) {
        return new JobOrder(owner, kind, preset, input, connectionId, outputTarget, outputConnectionId, options, metadata,
                priority, webhookUrl, outputHeaders, clips, outputs);
    }

    /** The same order that makes these outputs. */
    public JobOrder making(List<JobOrder> several) {
        return new JobOrder(owner, kind, preset, input, connectionId, outputTarget, outputConnectionId, options, metadata,
                priority, webhookUrl, outputHeaders, inputs, several);
    }

    /** Prints none of its URLs, which may contain secrets of their owners. */
    @Override
    public String toString() {
        return "Order[" + kind + "]";
    }
}
