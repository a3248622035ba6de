package io.dromedary.job;

import io.dromedary.database.Database;
import io.dromedary.delivery.Bells;
import io.dromedary.delivery.DueTimes;
import io.dromedary.problem.ProblemKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What a node does with jobs, told by their rows and states. */
public final class WorkingNode {

    static final int MAX_DEATHS = 2;
    public static final AttemptPlan PLAN = new AttemptPlan(3, Duration.ofSeconds(10), () -> 0);
    public static final Duration PATIENCE = Duration.ofMinutes(10);
    static final Failure BROKEN = new Failure(ProblemKind.ENCODE_FAILED, "broken");
    private static final Lanes LANES = new Lanes(Set.of("image"));
    /** The database is there, or the test fails. */
    private static final Outages NO_WAIT = new Outages(CompletableFuture.completedFuture(null), Duration.ZERO);
    static final int LOOKS = 3;

    private final Database database;
    private final JobStore jobs;
    private final TaskStore tasks;
    private final Claims claims;
    private final AttemptStore attempts;
    private final Retries retries;
    private final NodeSigns signs;
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
        this.jobs = new JobStore(database, LANES, clock, meters);
        this.tasks = new TaskStore(database, LANES, clock);
        var takeovers = new Takeovers(database, clock, MAX_DEATHS, meters);
        this.claims = new Claims(database, clock, id, mostOfProject, takeovers);
        this.attempts = new AttemptStore(database, clock, "node", NO_WAIT);
        this.retries = new Retries(database, clock);
        this.signs = new NodeSigns(database, new NodeSigns.Node(id, "a node"), takeovers, LOOKS);
        this.dueTimes = new DueTimes(database, clock, PATIENCE, new Bells());
        signs.begin();
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

    Retries retries() {
        return retries;
    }

    /** Stores a job; answers its id. */
    public String stored(JobStore.Order order) {
        return jobs.create(order).id();
    }

    /** One of its workers takes the next job of a lane. */
    public Optional<Job> claims(Lane lane) {
        return claims.claim(lane, Set.of());
    }

    /** Lets those of its jobs wait again that it does not know to have, or has thrown over. */
    void givesBackAllBut(Lane lane, Set<String> held, Set<String> thrown) {
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

    /** One of its workers begins this job, which waits, and has what it needs for it. */
    Attempt atWork(String id) {
        return new Attempt(begin(id).orElseThrow(), Path.of("none"), new NoLedger());
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
        signs.give();
    }

    /** Looks for signs of life of all nodes, once. */
    public void looks() {
        signs.look();
    }

    /** Looks until all nodes that give no sign are taken for gone. */
    void looksForLong() {
        for (int look = 0; look <= LOOKS; look++) {
            looks();
        }
    }

    /** It is killed, and starts again. */
    void startsAgain() {
        signs.begin();
    }

    /** It begins this job and dies over it, which is found out when it starts again. */
    void diesOver(String id) {
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
