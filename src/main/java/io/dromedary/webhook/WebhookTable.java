package io.dromedary.webhook;

import io.dromedary.database.Ids;
import io.dromedary.delivery.DueRows;
import io.dromedary.delivery.Holdings;
import io.dromedary.job.Job;
import io.dromedary.job.JobEvents;
import io.dromedary.job.JobOrder;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Updates the rows of webhooks when their jobs are stored, end or are restarted, and when a node has died. */
public final class WebhookTable implements JobEvents, Holdings {

    /** The lane that webhooks wait in. */
    public static final String LANE = "webhooks";

    static final String WAITS = "status = 'pending' and node is null";

    /** Tries that are due, and those that were written before the clock was set back. */
    public static final List<DueRows> DUE = List.of(
            DueRows.first("webhooks where " + WAITS, "due_at", DueRows.PAST),
            DueRows.last("webhooks where " + WAITS, "updated_at", DueRows.FUTURE));

    @Override
    public void stored(Handle handle, String jobId, JobOrder order, long now) {
        order.webhookUrl().ifPresent(url -> {
            WebhookAddress to = WebhookAddress.of(url);
            handle.createUpdate("""
                    insert into webhooks (job_id, project, url, host, receiver, status, attempts, created_at, updated_at)
                    values (:id, :project, :url, :host, :receiver, 'waiting', 0, :now, :now)""")
                    .bind("id", jobId).bind("project", order.owner().project()).bind("url", url).bind("host", to.host())
                    .bind("receiver", to.receiver()).bind("now", now).execute();
        });
    }

    @Override
    public void ended(Handle handle, String jobId, Job.Status status, long now) {
        handle.createUpdate("""
                update webhooks set status = 'pending', message_id = :message, trying_since = :now, due_at = :now,
                    node = null, last_error = null, updated_at = :now where job_id = :id""")
                .bind("id", jobId).bind("message", Ids.next("msg")).bind("now", now).execute();
    }

    /** The last end of the job is no longer reported; the next one is. */
    @Override
    public void restarted(Handle handle, String jobId, long now) {
        handle.createUpdate("""
                update webhooks set status = 'waiting', message_id = null, trying_since = null, due_at = null, node = null,
                    last_error = null, updated_at = :now where job_id = :id""")
                .bind("id", jobId).bind("now", now).execute();
    }

    @Override
    public String holders() {
        return "select node from webhooks where node is not null";
    }

    /** The tries of a dead node are made again; they do not count. */
    @Override
    public void free(Handle handle, String node) {
        handle.createUpdate("update webhooks set node = null, attempts = attempts - 1 where node = :node")
                .bind("node", node).execute();
    }
}
