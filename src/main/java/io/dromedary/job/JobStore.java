package io.dromedary.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import io.dromedary.database.PageRequest;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Jobs as callers use them: accept, look up, list, cancel. {@link AttemptStore} has what workers write. */
public final class JobStore {

    /** A task that was requested on its own is listed among the tasks only. */
    private static final String SHOWN = "(select * from " + Rows.JOBS + " where task_id is null) as shown";

    /** As in the indexes by key: the first characters find the jobs, and all are compared. */
    private static final String OF_KEY = """
            select id from jobs where project = :project and task_id is null and substr(URL, 1, 5) = 's3://'
                and substr(KEY, 2, 512) = substr(:key, 1, 512) and substr(KEY, 2) = :key""".replace("KEY", "ltrim(substr(URL, 6),"
                    + " 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-')");

    private final Database database;
    private final Jdbi jdbi;
    private final Lanes lanes;
    private final Clock clock;
    private final JobTransitions transitions;
    private final JobMeters meters;

    public JobStore(Database database, Lanes lanes, Clock clock, JobTransitions transitions, JobMeters meters) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.lanes = lanes;
        this.clock = clock;
        this.transitions = transitions;
        this.meters = meters;
    }

    /** Writes data that belongs to a new job in the transaction that stores it, and can still prevent the job. */
    public interface Companion {
        /**
         * Writes.
         *
         * @return whether to store the job; if not, this must not have written anything
         */
        boolean write(Handle handle, String jobId);
    }

    /** A job to be stored, with its companion. */
    public record Planned(JobOrder order, Companion companion) {
    }

    /** Stores a job and its four tasks; durable when this returns. */
    public Job create(JobOrder order) {
        return database.write(handle -> {
            String id = Ids.next("job");
            insert(handle, id, order);
            return Rows.find(handle, id).orElseThrow();
        });
    }

    /**
     * Stores many jobs in one transaction: all are durable when this returns, or none is there.
     *
     * @return those whose companion did not prevent them, without their tasks
     */
    public List<Job> createAll(List<Planned> planned) {
        return database.write(handle -> {
            var ids = new ArrayList<String>();
            for (Planned plan : planned) {
                String id = Ids.next("job");
                if (plan.companion().write(handle, id)) {
                    insert(handle, id, plan.order());
                    ids.add(id);
                }
            }
            return ids.isEmpty() ? List.of() : handle.createQuery("select * from " + Rows.JOBS
                            + " where id in (<ids>) order by id")
                    .bindList("ids", ids).map((row, context) -> Rows.job(row)).list();
        });
    }

    private void insert(Handle handle, String id, JobOrder order) {
        long now = clock.millis();
        transitions.store(handle, id, order, Optional.empty(), lanes.of(order), now);
        var tasks = handle.prepareBatch("""
                insert into tasks (id, job_id, project, position, kind, options, status, progress, created_at,
                    updated_at)
                values (:id, :job, :project, :position, :kind, :options, 'waiting', 0, :now, :now)""");
        int position = 0;
        var steps = new ArrayList<>(List.of(step("probe"), step("import")));
        (order.outputs().isEmpty() ? List.of(order) : order.outputs())
                .forEach(output -> steps.addAll(List.of(Map.entry(output.kind(), output.options()), step("export"))));
        for (Map.Entry<String, ObjectNode> step : steps) {
            tasks.bind("id", Ids.next("task")).bind("job", id).bind("project", order.owner().project())
                    .bind("position", position++).bind("kind", step.getKey())
                    .bind("options", step.getValue().toString()).bind("now", now).add();
        }
        tasks.execute();
    }

    private static Map.Entry<String, ObjectNode> step(String kind) {
        return Map.entry(kind, JsonNodeFactory.instance.objectNode());
    }

    /** How many jobs wait or are at work. */
    public long unfinished() {
        return jdbi.withHandle(handle -> handle
                .createQuery("""
                        select (select count(*) from jobs BY where status = 'queued' and due_at is null)
                            + (select count(*) from jobs where status = 'queued' and due_at is not null)
                            + (select count(*) from jobs where status = 'processing')"""
                        .replace("BY", database.by("jobs_queue")))
                .mapTo(Long.class).one());
    }

    /** The job with its tasks. */
    public Optional<Job> find(String id) {
        return jdbi.withHandle(handle -> Rows.find(handle, id));
    }

    /**
     * The job with its tasks.
     *
     * @throws Problem {@code job_not_found}
     */
    public Job get(String id) {
        return find(id).orElseThrow(() -> Rows.notFound(id));
    }

    /**
     * The job with its tasks, if it was requested as a job and in this project.
     *
     * @throws Problem {@code job_not_found}
     */
    public Job getShown(String project, String id) {
        return jdbi.withHandle(handle -> Rows.findShown(handle, project, id));
    }

    /** Has this project a job of this id, or a task on its own, that has files on the CDN? */
    public boolean isPublished(String project, String publicId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select 1 from jobs where project = :project and %s
                            and (id = :id and task_id is null
                                or id = (select job_id from tasks where id = :id) and task_id = :id)""".formatted(Job.HAS_FILES))
                .bind("project", project).bind("id", publicId).mapTo(Integer.class).findOne().isPresent());
    }

    /** A page of the list of a project's jobs, without their tasks. */
    public PageRequest.Page<Job> list(String project, PageRequest page, List<PageRequest.Filter> filters) {
        var conditions = new ArrayList<>(filters);
        conditions.add(new PageRequest.Filter("project", project));
        return jdbi.withHandle(handle ->
                page.read(handle, "*", SHOWN, conditions, (row, context) -> Rows.job(row)));
    }

    /**
     * The condition of a list that a job read or wrote the object with this key.
     *
     * @param key what follows the bucket in {@code s3://bucket/key}
     */
    public static PageRequest.Filter ofObject(String key) {
        return new PageRequest.Filter("key", key, "id in (" + OF_KEY.replace("URL", "input") + " union all "
                + OF_KEY.replace("URL", "output") + ")");
    }

    /**
     * Gives a job that has not ended another priority. One that waits takes its place by it at once, unless it has waited so
     * long that it is more urgent already; one at work has it if it is queued again.
     *
     * @throws Problem {@code job_not_found}, {@code job_finished}
     */
    public Job prioritize(String project, String id, int priority) {
        return jdbi.inTransaction(handle -> {
            Rows.lock(handle, id);
            Job job = Rows.findShown(handle, project, id);
            if (job.status().isFinal()) {
                throw new Problem(ProblemKind.JOB_FINISHED, "The job " + id + " has " + Rows.name(job.status())
                        + " already: its priority makes no difference any more.");
            }
            handle.createUpdate("""
                            update jobs set urgency = case when urgency > priority then urgency else :priority end,
                                priority = :priority, updated_at = :now where id = :id""")
                    .bind("id", id).bind("priority", priority).bind("now", clock.millis()).execute();
            return Rows.find(handle, id).orElseThrow();
        });
    }

    /**
     * Cancels a job that has not ended. This does not stop a worker that works on it.
     *
     * @throws Problem {@code job_not_found}, {@code job_finished}
     */
    public Job cancel(String project, String id) {
        return jdbi.inTransaction(handle -> {
            Rows.lock(handle, id);
            Job job = Rows.findShown(handle, project, id);
            if (job.status() == Job.Status.CANCELLED) {
                return job;
            }
            if (job.status().isFinal()) {
                throw new Problem(ProblemKind.JOB_FINISHED, "The job " + id + " has " + Rows.name(job.status())
                        + " already: there is nothing left to cancel.");
            }
            transitions.cancel(handle, id, clock.millis());
            meters.jobEnded(job.kind(), Job.Status.CANCELLED, Optional.empty());
            return Rows.find(handle, id).orElseThrow();
        });
    }
}
