package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.storage.OutputTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Writes every change of a job's state and of its tasks in the caller's transaction, and publishes the event in it. */
public final class JobTransitions {

    /** A task that is not one of the two of an output, of several, that is published already. */
    private static final String UNPUBLISHED = """

            and not exists (select 1 from tasks done join jobs whole on whole.id = done.job_id
                where done.job_id = tasks.job_id and whole.outputs is not null and done.kind = 'export'
                    and done.status = 'succeeded' and done.position in (tasks.position, tasks.position + 1))""";

    private final List<JobEvents> listeners;

    public JobTransitions(List<JobEvents> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Stores a queued job; its caller stores its tasks in the same transaction. */
    void store(Handle handle, String id, JobOrder order, Optional<String> taskId, Lane lane, long now) {
        handle.createUpdate("""
                insert into jobs (id, project, key_id, kind, preset, input, connection_id, output_target,
                    output_connection_id, options, metadata, priority, urgency, lane, sender, status, progress,
                    attempts, task_id, output_headers, inputs, outputs, queued_at, created_at, updated_at)
                values (:id, :owner.project, :owner.keyId, :kind, :preset, :input, :connectionId, :target,
                    :outputConnectionId, :optionsText, :metadataText, :priority, :priority, :lane, :sender, 'queued', 0,
                    0, :taskId, :outputHeadersText, :inputsText, :outputsText, :now, :now, :now)""")
                .bindMethods(order).bind("id", id).bind("taskId", taskId).bind("lane", lane.wireName())
                .bind("sender", order.owner().keyId().orElse(""))
                .bind("now", now)
                .bind("target", target(id, order, now))
                .bind("outputsText", OrderLists.outputs(order.outputs(), part -> target(id, part, now)))
                .bind("optionsText", order.options().toString())
                .bind("inputsText", OrderLists.clips(order.inputs()))
                .bind("metadataText", order.metadata().map(ObjectNode::toString))
                .bind("outputHeadersText", order.outputHeaders().map(ObjectNode::toString))
                .execute();
        listeners.forEach(listener -> listener.stored(handle, id, order, now));
    }

    private static Optional<String> target(String id, JobOrder order, long now) {
        return order.outputTarget().map(template -> OutputTemplate.parse(template, "output")
                .expand(id, order.kind(), order.input(), Instant.ofEpochMilli(now)));
    }

    /** The job succeeded, and with it a task that is still at work because it was requested on its own. */
    void succeed(Handle handle, String jobId, Optional<String> output, Optional<ObjectNode> taskOutput, long now) {
        handle.createUpdate("""
                update jobs set status = 'succeeded', progress = 100, output = :output, error_kind = null,
                    error_message = null, finished_at = :now, updated_at = :now where id = :id""")
                .bind("id", jobId).bind("output", output).bind("now", now).execute();
        handle.createUpdate("""
                update tasks set status = 'succeeded', progress = 100, output = :output, finished_at = :now,
                    updated_at = :now where job_id = :id and status = 'processing'""")
                .bind("id", jobId).bind("output", taskOutput.map(ObjectNode::toString)).bind("now", now).execute();
        listeners.forEach(listener -> listener.ended(handle, jobId, Job.Status.SUCCEEDED, now));
    }

    /** The job failed; so did the step that was at work, and the ones after it are not done. */
    public void fail(Handle handle, String jobId, Failure failure, long now) {
        handle.createUpdate("""
                update jobs set status = 'failed', error_kind = :kind, error_message = :message,
                    finished_at = :now, updated_at = :now where id = :id""")
                .bind("id", jobId).bind("now", now)
                .bind("kind", failure.kind().wireName()).bind("message", failure.message()).execute();
        handle.createUpdate("""
                update tasks set status = 'failed', error_kind = :kind, error_message = :message,
                    finished_at = :now, updated_at = :now
                where job_id = :id and (status = 'processing' or id in (select task_id from jobs where id = :id))""")
                .bind("id", jobId).bind("now", now)
                .bind("kind", failure.kind().wireName()).bind("message", failure.message()).execute();
        handle.createUpdate("""
                update tasks set status = 'cancelled', finished_at = :now, updated_at = :now
                where job_id = :id and status = 'waiting'""")
                .bind("id", jobId).bind("now", now).execute();
        listeners.forEach(listener -> listener.ended(handle, jobId, Job.Status.FAILED, now));
    }

    /** The owner of the job cancelled it. */
    void cancel(Handle handle, String jobId, long now) {
        handle.createUpdate("""
                update jobs set status = 'cancelled', finished_at = :now, updated_at = :now,
                    error_kind = 'cancelled', error_message = 'Cancelled by its owner.' where id = :id""")
                .bind("id", jobId).bind("now", now).execute();
        handle.createUpdate("""
                update tasks set status = 'cancelled', finished_at = :now, updated_at = :now
                where job_id = :id and status in ('waiting', 'processing')""")
                .bind("id", jobId).bind("now", now).execute();
        listeners.forEach(listener -> listener.ended(handle, jobId, Job.Status.CANCELLED, now));
    }

    /** Queues a job that has ended as if it were new. */
    void restart(Handle handle, String id, long now) {
        handle.createUpdate("""
                update jobs set status = 'queued', progress = 0, output = null, warnings = null, error_kind = null,
                    error_message = null, deaths = 0, failures = 0, lacks = 0, due_at = null, node = null,
                    urgency = priority, sender = coalesce(key_id, ''), queued_at = :now, started_at = null,
                    finished_at = null, updated_at = :now
                where id = :id""").bind("id", id).bind("now", now).execute();
        handle.createUpdate("""
                update tasks set status = 'waiting', progress = 0, speed = null, input = null, output = null, warnings = null,
                    error_kind = null, error_message = null, started_at = null, finished_at = null,
                    updated_at = :now
                where job_id = :id""" + UNPUBLISHED).bind("id", id).bind("now", now).execute();
        listeners.forEach(listener -> listener.restarted(handle, id, now));
    }

    /** Queues the job again, unless it has ended. Its place in the queue stays the same. */
    public static void queueAgain(Handle handle, String jobId, long now) {
        int waiting = handle.createUpdate("""
                update jobs set status = 'queued', progress = 0, warnings = null, node = null, updated_at = :now
                where id = :id and status in ('queued', 'processing')""")
                .bind("id", jobId).bind("now", now).execute();
        if (waiting == 1) {
            resetTasks(handle, jobId, now);
        }
    }

    /** Resets all steps, which are to be done again; not those of an output, of several, that is published. */
    public static void resetTasks(Handle handle, String jobId, long now) {
        handle.createUpdate("""
                update tasks set status = 'waiting', progress = 0, speed = null, output = null, warnings = null,
                    input = case when id in (select task_id from jobs where id = :id) then input end,
                    node = null, started_at = null, finished_at = null, updated_at = :now where job_id = :id""" + UNPUBLISHED)
                .bind("id", jobId).bind("now", now).execute();
    }
}
