package io.dromedary.job;

import io.dromedary.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/**
 * Which jobs the broker has messages of. A job may have several: only one of them begins it, so that sending one
 * too many does no harm.
 */
public final class Outbox {

    private static final long UNSENT_AFTER_MS = 5_000;
    private static final int BATCH = 1_000;
    /** With a patience of ten minutes the last one is after a week. */
    private static final int MOST_HURRIED = 6;

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;
    private final Duration patience;
    private final LinkedBlockingQueue<Job> stored = new LinkedBlockingQueue<>();

    /**
     * An outbox.
     *
     * @param patience how long a job waits before it goes ahead of all others
     */
    public Outbox(Database database, Clock clock, Duration patience) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.patience = patience;
    }

    /** A job that was just stored; nothing is sent by this. */
    public void add(Job job) {
        stored.add(job);
    }

    /** Takes those that were added. The broker knows of none of them; what it does not take of them is unsent later. */
    public List<Job> takeStored() {
        var jobs = new ArrayList<Job>();
        stored.drainTo(jobs, BATCH);
        return jobs;
    }

    /** The broker has the message of this job. */
    public void markSent(String id) {
        database.write(handle -> handle.createUpdate("update jobs set sent = 1 where id = :id").bind("id", id).execute());
    }

    /** The broker has the messages of these jobs. */
    public void markAllSent(List<Job> sent) {
        if (!sent.isEmpty()) {
            database.write(handle -> handle.createUpdate("update jobs set sent = 1 where id in (<ids>)")
                    .bindList("ids", sent.stream().map(Job::id).toList()).execute());
        }
    }

    /**
     * Jobs whose time has come and of which the broker may not know, because the process ended between the two.
     * Younger ones are left to the node that took them, and is just sending them; so are not those of the future: the
     * clock was set back, and nobody knows when their time comes.
     */
    public List<Job> unsent() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from " + Rows.JOBS + """
                         where sent = 0 and status = 'queued'
                            and (coalesce(due_at, updated_at + :young) <= :now or updated_at > :future)
                        order by id limit :batch""")
                .bind("young", UNSENT_AFTER_MS).bind("now", clock.millis())
                .bind("future", ClockJump.future(clock)).bind("batch", BATCH)
                .map((row, context) -> Rows.job(row)).list());
    }

    /**
     * Jobs that have waited so long behind others that they shall go ahead of them now. Each time one has waited four
     * times as long it is among them again: a broker that lost its disk has lost its messages.
     */
    public List<Job> hurried() {
        long now = clock.millis();
        return jdbi.withHandle(handle -> IntStream.range(0, MOST_HURRIED)
                .mapToObj(times -> handle.createQuery("select * from " + Rows.JOBS + """
                         where status = 'queued' and lane in ('light', 'heavy') and hurried = :times and sent = 1
                            and updated_at < :before
                        limit :batch""")
                .bind("times", times).bind("before", now - (patience.toMillis() << 2 * times)).bind("batch", BATCH)
                .map((row, context) -> Rows.job(row)).list()).flatMap(List::stream).toList());
    }

    /** Jobs that wait have each one more message, which goes ahead. */
    public void markAllHurried(List<Job> sent) {
        if (!sent.isEmpty()) {
            jdbi.useHandle(handle -> handle.createUpdate("update jobs set hurried = hurried + 1 where id in (<ids>)")
                    .bindList("ids", sent.stream().map(Job::id).toList()).execute());
        }
    }
}
