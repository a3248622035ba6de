package io.dromedary.job;

import io.dromedary.database.Database;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
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
     * @param at Unix milliseconds
     */
    public record Change(String id, long at) {
    }

    /** The time of changes that are written now. */
    public long now() {
        return clock.millis();
    }

    /**
     * The last changes of jobs, oldest first. A transaction that has not ended yet may still add one that is some moments
     * older than the newest.
     *
     * @param from Unix milliseconds, inclusive
     */
    public List<Change> since(String project, long from, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, updated_at from jobs where project = :project and task_id is null and updated_at >= :since
                        order by updated_at, id limit :limit""")
                .bind("project", project).bind("since", from).bind("limit", limit)
                .map((row, context) -> new Change(row.getString(1), row.getLong(2))).list());
    }

    /** Those of these jobs that exist, without their tasks. */
    public List<Job> jobs(Collection<String> ids) {
        return ids.isEmpty() ? List.of() : jdbi.withHandle(handle -> handle
                .createQuery("select * from " + Rows.JOBS + " where id in (<ids>)").bindList("ids", ids)
                .map((row, context) -> Rows.job(row)).list());
    }
}
