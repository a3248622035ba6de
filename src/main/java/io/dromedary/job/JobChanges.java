package io.dromedary.job;

import io.dromedary.database.Database;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Finds the jobs of a project that have changed, on any node, by the times of their last changes. */
public final class JobChanges {

    private final Jdbi jdbi;
    private final Clock clock;

    public JobChanges(Database database, Clock clock) {
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /**
     * The last change of a job.
     *
     * @param at        Unix milliseconds
     * @param isDeleted whether its owner deleted it
     */
    public record Change(String id, long at, boolean isDeleted) {
    }

    /** Records that the owner of a job deletes it, in the transaction that does. It is told of for about a day. */
    static void recordDeletion(Handle handle, Job job, long now) {
        handle.createUpdate("insert into deleted_jobs (id, project, deleted_at) values (:id, :project, :at)")
                .bind("id", job.id()).bind("project", job.order().owner().project())
                // Later than its last change, even within one millisecond.
                .bind("at", Math.max(now, job.times().updatedAt() + 1)).execute();
    }

    /** The time of changes that are written now. */
    public long now() {
        return clock.millis();
    }

    /**
     * The last changes of jobs, oldest first, with those that were deleted in the last day. A transaction that has not
     * ended yet may still add one that is some moments older than the newest.
     *
     * @param from Unix milliseconds, inclusive
     */
    public List<Change> since(String project, long from, int limit) {
        var last = new LinkedHashMap<String, Change>();
        jdbi.useHandle(handle -> {
            handle.createQuery("""
                            select id, updated_at from jobs where project = :project and task_id is null and updated_at >= :since
                            order by updated_at, id limit :limit""")
                    .bind("project", project).bind("since", from).bind("limit", limit)
                    .map((row, context) -> new Change(row.getString(1), row.getLong(2), false))
                    .forEach(change -> last.put(change.id(), change));
            // After the jobs: one that is deleted meanwhile is in both.
            handle.createQuery("""
                            select id, deleted_at from deleted_jobs where project = :project and deleted_at >= :since
                            order by deleted_at, id limit :limit""")
                    .bind("project", project).bind("since", from).bind("limit", limit)
                    .map((row, context) -> new Change(row.getString(1), row.getLong(2), true))
                    .forEach(change -> last.put(change.id(), change));
        });
        return last.values().stream().sorted(Comparator.comparingLong(Change::at).thenComparing(Change::id)).limit(limit).toList();
    }

    /** Those of these jobs that exist, without their tasks. */
    public List<Job> jobs(Collection<String> ids) {
        return ids.isEmpty() ? List.of() : jdbi.withHandle(handle -> handle
                .createQuery("select * from " + Rows.JOBS + " where id in (<ids>)").bindList("ids", ids)
                .map((row, context) -> Rows.job(row)).list());
    }
}
