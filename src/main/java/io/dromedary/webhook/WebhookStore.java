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
 * What is remembered of webhooks. Each try has a number; the end of one that is not the current one, or of a round that was
 * begun anew meanwhile, changes nothing.
 */
public final class WebhookStore {

    /** Longer than webhooks wait for each other. */
    private static final Duration LATE = Duration.ofMinutes(10);

    /** So often it is looked again while others are quicker; that takes them milliseconds. */
    private static final int LOOKS = 50;
    private static final long BETWEEN_NANOS = 2_000_000;
    /** So many are written at once, so that nobody waits for it. */
    private static final int BATCH = 1_000;

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;
    private final String node;
    private final WebhookQueue queue;

    /**
     * A store.
     *
     * @param node the id of the node that makes the tries
     */
    public WebhookStore(Database database, Clock clock, String node) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.node = node;
        this.queue = new WebhookQueue(database, clock);
    }

    /** As {@link #claim(Withheld)}, to whomever. */
    public Optional<WebhookTry> claim() {
        return claim(new Withheld(Set.of(), Set.of()));
    }

    /**
     * Begins the try that is most urgent of those that may be made: not to these, and not to a URL to which one is being
     * made. One that begins late does so because no node ran, or because the clock was set ahead: time in which nobody could
     * try is not counted. Nor does the clock's being set back make the first try one of the future.
     *
     * @return none when none is due
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

    /** Written before a clock was set back: nobody knows when its time comes, so it has. */
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

    /** None when another was quicker, with this or with another to the same URL. */
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
     * Locks a URL until the end of the transaction: what others have begun and not committed is not seen. Whoever has the
     * lock after them sees it.
     */
    private static boolean isMine(Handle handle, WebhookAddress to) {
        return handle.createQuery("select pg_try_advisory_xact_lock(hashtext(:receiver))")
                .bind("receiver", "webhook " + to.receiver()).mapTo(Boolean.class).one();
    }

    /** Lets those tries wait again that are said to be made here, and are not: nobody heard that they are. */
    public void giveBackAllBut(Set<String> jobIds) {
        List<String> said = jdbi.withHandle(handle -> handle.createQuery("select job_id from webhooks where node = :node")
                .bind("node", node).mapTo(String.class).list());
        said.stream().filter(id -> !jobIds.contains(id)).forEach(id -> database.write(handle ->
                handle
                .createUpdate("update webhooks set node = null, attempts = attempts - 1 where node = :node and job_id = :id")
                .bind("node", node).bind("id", id).execute()));
    }

    /** The receiver has it. */
    public void delivered(WebhookTry delivery) {
        end(delivery, Webhook.Status.DELIVERED, Optional.empty());
    }

    /** This try failed, and there will be no other. */
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

    /** This try failed; the next one is due after the delay. */
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

    /** Whatever else of its project is due to the URL of this one waits for as long: nobody answers there. */
    public void holdBack(WebhookTry delivery, Duration delay) {
        WebhookAddress to = delivery.to();
        jdbi.useHandle(handle -> handle.createUpdate("update webhooks" + database.by("webhooks_by_receiver")
                        + " set due_at = :due, updated_at = :now where " + WebhookTable.WAITS + " and project = :project"
                        + " and host = :host and receiver = :receiver and due_at < :due")
                .bind("project", delivery.job().order().owner().project()).bind("host", to.host()).bind("receiver", to.receiver())
                .bind("due", clock.millis() + delay.toMillis()).bind("now", clock.millis()).execute());
    }

    /**
     * Begins a new round of tries, whatever came of the ones before.
     *
     * @throws Problem {@code job_not_found}; {@code invalid_input} when there is nothing to send
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
