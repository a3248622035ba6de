package io.dromedary.job;

import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What is remembered of webhooks. Each try has a number: a message of another number than the next is a twin of one
 * that was obeyed, and changes nothing. Nor does the end of a try of a round that was begun anew meanwhile.
 */
public final class WebhookStore {

    private static final int BATCH = 1_000;
    /** Longer than webhooks wait for each other. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Clock clock;

    public WebhookStore(Database database, Clock clock) {
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /**
     * A try that the broker shall be told of.
     *
     * @param attempts tries before it
     * @param dueAt    Unix milliseconds
     */
    public record Due(String jobId, int attempts, long dueAt) {
    }

    /** In the transaction that stores a job. */
    static void add(Handle handle, String jobId, String url, long now) {
        handle.createUpdate("""
                insert into webhooks (job_id, url, status, attempts, sent, created_at, updated_at)
                values (:id, :url, 'waiting', 0, 0, :now, :now)""")
                .bind("id", jobId).bind("url", url).bind("now", now).execute();
    }

    /** In the transaction that ends a job: its webhook, if it has one, is due. */
    static void jobEnded(Handle handle, String jobId, long now) {
        handle.createUpdate("""
                update webhooks set status = 'pending', message_id = :message, trying_since = :now, due_at = :now,
                    sent = 0, last_error = null, updated_at = :now where job_id = :id""")
                .bind("id", jobId).bind("message", Ids.next("msg")).bind("now", now).execute();
    }

    /** In the transaction that lets a job be done again: its last end is no more to be told of, but the next one. */
    static void jobWaits(Handle handle, String jobId, long now) {
        handle.createUpdate("""
                update webhooks set status = 'waiting', message_id = null, trying_since = null, due_at = null, sent = 0,
                    last_error = null, updated_at = :now where job_id = :id""")
                .bind("id", jobId).bind("now", now).execute();
    }

    /** The tries whose time has come and that the broker does not know of, the most urgent ones first. */
    public List<Due> unsent() {
        return find("sent = 0 and status = 'pending' and due_at <= :now");
    }

    /**
     * The tries that did not take place though the broker has known of them for long: it has lost its disk. And those
     * that were written in the future: the clock was set back, and nobody knows when their time comes.
     */
    public List<Due> overdue() {
        return Stream.of("sent = 1 and status = 'pending' and due_at < :late and updated_at < :late",
                        "sent = 1 and status = 'pending' and updated_at > :future",
                        "sent = 0 and status = 'pending' and updated_at > :future")
                .map(this::find).flatMap(List::stream).toList();
    }

    private List<Due> find(String condition) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select job_id, attempts, due_at from webhooks where " + condition + " order by due_at limit :batch")
                .bind("now", clock.millis()).bind("late", clock.millis() - LATE.toMillis())
                .bind("future", ClockJump.future(clock)).bind("batch", BATCH)
                .map((row, context) -> new Due(row.getString("job_id"), row.getInt("attempts"), row.getLong("due_at")))
                .list());
    }

    /** The broker has the message of this try. */
    public void markSent(Due due) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update webhooks set sent = 1, updated_at = :now
                        where job_id = :jobId and attempts = :attempts and due_at = :dueAt""")
                .bindMethods(due).bind("now", clock.millis()).execute());
    }

    /**
     * Begins the next try. One that begins late does so because no node ran, or because the clock was set ahead: time in
     * which nobody could try is not counted. Nor does the clock's being set back make the first try one of the future.
     *
     * @param attempts    tries before this one, by the message
     * @param redelivered whoever had this message before is gone, so the try that it began may be taken over
     * @return none when there is nothing to do: it was delivered, or the message is a twin
     */
    public Optional<Delivery> begin(String jobId, int attempts, boolean redelivered) {
        return jdbi.inTransaction(handle -> {
            // The consumer may be quicker than the sender, whose note would come too late.
            int taken = handle.createUpdate("""
                    update webhooks set attempts = :attempt, sent = 1, updated_at = :now, due_at = :now,
                        trying_since = case when trying_since > :future then :now
                            when due_at < :late then trying_since + :now - due_at else trying_since end
                    where job_id = :id and status = 'pending'
                        and (attempts = :before or (attempts = :attempt and :redelivered = 1))""")
                    .bind("id", jobId).bind("before", attempts).bind("attempt", attempts + 1)
                    .bind("redelivered", redelivered ? 1 : 0).bind("now", clock.millis())
                    .bind("future", ClockJump.future(clock)).bind("late", clock.millis() - LATE.toMillis()).execute();
            if (taken == 0) {
                return Optional.empty();
            }
            Job job = JobStore.find(handle, jobId).orElseThrow();
            return handle.createQuery("select message_id, trying_since from webhooks where job_id = :id")
                    .bind("id", jobId).map((row, context) -> new Delivery(job, row.getString("message_id"),
                            attempts + 1, row.getLong("trying_since"), clock.millis())).findOne();
        });
    }

    /** The receiver has it. */
    public void delivered(Delivery delivery) {
        end(delivery, Webhook.Status.DELIVERED, Optional.empty());
    }

    /** This try failed, and there will be no other. */
    public void giveUp(Delivery delivery, String error) {
        end(delivery, Webhook.Status.FAILED, Optional.of(error));
    }

    private void end(Delivery delivery, Webhook.Status status, Optional<String> error) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update webhooks set status = :status, last_error = :error, updated_at = :now
                        where job_id = :id and trying_since = :since and status = 'pending'""")
                .bind("id", delivery.job().id()).bind("since", delivery.tryingSince())
                .bind("status", Rows.name(status)).bind("error", error).bind("now", clock.millis()).execute());
    }

    /** This try failed; the next one is due after the delay. */
    public void retry(Delivery delivery, Duration delay, String error) {
        again(delivery, delivery.attempt(), delay, Optional.of(error));
    }

    /** This try does not take place now, and is not counted. */
    public void putOff(Delivery delivery, Duration delay) {
        again(delivery, delivery.attempt() - 1, delay, Optional.empty());
    }

    private void again(Delivery delivery, int attempts, Duration delay, Optional<String> error) {
        long now = clock.millis();
        long took = now - delivery.begunAt();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update webhooks set attempts = :attempts, due_at = :due, sent = 0,
                            trying_since = trying_since + :jump,
                            last_error = coalesce(:error, last_error), updated_at = :now
                        where job_id = :id and trying_since = :since and attempts = :attempt and status = 'pending'""")
                .bind("id", delivery.job().id()).bind("since", delivery.tryingSince())
                .bind("attempt", delivery.attempt()).bind("attempts", attempts)
                .bind("jump", took > LATE.toMillis() ? took : 0)
                .bind("due", now + delay.toMillis()).bind("error", error).bind("now", now).execute());
    }

    /**
     * Begins a new round of tries, whatever came of the ones before.
     *
     * @throws Problem {@code job_not_found}; {@code invalid_input} when there is nothing to send
     */
    public Job sendAgain(String project, String jobId) {
        return jdbi.inTransaction(handle -> {
            JobStore.claim(handle, jobId);
            Job job = JobStore.findOwn(handle, project, jobId).orElseThrow(() -> JobStore.notFound(jobId));
            if (job.webhook().isEmpty()) {
                throw new Problem(ProblemKind.INVALID_INPUT, "The job " + jobId + " has no webhook: a job gets one by"
                        + " 'webhook_url' when it is made.");
            }
            if (!job.status().isFinal()) {
                throw new Problem(ProblemKind.INVALID_INPUT, "The job " + jobId + " has not ended: its webhook is sent"
                        + " when it does.");
            }
            handle.createUpdate("""
                    update webhooks set status = 'pending', trying_since = :now, due_at = :now, sent = 0,
                        last_error = null, updated_at = :now where job_id = :id""")
                    .bind("id", jobId).bind("now", clock.millis()).execute();
            return JobStore.find(handle, jobId).orElseThrow();
        });
    }
}
