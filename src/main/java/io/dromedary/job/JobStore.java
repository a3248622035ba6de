package io.dromedary.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import io.dromedary.database.PageRequest;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.OutputTemplate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What callers do with jobs: accept, look up, list, cancel. What workers do is in {@link AttemptStore}. */
public final class JobStore {

    /** A task that was asked for on its own shows among the tasks alone. */
    private static final String SHOWN = "(select * from " + Rows.JOBS + " where task_id is null) as shown";

    private final Database database;
    private final Jdbi jdbi;
    private final Lanes lanes;
    private final Clock clock;
    private final JobMeters meters;

    public JobStore(Database database, Lanes lanes, Clock clock, JobMeters meters) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.lanes = lanes;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Whose job it is.
     *
     * @param project who sees it
     * @param keyId   the key that it was sent with; empty when no caller sent it
     */
    public record Owner(String project, Optional<String> keyId) {
    }

    /** What is asked for, checked and with its connections found. */
    public record Order(
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
            Optional<String> webhookUrl) {

        /** Nothing of its URLs, which may hold secrets of their owners. */
        @Override
        public String toString() {
            return "Order[" + kind + "]";
        }
    }

    /** Writes what belongs to a new job in the transaction that stores it, and can still say no to the job. */
    public interface Companion {
        /**
         * Writes.
         *
         * @return whether the job shall be; when not, nothing of it is stored, and nothing may have been written here
         */
        boolean write(Handle handle, String jobId);
    }

    /** A job to be stored, with what is stored beside it. */
    public record Planned(Order order, Companion companion) {
    }

    /** Stores a job and its four tasks; durable when this returns. */
    public Job create(Order order) {
        return database.write(handle -> {
            String id = Ids.next("job");
            insert(handle, id, order);
            return find(handle, id).orElseThrow();
        });
    }

    /**
     * Stores many jobs in one transaction: all are durable when this returns, or none is there.
     *
     * @return those whose companion did not say no, without their tasks
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

    private void insert(Handle handle, String id, Order order) {
        long now = clock.millis();
        insertRow(handle, id, order, Optional.empty(), lanes.of(order.kind()), now);
        var tasks = handle.prepareBatch("""
                insert into tasks (id, job_id, project, position, kind, options, status, progress, created_at,
                    updated_at)
                values (:id, :job, :project, :position, :kind, :options, 'waiting', 0, :now, :now)""");
        int position = 0;
        for (String kind : List.of("probe", "import", order.kind(), "export")) {
            var options = kind.equals(order.kind()) ? order.options() : JsonNodeFactory.instance.objectNode();
            tasks.bind("id", Ids.next("task")).bind("job", id).bind("project", order.owner().project())
                    .bind("position", position++).bind("kind", kind)
                    .bind("options", options.toString()).bind("now", now).add();
        }
        tasks.execute();
        order.webhookUrl().ifPresent(url -> WebhookStore.add(handle, id, order.owner().project(), url, now));
    }

    /** Stores a job without tasks, which its caller does in the same transaction. */
    static void insertRow(
            Handle handle, String id, Order order, Optional<String> taskId, Lane lane, long now) {
        handle.createUpdate("""
                insert into jobs (id, project, key_id, kind, preset, input, connection_id, output_target,
                    output_connection_id, options, metadata, priority, urgency, lane, sender, status, progress,
                    attempts, task_id, queued_at, created_at, updated_at)
                values (:id, :owner.project, :owner.keyId, :kind, :preset, :input, :connectionId, :target,
                    :outputConnectionId, :optionsText, :metadataText, :priority, :priority, :lane, :sender, 'queued', 0,
                    0, :taskId, :now, :now, :now)""")
                .bindMethods(order).bind("id", id).bind("taskId", taskId).bind("lane", lane.wireName())
                .bind("sender", order.owner().keyId().orElse(""))
                .bind("now", now)
                .bind("target", order.outputTarget().map(template -> OutputTemplate.parse(template, "output")
                        .expand(id, order.kind(), order.input(), Instant.ofEpochMilli(now))))
                .bind("optionsText", order.options().toString())
                .bind("metadataText", order.metadata().map(ObjectNode::toString))
                .execute();
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
        return jdbi.withHandle(handle -> find(handle, id));
    }

    /**
     * The job with its tasks.
     *
     * @throws Problem {@code job_not_found}
     */
    public Job get(String id) {
        return find(id).orElseThrow(() -> notFound(id));
    }

    /**
     * The job with its tasks, if it was asked for as a job and in this project.
     *
     * @throws Problem {@code job_not_found}
     */
    public Job getShown(String project, String id) {
        return jdbi.withHandle(handle -> findShown(handle, project, id));
    }

    /** Has this project a job of this id, or a task on its own, that published files on the CDN? */
    public boolean isPublished(String project, String publicId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select 1 from jobs where project = :project and status = 'succeeded' and output_target is null
                            and (id = :id and task_id is null
                                or id = (select job_id from tasks where id = :id) and task_id = :id)""")
                .bind("project", project).bind("id", publicId).mapTo(Integer.class).findOne().isPresent());
    }

    /** A stretch of the list of a project's jobs that were asked for as such, without their tasks. */
    public PageRequest.Page<Job> list(String project, PageRequest page, List<PageRequest.Filter> filters) {
        var conditions = new ArrayList<>(filters);
        conditions.add(new PageRequest.Filter("project", project));
        return jdbi.withHandle(handle ->
                page.read(handle, "*", SHOWN, conditions, (row, context) -> Rows.job(row)));
    }

    /**
     * Ends a job that has not ended. Whoever works on it is not told by this.
     *
     * @throws Problem {@code job_not_found}, {@code job_finished}
     */
    public Job cancel(String project, String id) {
        return jdbi.inTransaction(handle -> {
            claim(handle, id);
            Job job = findShown(handle, project, id);
            if (job.status() == Job.Status.CANCELLED) {
                return job;
            }
            if (job.status().isFinal()) {
                throw new Problem(ProblemKind.JOB_FINISHED, "The job " + id + " has " + Rows.name(job.status())
                        + " already: there is nothing left to cancel.");
            }
            long now = clock.millis();
            handle.createUpdate("""
                    update jobs set status = 'cancelled', finished_at = :now, updated_at = :now,
                        error_kind = 'cancelled', error_message = 'Cancelled by its owner.' where id = :id""")
                    .bind("id", id).bind("now", now).execute();
            handle.createUpdate("""
                    update tasks set status = 'cancelled', finished_at = :now, updated_at = :now
                    where job_id = :id and status in ('waiting', 'processing')""")
                    .bind("id", id).bind("now", now).execute();
            WebhookStore.jobEnded(handle, id, now);
            meters.jobEnded(job.kind(), Job.Status.CANCELLED, Optional.empty());
            return find(handle, id).orElseThrow();
        });
    }

    /** A write first, so that what is read then stays so until the end of the transaction. */
    static void claim(Handle handle, String id) {
        handle.createUpdate("update jobs set updated_at = updated_at where id = :id").bind("id", id).execute();
    }

    static Job findShown(Handle handle, String project, String id) {
        return findOwn(handle, project, id).filter(job -> job.taskId().isEmpty()).orElseThrow(() -> notFound(id));
    }

    /** The job of a project, be it asked for as such or the work of a task. */
    static Optional<Job> findOwn(Handle handle, String project, String id) {
        return find(handle, id).filter(job -> job.owner().project().equals(project));
    }

    static Optional<Job> find(Handle handle, String id) {
        return handle.createQuery("select * from " + Rows.JOBS + " where id = :id").bind("id", id)
                .map((row, context) -> Rows.job(row)).findOne()
                .map(job -> job.withTasks(handle
                        .createQuery("select * from tasks where job_id = :id order by position").bind("id", id)
                        .map((row, context) -> Rows.task(row)).list()));
    }

    static Problem notFound(String id) {
        return new Problem(ProblemKind.JOB_NOT_FOUND, "There is no job '" + id + "'. GET /jobs lists them.");
    }
}
