package io.dromedary.job;

import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import io.dromedary.problem.ProblemKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What a node does with jobs, told by their rows and states. By which messages workers hear of jobs is known here alone,
 * and no test asks for it.
 */
public final class WorkingNode {

    static final int MAX_DEATHS = 2;
    static final AttemptPlan PLAN = new AttemptPlan(3, Duration.ofSeconds(10), () -> 0);
    static final Failure BROKEN = new Failure(ProblemKind.ENCODE_FAILED, "broken");
    private static final Lanes LANES = new Lanes(Set.of("image"));
    /** The database is there, or the test fails. */
    private static final Outages NO_WAIT = new Outages(CompletableFuture.completedFuture(null), Duration.ZERO);
    private static final int LOOKS = 3;

    private final Database database;
    private final JobStore jobs;
    private final TaskStore tasks;
    private final JobStarts starts;
    private final AttemptStore attempts;
    private final Retries retries;
    private final RunningJobs running = new RunningJobs();
    private final SignsOfLife signs;

    /** A node on this database. */
    public WorkingNode(Database database, Clock clock) {
        var meters = new JobMeters(new SimpleMeterRegistry());
        this.database = database;
        this.jobs = new JobStore(database, LANES, clock, meters);
        this.tasks = new TaskStore(database, LANES, clock);
        this.starts = new JobStarts(database, clock, MAX_DEATHS, meters, NO_WAIT);
        this.attempts = new AttemptStore(database, clock, "node", NO_WAIT);
        this.retries = new Retries(database, clock);
        this.signs = new SignsOfLife(database, running, starts, NO_WAIT, LOOKS, Duration.ZERO);
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

    /** One of its workers asks for this job: it has the job with its new attempt, or none when there is nothing to do. */
    Optional<Job> begin(String id) {
        return starts.begin(id, Ids.next("msg"), false);
    }

    /** One of its workers begins this job, which waits; answers the number of the attempt. */
    public int begun(String id) {
        return begin(id).orElseThrow().attempts();
    }

    /** One of its workers begins this job and goes on with it, so that this node gives signs of its life. */
    Attempt atWork(String id) {
        var attempt = new Attempt(begin(id).orElseThrow(), Path.of("none"), new NoLedger());
        running.add(attempt);
        return attempt;
    }

    /** Tells others that its workers live. */
    void givesSigns() {
        signs.give();
    }

    /** Looks for signs of life of all workers, once. */
    void looks() {
        signs.look();
    }

    /** Looks until all jobs at work that give no sign are lost. */
    void looksForLong() {
        for (int look = 0; look <= LOOKS; look++) {
            looks();
        }
    }

    /** A worker begins this job and dies over it, which is found out. */
    void diesOver(String id) {
        begun(id);
        looksForLong();
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
    Optional<Long> number(String id, String column) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select " + column + " from jobs where id = :id")
                .bind("id", id).map((row, context) -> {
                    long number = row.getLong(1);
                    return row.wasNull() ? Optional.<Long>empty() : Optional.of(number);
                }).one());
    }
}
