package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.job.ClockJump;
import io.dromedary.job.Job;
import io.dromedary.job.JobTransitions;
import io.dromedary.job.Lane;
import io.dromedary.job.Rows;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims queued jobs. One statement takes the next job of a lane: from the project with the fewest running jobs in it,
 * among those from the one whose last turn was longest ago, and within a project by priority, then by age.
 */
public final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private static final String WAITS = "status = 'queued' and due_at is null and lane = :lane";

    /**
     * Finds the senders with queued jobs, by jumping along the index from one sender to the next, so that a flood of
     * jobs of one sender is not read; and among them those that may have more running jobs.
     */
    private static final String SENDERS = """
            with recursive projects (project) as (
                select * from (select project from QUEUE where WAITS order by project limit 1) as first
                union all
                select (select project from QUEUE where WAITS and project > projects.project order by project limit 1)
                from projects where project is not null),
            waiting (project, sender) as (
                select project, (select sender from QUEUE where WAITS and project = projects.project order by sender limit 1)
                from projects where project is not null
                union all
                select project, (select sender from QUEUE where WAITS and project = waiting.project
                        and sender > waiting.sender order by sender limit 1)
                from waiting where sender is not null),
            free as (
                select project, sender, (select count(*) from jobs
                        where status = 'processing' and jobs.project = waiting.project and lane = :lane) as at_work,
                    coalesce((select case when taken_at > :future then 0 else taken_at end from turns
                        where turns.lane = :lane and turns.project = waiting.project), 0) as turn
                from waiting where sender is not null WITHOUT
                    and (:most = 0 or :most > (select count(*) from jobs
                        where status = 'processing' and jobs.project = waiting.project))
                    and not exists (select 1 from api_keys where api_keys.id = waiting.sender
                        and api_keys.max_running_jobs <= (select count(*) from jobs where status = 'processing'
                            and jobs.project = waiting.project and jobs.sender = waiting.sender)))
            """.replace("WAITS", WAITS);

    private static final String FIRST = "QUEUE where " + WAITS
            + " and jobs.project = free.project and jobs.sender = free.sender"
            + " order by urgency desc, queued_at, id limit 1";

    private static final String BEST = " order by at_work, turn, urgency desc, queued_at, id limit 1";

    /** For SQLite, which has one writer at a time. */
    private static final String NEXT_OF_FILE = "select next.id from free join jobs as next on next.id = (select id from "
            + FIRST + ")" + BEST.replace("urgency", "next.urgency").replace("queued_at", "next.queued_at")
                    .replace(", id", ", next.id");

    /** For PostgreSQL: skips what another worker is just taking. */
    private static final String NEXT_OF_SERVER = "select next.id from free cross join lateral (select id, urgency, queued_at"
            + " from " + FIRST + " for update skip locked) as next" + BEST.replace(", id", ", next.id");

    private static final String TAKE = """
            update jobs set status = 'processing', attempts = attempts + 1, node = :node, progress = 0,
                started_at = coalesce(started_at, :now), updated_at = :now
            where status = 'queued' and id = (NEXT) returning id, project, sender""";

    /** How often to look again while others hold locks on everything that is queued, which takes them milliseconds. */
    private static final int LOOKS = 50;
    private static final long BETWEEN_NANOS = 2_000_000;

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;
    private final String node;
    private final int mostOfProject;
    private final Takeovers takeovers;
    private final String senders;
    private final String statement;

    /**
     * @param node          its id
     * @param mostOfProject how many jobs of a project may run at a time, on all nodes together; 0 for any number
     */
    public Claims(Database database, Clock clock, String node, int mostOfProject, Takeovers takeovers) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.node = node;
        this.mostOfProject = mostOfProject;
        this.takeovers = takeovers;
        this.senders = queue(SENDERS);
        this.statement = senders + queue(TAKE.replace("NEXT", database.isServer() ? NEXT_OF_SERVER : NEXT_OF_FILE));
    }

    private String queue(String sql) {
        return sql.replace("QUEUE", "jobs" + database.by("jobs_queue"));
    }

    /** A job that was taken, with its project and sender. */
    private record Taken(String id, String project, String sender) {
    }

    /** Others were faster, and this job would exceed a limit of running jobs. */
    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Begins the next attempt at the first job of a lane; none if no job may begin now.
     *
     * @param without projects to skip
     */
    public Optional<Job> claim(Lane lane, Set<String> without) {
        for (int look = 1; look < LOOKS; look++) {
            try {
                Optional<Job> claimed = database.write(handle -> claim(handle, lane, without));
                if (claimed.isPresent() || !database.isServer() || !waits(lane, without)) {
                    return claimed;
                }
                LockSupport.parkNanos(BETWEEN_NANOS);
            } catch (TooMany e) {
                LOG.debug("{}: others were quicker; what is next now is another job, or nothing", lane);
            }
        }
        return Optional.empty();
    }

    private Optional<Job> claim(Handle handle, Lane lane, Set<String> without) {
        Optional<Taken> taken = bound(handle, statement, lane, without).bind("node", node).bind("now", clock.millis())
                .map((row, context) -> new Taken(row.getString(1), row.getString(2), row.getString(3))).findOne();
        return taken.map(job -> {
            if (database.isServer()) {
                checkBounds(handle, job);
            }
            turnTaken(handle, lane, job.project());
            JobTransitions.resetTasks(handle, job.id(), clock.millis());
            return handle.createQuery("select * from " + Rows.JOBS + " where id = :id").bind("id", job.id())
                    .map((row, context) -> Rows.job(row)).one();
        });
    }

    /** Is there a job that may begin, even if another worker has locked it? */
    private boolean waits(Lane lane, Set<String> without) {
        return jdbi.withHandle(handle -> bound(handle, senders + "select 1 from free limit 1", lane, without)
                .mapTo(Integer.class).findOne().isPresent());
    }

    private Query bound(Handle handle, String sql, Lane lane, Set<String> without) {
        var conditions = new StringBuilder();
        for (int i = 0; i < without.size(); i++) {
            conditions.append(" and project != :without").append(i);
        }
        Query query = handle.createQuery(sql.replace("WITHOUT", conditions));
        int number = 0;
        for (String project : without) {
            query.bind("without" + number++, project);
        }
        return query.bind("lane", lane.wireName()).bind("most", mostOfProject)
                .bind("future", ClockJump.future(clock));
    }

    /**
     * Records the turn of a project. Others who do so at the same moment write the same, so it skips what they have
     * locked.
     */
    private void turnTaken(Handle handle, Lane lane, String project) {
        int known = handle.createUpdate("update turns set taken_at = :now where (lane, project) in (select lane, project"
                        + " from turns where lane = :lane and project = :project SKIP)"
                                .replace("SKIP", database.skipLocked()))
                .bind("lane", lane.wireName()).bind("project", project).bind("now", clock.millis()).execute();
        if (known == 0) {
            handle.createUpdate("insert into turns (lane, project, taken_at) values (:lane, :project, :now)"
                            + " on conflict do nothing")
                    .bind("lane", lane.wireName()).bind("project", project).bind("now", clock.millis()).execute();
        }
    }

    /**
     * Counts again with a lock, since concurrent transactions do not see each other's claims. SQLite has no concurrent
     * writers.
     */
    private void checkBounds(Handle handle, Taken job) {
        Optional<Long> mostOfKey = handle.createQuery(
                        "select max_running_jobs from api_keys where id = :id and max_running_jobs is not null for update")
                .bind("id", job.sender()).mapTo(Long.class).findOne();
        if (mostOfProject > 0) {
            handle.createQuery("select pg_advisory_xact_lock(hashtext(:project))")
                    .bind("project", "project " + job.project()).mapToMap().one();
        }
        if (mostOfKey.filter(most -> atWork(handle, job, "and sender = :sender") > most).isPresent()
                || mostOfProject > 0 && atWork(handle, job, "") > mostOfProject) {
            throw new TooMany();
        }
    }

    private static long atWork(Handle handle, Taken job, String condition) {
        return handle.createQuery("select count(*) from jobs where status = 'processing' and project = :project "
                        + condition)
                .bind("project", job.project()).bind("sender", job.sender()).mapTo(Long.class).one();
    }

    /**
     * Queues again the jobs of a lane that the database assigns to this node although they are not running here.
     *
     * @param held   the attempts that are running here
     * @param thrown those whose route failed, which count as deaths; for the others only the answer to the claim was
     *               lost
     */
    public void giveBackAllBut(Lane lane, Set<String> held, Set<String> thrown) {
        List<Job> lost = jdbi.withHandle(handle -> handle.createQuery("select * from " + Rows.JOBS
                        + " where status = 'processing' and node = :node and lane = :lane")
                .bind("node", node).bind("lane", lane.wireName()).map((row, context) -> Rows.job(row)).list());
        lost.stream().filter(job -> !held.contains(job.attemptName())).forEach(job -> {
            if (thrown.contains(job.attemptName())) {
                takeovers.takeBack(job.id(), job.attempts());
            } else {
                takeovers.takeBackUnbegun(job.id(), job.attempts());
            }
        });
    }
}
