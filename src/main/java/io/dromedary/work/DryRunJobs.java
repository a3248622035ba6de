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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Jobs that are stored nowhere, as they would be; nobody is told how they end. */
final class DryRunJobs {

    private DryRunJobs() {
    }

    /** As it would wait. */
    static Job job(JobOrder order, long now) {
        return new Job(Ids.next("job"), order.owner(), order.kind(), order.preset(), order.input(), order.connectionId(),
                order.outputTarget(), order.outputConnectionId(), order.options(), order.metadata(), order.priority(),
                Lane.HEAVY, Job.Status.QUEUED, 0, Optional.empty(), Optional.empty(), 0, 0, Optional.empty(),
                List.of(), Optional.empty(), Optional.empty(), now, Optional.empty(), Optional.empty(), now);
    }

    /** With its tasks, after a probe that found this. */
    static Job probed(Job job, ObjectNode file) {
        return job.withTasks(tasks(job, task(job, Stage.PROBE, Task.Status.SUCCEEDED, Optional.of(file),
                Optional.empty()), Task.Status.WAITING));
    }

    /** With its tasks, after a probe that failed. */
    static Job failed(Job job, Failure failure) {
        var probe = task(job, Stage.PROBE, Task.Status.FAILED, Optional.empty(), Optional.of(failure));
        return new Job(job.id(), job.owner(), job.kind(), job.preset(), job.input(), job.connectionId(), job.outputTarget(),
                job.outputConnectionId(), job.options(), job.metadata(), job.priority(), job.lane(),
                Job.Status.FAILED, 0, Optional.empty(), Optional.of(failure), 0, 0, Optional.empty(),
                tasks(job, probe, Task.Status.CANCELLED), Optional.empty(), Optional.empty(), job.createdAt(), Optional.empty(),
                Optional.empty(), job.updatedAt());
    }

    private static List<Task> tasks(Job job, Task probe, Task.Status others) {
        return Stream.concat(Stream.of(probe), Stream.of(Stage.IMPORT, Stage.ENCODE, Stage.EXPORT)
                .map(stage -> task(job, stage, others, Optional.empty(), Optional.empty()))).toList();
    }

    private static Task task(
            Job job, Stage stage, Task.Status status, Optional<ObjectNode> output, Optional<Failure> error) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        return new Task(Ids.next("task"), job.id(), stage.task(job.kind()),
                stage == Stage.PROBE ? Optional.of(Imports.external(job.input())) : Optional.empty(),
                stage == Stage.ENCODE ? job.options() : nothing, output, status,
                status == Task.Status.SUCCEEDED ? 100 : 0, Optional.empty(), error, Optional.empty(), job.createdAt(),
                Optional.empty(), Optional.empty(), job.createdAt());
    }
}
