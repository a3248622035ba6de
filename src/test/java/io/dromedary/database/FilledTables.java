package io.dromedary.database;

import org.jdbi.v3.core.Jdbi;

/** Tables that hold what a server has after a long time, without the time. */
public final class FilledTables {

    private FilledTables() {
    }

    /**
     * Fills empty tables with jobs, each with a task. Every fifth job failed, and every hundredth waits; the later half
     * is work on tasks that were asked for on their own; the last tenth has its files on the CDN yet. All ids are as long
     * as the first.
     *
     * @param first number in the id of the first, {@code job_<number>} and {@code task_<number>}
     */
    public static void fill(Jdbi jdbi, int jobs, int first) {
        String numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < " + jobs + ") ";
        String id = "(" + (first - 1) + " + i)";
        jdbi.useTransaction(handle -> {
            handle.execute(numbers + """
                    insert into jobs (id, kind, input, options, priority, lane, status, progress, attempts, task_id,
                        files_removed, created_at, finished_at, updated_at)
                    select 'job_' || ID, case i % 7 when 0 then 'audio' else 'video' end,
                        's3://bucket/' || (i % 100), '{}', 5, case i % 200 when 0 then 'light' else 'heavy' end,
                        case when i % 100 = 0 then 'queued' when i % 5 = 1 then 'failed' else 'succeeded' end, 0, 1,
                        case when i > HALF then 'task_' || ID end,
                        case when i <= REMOVED then 1 else 0 end, i, i, i
                    from n""".replace("ID", id).replace("HALF", Integer.toString(jobs / 2))
                    .replace("REMOVED", Integer.toString(jobs / 10 * 9)));
            handle.execute(numbers + """
                    insert into tasks (id, job_id, position, kind, options, status, progress, created_at, updated_at)
                    select 'task_' || ID, 'job_' || ID, 0, 'video', '{}', 'succeeded', 100, i, i
                    from n""".replace("ID", id));
        });
    }

    /** Puts jobs into a queue that have been tried once and are due in some hours, as when a store is down. */
    public static void fillQueueWithJobsNotDue(Jdbi jdbi, int jobs) {
        String now = Long.toString(System.currentTimeMillis());
        jdbi.useHandle(handle -> handle.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < "
                + jobs + ") " + """
                insert into jobs (id, project, kind, input, options, priority, urgency, lane, status, progress, attempts,
                    due_at, queued_at, created_at, updated_at)
                select 'job_later_' || i, 'default', 'video', 'https://example.com', '{}', 5, 5,
                    case i % 2 when 0 then 'light' else 'heavy' end, 'queued', 0, 1, NOW + 10000000 + i, NOW, NOW, NOW
                from n""".replace("NOW", now)));
    }
}
