package io.dromedary.webhook;

import io.dromedary.database.Database;
import io.dromedary.job.ClockJump;
import io.dromedary.job.Job;
import io.dromedary.job.Rows;
import io.dromedary.job.Webhook;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.webhook.WebhookQueue.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores the tries of webhooks. Each try has a number; the end of a try that is no longer the current one, or belongs
 * to an earlier round, changes nothing.
 */
public final class WebhookStore {

    /** A try later than this was delayed by an outage or a changed clock, and not by other webhooks. */
    private static final Duration LATE = Duration.ofMinutes(10);

    /** How often to look again while others are faster, which takes them milliseconds. */
    private static final int LOOKS = 50;
    private static final long BETWEEN_NANOS = 2_000_000;
    /** How many rows are written at a time, so that nobody waits long. */
    private static final int BATCH = 1_000;

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;
    private final String node;
    private final WebhookQueue queue;

    /** @param node the id of the node that makes the tries */
    public WebhookStore(Database database, Clock clock, String node) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.node = node;
        this.queue = new WebhookQueue(database, clock);
    }

    /** Does the same as {@link #claim(Withheld)} without exceptions. */
    public Optional<WebhookTry> claim() {
        return claim(new Withheld(Set.of(), Set.of()));
    }

    /**
     * Begins the most urgent due try, except to these receivers and to URLs to which a try is being made. If a try
     * begins late because no node ran or the clock was set ahead, that time does not count. If the clock was set back,
     * the time of the first try is corrected.
     *
     * @return none if none is due
     */
    public Optional<WebhookTry> claim(Withheld withheld) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<Waiting> next = jdbi.withHandle(handle -> queue.next(handle, withheld));
            if (next.isPresent()) {
                Optional<WebhookTry> begun = database.write(handle -> begin(handle, next.get()));
                if (begun.isPresent()) {
                    return begun;
                }
                LockSupport.parkNanos(BETWEEN_NANOS);
            } else if (!makeDueWhatIsOfTheFuture()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Makes webhooks due that were written before the clock was set back, since their due time is unknown. */
    private boolean makeDueWhatIsOfTheFuture() {
        String some = "webhooks" + database.by("webhooks_due_by_writing") + " where " + WebhookTable.WAITS
                + " and updated_at > :future order by updated_at desc limit ";
        long future = ClockJump.future(clock);
        return jdbi.withHandle(handle -> handle.createQuery("select job_id from " + some + 1).bind("future", future)
                        .mapTo(String.class).findOne()).isPresent()
                && database.write(handle -> handle.createUpdate("update webhooks set due_at = :now, updated_at = :now"
                        + " where job_id in (select job_id from " + some + BATCH + database.skipLocked() + ")")
                        .bind("future", future).bind("now", clock.millis()).execute()) > 0;
    }

    private record Taken(String messageId, int attempt, long tryingSince) {
    }

    /** None if another node was faster with this webhook, or with another one to the same URL. */
    private Optional<WebhookTry> begin(Handle handle, Waiting next) {
        if (database.isServer() && !isMine(handle, next.to())) {
            return Optional.empty();
        }
        return handle.createQuery("""
                        update webhooks set attempts = attempts + 1, node = :node, updated_at = :now, due_at = :now,
                            trying_since = case when trying_since > :future then :now
                                when due_at < :late then trying_since + :now - due_at else trying_since end
                        where job_id = :id and status = 'pending' and node is null and due_at <= :now
                            and not exists (select 1 from webhooks as busy
                                where busy.node is not null and busy.receiver = :receiver)
                        returning message_id, attempts, trying_since""")
                .bind("node", node).bind("now", clock.millis()).bind("future", ClockJump.future(clock))
                .bind("late", clock.millis() - LATE.toMillis()).bind("id", next.jobId())
                .bind("receiver", next.to().receiver())
                .map((row, context) -> new Taken(row.getString("message_id"), row.getInt("attempts"),
                        row.getLong("trying_since"))).findOne()
                .map(taken -> new WebhookTry(Rows.find(handle, next.jobId()).orElseThrow(), taken.messageId(),
                        taken.attempt(), taken.tryingSince(), clock.millis()));
    }

    /**
     * Locks a URL until the end of the transaction, since a try that another transaction has begun is not visible
     * before its commit.
     */
    private static boolean isMine(Handle handle, WebhookAddress to) {
        return handle.createQuery("select pg_try_advisory_xact_lock(hashtext(:receiver))")
                .bind("receiver", "webhook " + to.receiver()).mapTo(Boolean.class).one();
    }

    /**
     * Gives back the tries that the database assigns to this node although they are not made here, because the answer
     * to their claim was lost.
     */
    public void giveBackAllBut(Set<String> jobIds) {
        List<String> said = jdbi.withHandle(handle -> handle.createQuery("select job_id from webhooks where node = :node")
                .bind("node", node).mapTo(String.class).list());
        said.stream().filter(id -> !jobIds.contains(id)).forEach(id -> database.write(handle ->
                handle
                .createUpdate("update webhooks set node = null, attempts = attempts - 1 where node = :node and job_id = :id")
                .bind("node", node).bind("id", id).execute()));
    }

    /** Records that a webhook was delivered. */
    public void delivered(WebhookTry delivery) {
        end(delivery, Webhook.Status.DELIVERED, Optional.empty());
    }

    /** Records that a try failed and was the last. */
    public void giveUp(WebhookTry delivery, String error) {
        end(delivery, Webhook.Status.FAILED, Optional.of(error));
    }

    private void end(WebhookTry delivery, Webhook.Status status, Optional<String> error) {
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        update webhooks set status = :status, node = null, last_error = :error, updated_at = :now
                        where job_id = :id and trying_since = :since and status = 'pending'""")
                .bind("id", delivery.job().id()).bind("since", delivery.tryingSince())
                .bind("status", Rows.name(status)).bind("error", error).bind("now", clock.millis()).execute());
    }

    /** Records that a try failed, and when the next one is due. */
    public void retry(WebhookTry delivery, Duration delay, String error) {
        long now = clock.millis();
        long took = now - delivery.begunAt();
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        update webhooks set due_at = :due, node = null, trying_since = trying_since + :jump,
                            last_error = :error, updated_at = :now
                        where job_id = :id and trying_since = :since and attempts = :attempt and status = 'pending'""")
                .bind("id", delivery.job().id()).bind("since", delivery.tryingSince())
                .bind("attempt", delivery.attempt()).bind("jump", took > LATE.toMillis() ? took : 0)
                .bind("due", now + delay.toMillis()).bind("error", error).bind("now", now).execute());
    }

    /** Postpones the other webhooks of the project to the same URL, which does not answer. */
    public void holdBack(WebhookTry delivery, Duration delay) {
        WebhookAddress to = delivery.to();
        jdbi.useHandle(handle -> handle.createUpdate("update webhooks" + database.by("webhooks_by_receiver")
                        + " set due_at = :due, updated_at = :now where " + WebhookTable.WAITS + " and project = :project"
                        + " and host = :host and receiver = :receiver and due_at < :due")
                .bind("project", delivery.job().order().owner().project())
                .bind("host", to.host()).bind("receiver", to.receiver())
                .bind("due", clock.millis() + delay.toMillis()).bind("now", clock.millis()).execute());
    }

    /**
     * Begins a new round of tries, whatever the outcome of the earlier ones.
     *
     * @throws Problem {@code job_not_found}; {@code invalid_input} if there is nothing to send
     */
    public Job sendAgain(String project, String jobId) {
        return jdbi.inTransaction(handle -> {
            Rows.lock(handle, jobId);
            Job job = Rows.findOwn(handle, project, jobId).orElseThrow(() -> Rows.notFound(jobId));
            if (job.webhook().isEmpty()) {
                throw new Problem(ProblemKind.INVALID_INPUT, "The job " + jobId + " has no webhook: a job gets one by"
                        + " 'webhook_url' when it is made.");
            }
            if (!job.status().isFinal()) {
                throw new Problem(ProblemKind.INVALID_INPUT, "The job " + jobId + " has not ended: its webhook is sent"
                        + " when it does.");
            }
            handle.createUpdate("""
                    update webhooks set status = 'pending', trying_since = :now, due_at = :now, node = null,
                        last_error = null, updated_at = :now where job_id = :id""")
                    .bind("id", jobId).bind("now", clock.millis()).execute();
            return Rows.find(handle, jobId).orElseThrow();
        });
    }
}
