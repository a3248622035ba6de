package io.dromedary.webhook;

import io.dromedary.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Finds the next webhook to send. However many are due, it reads a few rows and locks none: the oldest of each project,
 * and if those may not be sent now, the first of each receiver.
 */
final class WebhookQueue {

    /** How many of the oldest webhooks of a project are read before it looks for other receivers. */
    private static final int OLDEST = 64;
    /** How many receivers of a project are read at a time; the next time continues from there. */
    private static final int STEPS = 100;

    private static final String COLUMNS = "select job_id, host, receiver, due_at, trying_since from ";

    /** The projects with due webhooks, found by jumping along the index from one to the next. */
    private static final String PROJECTS = """
            with recursive projects (project) as (
                select * from (select project from QUEUE where WAITS order by project limit 1) as first
                union all
                select (select project from QUEUE where WAITS and project > projects.project order by project limit 1)
                from projects where project is not null)
            select project, due_at from (
                select project, (select due_at from QUEUE where WAITS and project = projects.project
                    order by due_at, trying_since limit 1) as due_at
                from projects where project is not null) as firsts
            where due_at <= :now order by due_at""".replace("WAITS", WebhookTable.WAITS);

    private final Clock clock;
    private final String projects;
    private final String oldest;
    private final String nextReceiver;
    private final String nextHost;
    private final String atWork;
    /** For projects with many receivers: where to continue. */
    private final Map<String, WebhookAddress> places = new ConcurrentHashMap<>();

    WebhookQueue(Database database, Clock clock) {
        this.clock = clock;
        String queue = "webhooks" + database.by("webhooks_queue");
        String receivers = COLUMNS + "webhooks" + database.by("webhooks_by_receiver") + " where " + WebhookTable.WAITS
                + " and project = :project and AFTER order by host, receiver, due_at, trying_since limit 1";
        this.projects = PROJECTS.replace("QUEUE", queue);
        this.oldest = COLUMNS + queue + " where " + WebhookTable.WAITS
                + " and project = :project and due_at <= :now order by due_at, trying_since limit " + OLDEST;
        // Two queries instead of (host, receiver) > …, for which SQLite uses only the host of the index.
        this.nextReceiver = receivers.replace("AFTER", "host = :host and receiver > :receiver");
        this.nextHost = receivers.replace("AFTER", "host > :host");
        this.atWork = "select receiver from webhooks" + database.by("webhooks_receivers_at_work")
                + " where node is not null";
    }

    /**
     * A due webhook.
     *
     * @param dueAt       when the next try is due, in Unix milliseconds
     * @param tryingSince when the first try was due, in Unix milliseconds
     */
    record Waiting(String jobId, WebhookAddress to, long dueAt, long tryingSince) {

        private static final Comparator<Waiting> OLDEST_FIRST =
                Comparator.comparingLong(Waiting::dueAt).thenComparingLong(Waiting::tryingSince);

        private static Waiting of(ResultSet row) throws SQLException {
            return new Waiting(row.getString("job_id"), new WebhookAddress(row.getString("host"), row.getString("receiver")),
                    row.getLong("due_at"), row.getLong("trying_since"));
        }
    }

    private record First(String project, long dueAt) {
    }

    /**
     * The receivers to skip.
     *
     * @param atWork receivers to which a try is being made
     */
    private record Passed(Set<String> hosts, Set<String> atWork) {

        private boolean by(Waiting waiting) {
            return hosts.contains(waiting.to().host()) || atWork.contains(waiting.to().receiver());
        }
    }

    /** The oldest due webhook that may be sent; none if there is none. */
    Optional<Waiting> next(Handle handle, Withheld withheld) {
        var passed = new Passed(withheld.hosts(), handle.createQuery(atWork).mapTo(String.class).set());
        List<First> firsts = handle.createQuery(projects).bind("now", clock.millis())
                .map((row, context) -> new First(row.getString(1), row.getLong(2))).list();
        Optional<Waiting> best = Optional.empty();
        for (First first : firsts) {
            if (best.isPresent() && best.get().dueAt() <= first.dueAt()) {
                return best;
            }
            if (!withheld.projects().contains(first.project())) {
                Optional<Waiting> other = of(handle, first.project(), passed);
                best = best.isEmpty() || other.isPresent() && other.get().dueAt() < best.get().dueAt() ? other : best;
            }
        }
        return best;
    }

    private Optional<Waiting> of(Handle handle, String project, Passed passed) {
        List<Waiting> first = handle.createQuery(oldest).bind("project", project).bind("now", clock.millis())
                .map((row, context) -> Waiting.of(row)).list();
        Optional<Waiting> free = first.stream().filter(waiting -> !passed.by(waiting)).findFirst();
        return free.isPresent() || first.size() < OLDEST ? free : ofReceivers(handle, project, passed);
    }

    /** Jumps from one receiver to the next, so that the webhooks of skipped receivers are not read. */
    private Optional<Waiting> ofReceivers(Handle handle, String project, Passed passed) {
        var start = new WebhookAddress("", "");
        WebhookAddress at = places.getOrDefault(project, start);
        Optional<Waiting> best = Optional.empty();
        for (int step = 0; step < STEPS; step++) {
            Optional<Waiting> found = after(handle, project, at, passed);
            if (found.isEmpty() && places.remove(project) == null) {
                return best;
            }
            at = found.map(Waiting::to).orElse(start);
            if (found.filter(waiting -> waiting.dueAt() <= clock.millis() && !passed.by(waiting)).isPresent()
                    && (best.isEmpty() || Waiting.OLDEST_FIRST.compare(found.get(), best.get()) < 0)) {
                best = found;
            }
        }
        places.put(project, at);
        return best;
    }

    private Optional<Waiting> after(Handle handle, String project, WebhookAddress at, Passed passed) {
        Optional<Waiting> beside = passed.hosts().contains(at.host()) ? Optional.empty()
                : after(handle, nextReceiver, project, at);
        return beside.isPresent() ? beside : after(handle, nextHost, project, at);
    }

    private static Optional<Waiting> after(Handle handle, String sql, String project, WebhookAddress at) {
        return handle.createQuery(sql).bind("project", project).bindMap(Map.of("host", at.host(), "receiver", at.receiver()))
                .map((row, context) -> Waiting.of(row)).findOne();
    }
}
