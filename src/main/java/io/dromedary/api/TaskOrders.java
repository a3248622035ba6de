package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.job.TaskStore;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.nio.charset.StandardCharsets;

/** Reads tasks from requests. A job does the work of a task, so a task is read and checked as a job. */
public final class TaskOrders {

    /** A file object is far smaller. */
    private static final int MAX_INPUT_BYTES = 16 << 10;

    private final JobOrders jobs;

    public TaskOrders(JobOrders jobs) {
        this.jobs = jobs;
    }

    /**
     * Reads a task, and resolves its connections.
     *
     * @param caller owner of the task
     * @param body   keeps the contract
     * @throws Problem {@code invalid_input}
     */
    public TaskStore.Order read(Caller caller, JsonNode body) {
        ObjectNode input = input(body.get("input"));
        ObjectNode options = JobOrders.options(body);
        if (options.has("output_connection_id")) {
            throw new Problem(ProblemKind.INVALID_INPUT, "The result of a task goes to the CDN, so it needs no"
                    + " 'options.output_connection_id'. A task of kind 'export' brings it into a bucket.",
                    "options.output_connection_id");
        }
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.set("kind", body.get("kind"));
        job.set("input", input.get("url"));
        ObjectNode work = options.deepCopy();
        if (work.has("url")) {
            job.set("output", work.remove("url"));
        }
        job.set("options", work);
        return new TaskStore.Order(jobs.read(caller, job), input, options);
    }

    /** The input as the task shows it: a file object as it was sent; a URL as an external file. */
    private static ObjectNode input(JsonNode sent) {
        int bytes = sent.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_INPUT_BYTES) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'input' is " + bytes + " bytes of JSON: at most "
                    + MAX_INPUT_BYTES + " are kept with a task.", "input");
        }
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("object", "external_file");
        return sent.isTextual() ? input.put("url", sent.asText()) : input.setAll((ObjectNode) sent);
    }
}
