package io.dromedary.job;

import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What is remembered of webhooks. Each try has a number; the end of one that is not the current one, or of a round that was
 * begun anew meanwhile, changes nothing.
 */
public final class WebhookStore {

    /** Longer than webhooks wait for each other. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;
    private final String node;

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
    }

    /** In the transaction that stores a job. */
    static void add(Handle handle, String jobId, String url, long now) {
        handle.createUpdate("""
                insert into webhooks (job_id, url, status, attempts, created_at, updated_at)
                values (:id, :url, 'waiting', 0, :now, :now)""")
                .bind("id", jobId).bind("url", url).bind("now", now).execute();
    }

    /** In the transaction that ends a job: its webhook, if it has one, is due. */
    static void jobEnded(Handle handle, String jobId, long now) {
        handle.createUpdate("""
                update webhooks set status = 'pending', message_id = :message, trying_since = :now, due_at = :now,
                    node = null, last_error = null, updated_at = :now where job_id = :id""")
                .bind("id", jobId).bind("message", Ids.next("msg")).bind("now", now).execute();
    }

    /** In the transaction that lets a job be done again: its last end is no more to be told of, but the next one. */
    static void jobWaits(Handle handle, String jobId, long now) {
        handle.createUpdate("""
                update webhooks set status = 'waiting', message_id = null, trying_since = null, due_at = null, node = null,
                    last_error = null, updated_at = :now where job_id = :id""")
                .bind("id", jobId).bind("now", now).execute();
    }

    /**
     * Begins the try that is most urgent. One that begins late does so because no node ran, or because the clock was set
     * ahead: time in which nobody could try is not counted. Nor does the clock's being set back make the first try one of
     * the future.
     *
     * @return none when none is due
     */
    public Optional<Delivery> claim() {
        return claimBut("", Map.of());
    }

    /**
     * Whom no try is to be made to now.
     *
     * @param hosts    with their ports, where they stand in URLs; in small letters
     * @param projects whose webhooks they are
     */
    public record Withheld(Set<String> hosts, Set<String> projects) {
    }

    /** As {@link #claim()}, of those to whom one may be made: not to these, and not to a URL to which one is being made. */
    public Optional<Delivery> claim(Withheld withheld) {
        var names = new HashMap<String, String>();
        var conditions = new StringBuilder(" and not exists (select 1 from webhooks as busy"
                + " where busy.node is not null and busy.url = webhooks.url)");
        for (String host : withheld.hosts()) {
            for (String scheme : List.of("http://", "https://")) {
                String name = "name" + names.size();
                names.put(name, scheme + host);
                conditions.append(" and not (lower(substr(url, 1, length(:NAME))) = :NAME and substr(url, length(:NAME) + 1, 1)"
                        .replace("NAME", name)).append(" in ('', '/', '?', '#'))");
            }
        }
        for (String project : withheld.projects()) {
            String name = "name" + names.size();
            names.put(name, project);
            conditions.append(" and (select project from jobs where jobs.id = webhooks.job_id) <> :").append(name);
        }
        return claimBut(conditions.toString(), names);
    }

    private Optional<Delivery> claimBut(String conditions, Map<String, String> names) {
        return database.write(handle -> Stream.of("due_at <= :now" + conditions + " order by due_at, trying_since",
                        "updated_at > :future" + conditions)
                .map(due -> claim(handle, due, names)).flatMap(Optional::stream).findFirst());
    }

    private record Taken(String jobId, String messageId, int attempt, long tryingSince) {
    }

    private Optional<Delivery> claim(Handle handle, String due, Map<String, String> names) {
        return handle.createQuery("""
                        update webhooks set attempts = attempts + 1, node = :node, updated_at = :now, due_at = :now,
                            trying_since = case when trying_since > :future then :now
                                when due_at < :late then trying_since + :now - due_at else trying_since end
                        where job_id = (select job_id from webhooks
                            where status = 'pending' and node is null and DUE)
                        returning job_id, message_id, attempts, trying_since"""
                        .replace("DUE", due + " limit 1" + database.skipLocked()))
                .bind("node", node).bind("now", clock.millis()).bind("future", ClockJump.future(clock))
                .bind("late", clock.millis() - LATE.toMillis()).bindMap(names)
                .map((row, context) -> new Taken(row.getString("job_id"), row.getString("message_id"),
                        row.getInt("attempts"), row.getLong("trying_since"))).findOne()
                .map(taken -> new Delivery(JobStore.find(handle, taken.jobId()).orElseThrow(), taken.messageId(),
                        taken.attempt(), taken.tryingSince(), clock.millis()));
    }

    /** Lets those tries wait again that are said to be made here, and are not: nobody heard that they are. */
    public void giveBackAllBut(Set<String> jobIds) {
        List<String> said = jdbi.withHandle(handle -> handle.createQuery("select job_id from webhooks where node = :node")
                .bind("node", node).mapTo(String.class).list());
        said.stream().filter(id -> !jobIds.contains(id)).forEach(id -> database.write(handle ->
                takeBack(handle, node, "and job_id = :id", id)));
    }

    /** The tries of a node that is gone are to be made again; they are not counted. */
    static int takeBack(Handle handle, String node) {
        return takeBack(handle, node, "", "");
    }

    private static int takeBack(Handle handle, String node, String condition, String id) {
        return handle.createUpdate("update webhooks set node = null, attempts = attempts - 1"
                        + " where node = :node " + condition)
                .bind("node", node).bind("id", id).execute();
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
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        update webhooks set status = :status, node = null, last_error = :error, updated_at = :now
                        where job_id = :id and trying_since = :since and status = 'pending'""")
                .bind("id", delivery.job().id()).bind("since", delivery.tryingSince())
                .bind("status", Rows.name(status)).bind("error", error).bind("now", clock.millis()).execute());
    }

    /** This try failed; the next one is due after the delay. */
    public void retry(Delivery delivery, Duration delay, String error) {
        again(delivery, delivery.attempt(), delay, Optional.of(error));
    }

    /** Whatever else is due to the URL of this one waits for as long: nobody answers there. */
    public void holdBack(Delivery delivery, Duration delay) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update webhooks set due_at = :due, updated_at = :now
                        where url = :url and status = 'pending' and node is null and due_at < :due""")
                .bind("url", delivery.url()).bind("due", clock.millis() + delay.toMillis()).bind("now", clock.millis())
                .execute());
    }

    private void again(Delivery delivery, int attempts, Duration delay, Optional<String> error) {
        long now = clock.millis();
        long took = now - delivery.begunAt();
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        update webhooks set attempts = :attempts, due_at = :due, node = null,
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
                    update webhooks set status = 'pending', trying_since = :now, due_at = :now, node = null,
                        last_error = null, updated_at = :now where job_id = :id""")
                    .bind("id", jobId).bind("now", clock.millis()).execute();
            return JobStore.find(handle, jobId).orElseThrow();
        });
    }
}
