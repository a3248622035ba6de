package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.job.InputClip;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Task;
import io.dromedary.job.Times;
import io.dromedary.job.Warning;
import io.dromedary.job.Webhook;
import io.dromedary.storage.CdnLinks;
import io.dromedary.work.DryRuns;
import java.util.List;
import java.util.Optional;

/** Jobs and tasks as JSON. Fields without a value are null, and never omitted. */
public final class JobJson {

    private final CdnLinks links;

    /** @param links makes the URLs of results */
    public JobJson(CdnLinks links) {
        this.links = links;
    }

    /** A job with its tasks. */
    public ObjectNode whole(Job job) {
        ObjectNode json = row(job);
        var tasks = json.putArray("tasks");
        job.tasks().forEach(task -> tasks.add(task(task)));
        return json;
    }

    /** A job of a dry run, with the commands that its tasks would run. */
    ObjectNode dryRun(DryRuns.Result result) {
        ObjectNode json = whole(result.job());
        int number = 0;
        for (JsonNode task : json.get("tasks")) {
            var commands = ((ObjectNode) task).putArray("commands");
            if (number < result.commands().size()) {
                result.commands().get(number).forEach(command -> command.forEach(commands.addArray()::add));
            }
            number++;
        }
        return json;
    }

    /**
     * A job as webhooks send it: like {@link #whole}, but with the type of the event, and its output is a file object with
     * its URL. The job of a task is that task.
     */
    public ObjectNode event(Job job) {
        return job.taskId().isPresent() ? taskEvent(job) : jobEvent(job).put("type", "job." + StateJson.name(job.status()));
    }

    private ObjectNode taskEvent(Job job) {
        ObjectNode json = task(job.tasks().get(0)).put("type", "task." + StateJson.name(job.status()));
        json.set("metadata", job.order().metadata().orElse(null));
        return json;
    }

    private ObjectNode jobEvent(Job job) {
        ObjectNode json = whole(job);
        job.output().ifPresent(url -> {
            ObjectNode output = JsonNodeFactory.instance.objectNode().put("url", links.link(job.publicId(), url));
            job.tasks().stream().filter(task -> task.kind().equals("export")).limit(1)
                    .flatMap(task -> output(task).stream()).forEach(output::setAll);
            json.set("output", output);
        });
        return json;
    }

    /** A job in a list, without its tasks. */
    ObjectNode row(Job job) {
        JobOrder order = job.order();
        Job.State state = job.state();
        ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("id", job.id()).put("object", "job").put("kind", order.kind()).put("preset", order.preset().orElse(null))
                .put("input", order.input())
                .put("output", state.output().map(url -> links.link(job.publicId(), url)).orElse(null));
        json.put("output_target", order.outputTarget().orElse(null));
        json.set("inputs", list(order.inputs().stream().map(InputClip::sent).toList()));
        json.set("outputs", OutputJson.of(job, links));
        json.set("options", order.options());
        json.set("metadata", order.metadata().orElse(null));
        json.set("output_headers", order.outputHeaders().orElse(null));
        json.put("priority", order.priority()).put("status", StateJson.name(state.status())).put("progress", state.progress());
        json.set("error", StateJson.failure(state.error()));
        json.set("last_error", StateJson.failure(state.lastError()));
        json.set("warnings", warnings(job.warnings()));
        json.put("attempts", state.shownAttempts()).put("next_attempt_at", state.nextAttemptAt().orElse(null));
        json.set("webhook", webhook(job.webhook()));
        return times(json, job.times());
    }

    /** The inputs that are joined, as they were sent; null for a single one. */
    private static ArrayNode list(List<ObjectNode> clips) {
        return clips.isEmpty() ? null : JsonNodeFactory.instance.arrayNode().addAll(clips);
    }

    /** A task in its job, with which it waits. */
    ObjectNode task(Task task) {
        return task(task, Optional.empty());
    }

    /**
     * A task.
     *
     * @param work the state of the job that does it, if it was requested on its own
     */
    ObjectNode task(Task task, Optional<Job.State> work) {
        ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("id", task.id()).put("object", "task").put("kind", task.kind());
        json.set("input", task.input().orElse(null));
        json.set("inputs", list(task.inputs()));
        json.set("options", task.options());
        json.set("output", output(task).orElse(null));
        json.put("status", StateJson.name(task.status())).put("progress", task.progress())
                .put("speed", task.speed().orElse(null));
        json.set("error", StateJson.failure(task.error()));
        json.set("warnings", warnings(task.warnings()));
        json.set("last_error", StateJson.failure(work.flatMap(Job.State::lastError)));
        json.put("next_attempt_at", work.flatMap(Job.State::nextAttemptAt).orElse(null));
        json.put("node", task.node().orElse(null));
        return times(json, task.times());
    }

    private Optional<ObjectNode> output(Task task) {
        return task.output().map(known -> {
            ObjectNode output = known.deepCopy();
            link(output, "url", task);
            if (output.get("files") instanceof ObjectNode files) {
                files.fieldNames().forEachRemaining(name -> link(files, name, task));
            }
            return output;
        });
    }

    /** The output belongs to the task's job, or to the task itself if it was created on its own. */
    private void link(ObjectNode node, String field, Task task) {
        if (node.path(field).isTextual()) {
            node.put(field, links.link(task.jobId(), links.link(task.id(), node.get(field).asText())));
        }
    }

    private static ObjectNode webhook(Optional<Webhook> webhook) {
        return webhook.map(hook -> JsonNodeFactory.instance.objectNode()
                .put("url", hook.url()).put("status", StateJson.name(hook.status())).put("attempts", hook.attempts())
                .put("last_error", hook.lastError().orElse(null))).orElse(null);
    }

    private static ArrayNode warnings(List<Warning> warnings) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        warnings.forEach(warning -> list.addObject().put("kind", warning.kind()).put("message", warning.message()));
        return list;
    }

    private static ObjectNode times(ObjectNode json, Times times) {
        return json.put("created_at", times.createdAt()).put("started_at", times.startedAt().orElse(null))
                .put("finished_at", times.finishedAt().orElse(null)).put("updated_at", times.updatedAt());
    }
}
