package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * One step of a job.
 *
 * @param id       {@code task_…}
 * @param jobId    the job that it is a step of
 * @param kind     {@code probe}, {@code import}, the job's kind, {@code export}
 * @param input    what it works on, once known; the first where it joins several
 * @param inputs   those that a task on its own joins, as they were sent; none for a single input
 * @param options  those that concern this step
 * @param output   what it made
 * @param progress percent
 * @param speed    of an encode: times real time; of import and export: bytes a second
 * @param warnings what its result lacks of its input
 * @param node     the name of the node that works on it, or did last; none before that
 */
public record Task(
        String id,
        String jobId,
        String kind,
        Optional<ObjectNode> input,
        List<ObjectNode> inputs,
        ObjectNode options,
        Optional<ObjectNode> output,
        Status status,
        int progress,
        Optional<Double> speed,
        Optional<Failure> error,
        List<Warning> warnings,
        Optional<String> node,
        Times times) {

    public Task {
        inputs = List.copyOf(inputs);
        warnings = List.copyOf(warnings);
    }

    /** The same task with these warnings. */
    public Task warned(List<Warning> lacks) {
        return new Task(id, jobId, kind, input, inputs, options, output, status, progress, speed, error, lacks, node, times);
    }

    /** Its name alone: the URLs in it may hold secrets of their owners. */
    @Override
    public String toString() {
        return "Task[" + id + ", " + status + "]";
    }

    /** The status of a task. */
    public enum Status {
        WAITING, PROCESSING, SUCCEEDED, FAILED, CANCELLED
    }
}
