package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.job.AttemptStore;
import io.dromedary.job.Failure;
import io.dromedary.job.Job;
import io.dromedary.job.JobMeters;
import io.dromedary.job.JobOrder;
import io.dromedary.job.JobStore;
import io.dromedary.job.JobTransitions;
import io.dromedary.job.Lane;
import io.dromedary.job.Lanes;
import io.dromedary.job.OutageRetry;
import io.dromedary.job.Retries;
import io.dromedary.job.TaskStore;
import io.dromedary.problem.ProblemKind;
import io.dromedary.watch.WatchedObjects;
import io.dromedary.webhook.WebhookTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What a node does with jobs, told by their rows and states. */
public final class WorkingNode {

    public static final int MAX_DEATHS = 2;
    public static final AttemptDelays PLAN = new AttemptDelays(3, Duration.ofSeconds(10), () -> 0);
    public static final Duration PATIENCE = Duration.ofMinutes(10);
    public static final Failure BROKEN = new Failure(ProblemKind.ENCODE_FAILED, "broken");
    private static final Lanes LANES = new Lanes(Set.of("image"));
    /** What becomes due beside jobs. */
    static final Map<String, List<DueRows>> DUE =
            Map.of(WebhookTable.LANE, WebhookTable.DUE, WatchedObjects.LANE, WatchedObjects.DUE);
    /** The database is there, or the test fails. */
    private static final OutageRetry NO_WAIT = new OutageRetry(CompletableFuture.completedFuture(null), Duration.ZERO);
    public static final int LOOKS = 3;

    private final Database database;
    private final JobStore jobs;
    private final TaskStore tasks;
    private final Claims claims;
    private final AttemptStore attempts;
    private final Retries retries;
    private final Heartbeats heartbeats;
    private final DueTimes dueTimes;

    /** A node on this database. */
    public WorkingNode(Database database, Clock clock) {
        this(database, clock, "node", 0);
    }

    /**
     * A node on this database, which has begun.
     *
     * @param mostOfProject as in {@link Claims}
     */
    public WorkingNode(Database database, Clock clock, String id, int mostOfProject) {
        var meters = new JobMeters(new SimpleMeterRegistry());
        this.database = database;
        var webhooks = new WebhookTable();
        var transitions = new JobTransitions(List.of(webhooks, new WatchedObjects(database, clock)));
        this.jobs = new JobStore(database, LANES, clock, transitions, meters);
        this.tasks = new TaskStore(database, LANES, clock, transitions);
        var takeovers = new Takeovers(database, clock, MAX_DEATHS, transitions, meters);
        this.claims = new Claims(database, clock, id, mostOfProject, takeovers);
        this.attempts = new AttemptStore(database, clock, "node", NO_WAIT, transitions);
        this.retries = new Retries(database, clock, transitions);
        this.heartbeats = new Heartbeats(database, new Heartbeats.Node(id, "a node",
                new Heartbeats.Card(List.of("api", "worker"), 2, 3, "test")), takeovers, LOOKS, List.of(webhooks), clock);
        this.dueTimes = new DueTimes(database, clock, PATIENCE, new LaneSignals(), DUE);
        heartbeats.begin();
    }

    /** What callers do with its jobs. */
    public JobStore jobs() {
        return jobs;
    }

    /** What callers do with tasks of their own. */
    public TaskStore tasks() {
        return tasks;
    }

    /** What workers write. */
    public AttemptStore attempts() {
        return attempts;
    }

    /** What lets jobs be done again. */
    public Retries retries() {
        return retries;
    }

    /** Stores a job; answers its id. */
    public String stored(JobOrder order) {
        return jobs.create(order).id();
    }

    /** One of its workers takes the next job of a lane. */
    public Optional<Job> claims(Lane lane) {
        return claims.claim(lane, Set.of());
    }

    /** Lets those of its jobs wait again that it does not know to have, or has thrown over. */
    public void givesBackAllBut(Lane lane, Set<String> held, Set<String> thrown) {
        claims.giveBackAllBut(lane, held, thrown);
    }

    /** One of its workers takes this job, whatever waits besides; none when it does not wait. */
    public Optional<Job> begin(String id) {
        int first = database.jdbi().withHandle(handle -> handle.createUpdate("""
                        update jobs set urgency = urgency + 100, queued_at = 0
                        where id = :id and status = 'queued' and due_at is null""").bind("id", id).execute());
        if (first == 0) {
            return Optional.empty();
        }
        Job job = claims(jobs.get(id).lane()).orElseThrow();
        if (!job.id().equals(id)) {
            throw new IllegalStateException(job + " came before " + id + ": another project's turn comes first");
        }
        database.jdbi().useHandle(handle -> handle.createUpdate("update jobs set urgency = urgency - 100 where id = :id")
                .bind("id", id).execute());
        return Optional.of(job);
    }

    /** One of its workers begins this job, which waits; answers the number of the attempt. */
    public int begun(String id) {
        return begin(id).orElseThrow().attempts();
    }

    /** The time of this job has come, if it was not yet due. */
    public void becomesDue(String id) {
        database.jdbi().useHandle(handle -> handle.createUpdate("update jobs set due_at = null where id = :id")
                .bind("id", id).execute());
    }

    /** Lets those jobs wait in their lanes whose time has come. */
    public void seesWhatIsDue() {
        dueTimes.look();
    }

    /** Tells others that it lives. */
    public void givesSigns() {
        heartbeats.give();
    }

    /** Looks for signs of life of all nodes, once. */
    public void looks() {
        heartbeats.look();
    }

    /** Looks until all nodes that give no sign are taken for gone. */
    public void looksForLong() {
        for (int look = 0; look <= LOOKS; look++) {
            looks();
        }
    }

    /** It is killed, and starts again. */
    public void startsAgain() {
        heartbeats.begin();
    }

    /** It begins this job and dies over it, which is found out when it starts again. */
    public void diesOver(String id) {
        begun(id);
        startsAgain();
    }

    /** A worker does this job. */
    public void succeeds(String id) {
        if (!attempts.succeed(id, begun(id), Optional.of("s3://media/out.mp4"), Optional.empty())) {
            throw new IllegalStateException("Another attempt at " + id + " counts");
        }
    }

    /** A worker fails at this job for good. */
    public void fails(String id) {
        if (!attempts.fail(id, begun(id), BROKEN)) {
            throw new IllegalStateException("Another attempt at " + id + " counts");
        }
    }

    /** A number in the row of a job. */
    public Optional<Long> number(String id, String column) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select " + column + " from jobs where id = :id")
                .bind("id", id).map((row, context) -> {
                    long number = row.getLong(1);
                    return row.wasNull() ? Optional.<Long>empty() : Optional.of(number);
                }).one());
    }
}
