package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.job.TaskStore;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads tasks from requests. A job does the work of a task, so a task is read and checked as a job. */
public final class TaskOrders {

    /** A file object is far smaller. */
    private static final int MAX_INPUT_BYTES = 16 << 10;

    /** What a task has in common with a job, and its work takes over. */
    private static final List<String> SAME = List.of("inputs", "output", "output_headers", "metadata", "webhook_url");

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
        ObjectNode input = input(InputClips.withInput(body).get("input"));
        ObjectNode options = JobOrders.options(body);
        if (options.has("output_connection_id") && !body.has("output")) {
            throw new Problem(ProblemKind.INVALID_INPUT, "The result of this task goes to the CDN, so it needs no"
                    + " 'options.output_connection_id'. Send 'output', too, or a task of kind 'export' afterwards.",
                    "options.output_connection_id");
        }
        checkOutput(body);
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.set("kind", body.get("kind"));
        if (!body.has("inputs")) {
            job.set("input", input.get("url"));
        }
        ObjectNode work = options.deepCopy();
        if (work.has("url")) {
            job.set("output", work.remove("url"));
        }
        job.set("options", work);
        SAME.stream().filter(body::has).forEach(field -> job.set(field, body.get(field)));
        return new TaskStore.Order(jobs.read(caller, job), input, options);
    }

    /** A probe makes no file, and an export has a field of its own for it. */
    private static void checkOutput(JsonNode body) {
        String kind = body.get("kind").asText();
        if (body.has("output") && List.of("probe", "export").contains(kind)) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'output' is for tasks that make a file, not for kind '" + kind
                    + "'. A task of kind 'export' writes a file to a bucket, to its 'options.url'.", "output");
        }
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
