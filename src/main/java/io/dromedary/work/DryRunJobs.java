package io.dromedary.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.Ids;
import io.dromedary.job.Failure;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Lane;
import io.dromedary.job.Stage;
import io.dromedary.job.Task;
import io.dromedary.job.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates jobs for dry runs, which are not stored and have no webhook. */
final class DryRunJobs {

    private DryRunJobs() {
    }

    /** A job as it would be queued. */
    static Job job(JobOrder order, long now) {
        return new Job(Ids.next("job"), Optional.empty(), order, Lane.HEAVY,
                Job.State.of(Job.Status.QUEUED, Optional.empty()), Times.stored(now), List.of(), List.of(), Optional.empty());
    }

    /**
     * The job with its tasks after a successful probe.
     *
     * @param fetched what the import would tell
     * @param shown   what is known of each output
     */
    static Job probed(Job job, ObjectNode file, ObjectNode fetched, List<ShownPlan> shown) {
        Job warned = new Job(job.id(), job.taskId(), job.order(), job.lane(), job.state(), job.times(),
                shown.stream().flatMap(plan -> plan.warnings().stream()).distinct().toList(), List.of(), job.webhook());
        return warned.withTasks(tasks(warned, task(job, Stage.PROBE, Task.Status.SUCCEEDED, Optional.of(file), Optional.empty()),
                Task.Status.WAITING, Optional.of(fetched), shown));
    }

    /** The job with its tasks after a failed probe. */
    static Job failed(Job job, Failure failure) {
        var probe = task(job, Stage.PROBE, Task.Status.FAILED, Optional.empty(), Optional.of(failure));
        return new Job(job.id(), job.taskId(), job.order(), job.lane(),
                Job.State.of(Job.Status.FAILED, Optional.of(failure)), job.times(),
                List.of(), tasks(job, probe, Task.Status.CANCELLED, Optional.empty(), List.of()), job.webhook());
    }

    private static List<Task> tasks(Job job, Task probe, Task.Status others, Optional<ObjectNode> fetched, List<ShownPlan> shown) {
        List<JobOrder> outputs = job.order().outputs().isEmpty() ? List.of(job.order())
                : job.order().outputs();
        var tasks = new ArrayList<>(List.of(probe, task(job, Stage.IMPORT, others, fetched, Optional.empty())));
        for (int number = 0; number < outputs.size(); number++) {
            Job alone = job.withOrder(outputs.get(number));
            Optional<ShownPlan> plan = number < shown.size() ? Optional.of(shown.get(number)) : Optional.empty();
            Task encode = task(alone, Stage.ENCODE, others, plan.flatMap(ShownPlan::how)
                    .map(how -> JsonNodeFactory.instance.objectNode().set("how", Probes.how(how))), Optional.empty());
            tasks.add(plan.map(known -> encode.warned(known.warnings())).orElse(encode));
            tasks.add(task(alone, Stage.EXPORT, others, Optional.empty(), Optional.empty()));
        }
        return tasks;
    }

    private static Task task(
            Job job, Stage stage, Task.Status status, Optional<ObjectNode> output, Optional<Failure> error) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        return new Task(Ids.next("task"), job.id(), stage.task(job.kind()),
                stage == Stage.PROBE ? Optional.of(InputObjects.external(job.input())) : Optional.empty(), List.of(),
                stage == Stage.ENCODE ? job.order().options() : nothing, output, status,
                status == Task.Status.SUCCEEDED ? 100 : 0, Optional.empty(), error, List.of(), Optional.empty(), job.times());
    }
}
