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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Creates jobs for dry runs, which are not stored and have no webhook. */
final class DryRunJobs {

    private DryRunJobs() {
    }

    /** A job as it would be queued. */
    static Job job(JobOrder order, long now) {
        return new Job(Ids.next("job"), Optional.empty(), order, Lane.HEAVY,
                Job.State.of(Job.Status.QUEUED, Optional.empty()), Times.stored(now), List.of(), List.of(), Optional.empty());
    }

    /** The job with its tasks after a successful probe. */
    static Job probed(Job job, ObjectNode file, Plans.Shown shown) {
        Job warned = new Job(job.id(), job.taskId(), job.order(), job.lane(), job.state(), job.times(), shown.warnings(), List.of(),
                job.webhook());
        return warned.withTasks(tasks(warned, task(warned, Stage.PROBE, Task.Status.SUCCEEDED, Optional.of(file),
                Optional.empty()), Task.Status.WAITING, shown.how().map(how -> JsonNodeFactory.instance.objectNode().set("how", Probes.how(how)))));
    }

    /** The job with its tasks after a failed probe. */
    static Job failed(Job job, Failure failure) {
        var probe = task(job, Stage.PROBE, Task.Status.FAILED, Optional.empty(), Optional.of(failure));
        return new Job(job.id(), job.taskId(), job.order(), job.lane(),
                Job.State.of(Job.Status.FAILED, Optional.of(failure)), job.times(),
                List.of(), tasks(job, probe, Task.Status.CANCELLED, Optional.empty()), job.webhook());
    }

    /** @param known what is known of the result of the encode */
    private static List<Task> tasks(Job job, Task probe, Task.Status others, Optional<ObjectNode> known) {
        return Stream.concat(Stream.of(probe), Stream.of(Stage.IMPORT, Stage.ENCODE, Stage.EXPORT)
                .map(stage -> task(job, stage, others, stage == Stage.ENCODE ? known : Optional.empty(), Optional.empty()))).toList();
    }

    private static Task task(
            Job job, Stage stage, Task.Status status, Optional<ObjectNode> output, Optional<Failure> error) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        return new Task(Ids.next("task"), job.id(), stage.task(job.kind()),
                stage == Stage.PROBE ? Optional.of(Imports.external(job.input())) : Optional.empty(),
                stage == Stage.ENCODE ? job.order().options() : nothing, output, status,
                status == Task.Status.SUCCEEDED ? 100 : 0, Optional.empty(), error, stage == Stage.ENCODE ? job.warnings() : List.of(),
                Optional.empty(), job.times());
    }
}
