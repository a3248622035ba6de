package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import io.dromedary.database.PageRequest;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Tasks as callers use them: request one on its own, look up, list. The work for such a task is a job like any other,
 * which is shown only as this task.
 */
public final class TaskStore {

    private final Database database;
    private final Jdbi jdbi;
    private final Lanes lanes;
    private final Clock clock;
    private final JobTransitions transitions;

    public TaskStore(Database database, Lanes lanes, Clock clock, JobTransitions transitions) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.lanes = lanes;
        this.clock = clock;
        this.transitions = transitions;
    }

    /**
     * A step that is requested on its own.
     *
     * @param work    the job that does it
     * @param input   as the task shows it
     * @param options as sent
     */
    public record Order(JobOrder work, ObjectNode input, ObjectNode options) {

        @Override
        public String toString() {
            return work.toString();
        }
    }

    /** Stores the job of a task with that task alone; durable when this returns. */
    public Job create(Order order) {
        return database.write(handle -> {
            String jobId = Ids.next("job");
            String taskId = Ids.next("task");
            long now = clock.millis();
            transitions.store(handle, jobId, order.work(), Optional.of(taskId),
                    lanes.of(order.work()), now);
            handle.createUpdate("""
                    insert into tasks (id, job_id, project, position, kind, input, inputs, options, status,
                        progress, created_at, updated_at)
                    values (:id, :job, :project, 0, :kind, :input, :inputs, :options, 'waiting', 0, :now, :now)""")
                    .bind("id", taskId).bind("job", jobId).bind("project", order.work().owner().project())
                    .bind("kind", order.work().kind())
                    .bind("input", order.input().toString()).bind("inputs", OrderLists.sent(order.work().inputs()))
                    .bind("options", order.options().toString())
                    .bind("now", now).execute();
            return Rows.find(handle, jobId).orElseThrow();
        });
    }

    /**
     * A task of a project, which may be a step of a job or on its own.
     *
     * @throws Problem {@code task_not_found}
     */
    public Task get(String project, String id) {
        return jdbi.withHandle(handle -> find(handle, project, id)).orElseThrow(() -> new Problem(
                ProblemKind.TASK_NOT_FOUND, "There is no task '" + id + "'. GET /tasks lists them."));
    }

    private static Optional<Task> find(Handle handle, String project, String id) {
        return handle.createQuery("select * from tasks where id = :id and project = :project")
                .bind("id", id).bind("project", project)
                .map((row, context) -> Rows.task(row)).findOne();
    }

    /**
     * The states of the jobs that do these tasks, by the ids of the tasks. Of steps of jobs, and of tasks that have ended,
     * there are none: a step waits with its job.
     */
    public Map<String, Job.State> waiting(List<Task> shown) {
        List<String> jobs = shown.stream().filter(task -> task.times().finishedAt().isEmpty()).map(Task::jobId).distinct().toList();
        return jobs.isEmpty() ? Map.of() : jdbi.withHandle(handle -> handle
                .createQuery("select * from " + Rows.JOBS + " where task_id is not null and id in (<jobs>)")
                .bindList("jobs", jobs).map((row, context) -> Rows.job(row)).list())
                .stream().collect(Collectors.toMap(Job::publicId, Job::state));
    }

    /** The job that does a task that was requested on its own, with that task. */
    public Optional<Job> work(String project, String taskId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select job_id from tasks where id = :task and project = :project""")
                .bind("project", project).bind("task", taskId).mapTo(String.class).findOne()
                .flatMap(id -> Rows.find(handle, id)).filter(job -> job.taskId().isPresent()));
    }

    /** The job of a task of kind {@code import} on its own that publishes on the CDN, with that task. */
    public Optional<Job> file(String project, String taskId) {
        return work(project, taskId).filter(job -> job.kind().equals("import") && job.order().outputTarget().isEmpty());
    }

    /** A page of the list of these jobs, by the ids of their tasks. */
    public PageRequest.Page<Job> files(String project, PageRequest page) {
        return jdbi.withHandle(handle -> {
            PageRequest.Page<String> jobs = page.read(handle, "job_id", """
                            (select task_id as id, id as job_id, project from jobs
                            where kind = 'import' and task_id is not null and output_target is null) as files""",
                    List.of(new PageRequest.Filter("project", project)), (row, context) -> row.getString("job_id"));
            return new PageRequest.Page<>(jobs.rows().stream().flatMap(id -> Rows.find(handle, id).stream()).toList(),
                    jobs.next(), jobs.previous());
        });
    }

    /** A page of the list of a project's tasks. */
    public PageRequest.Page<Task> list(String project, PageRequest page) {
        return jdbi.withHandle(handle -> page.read(handle, "*", "tasks",
                List.of(new PageRequest.Filter("project", project)), (row, context) -> Rows.task(row)));
    }
}
