package io.dromedary.job;

import io.dromedary.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Tells jobs that are at work from those that are only said to be. A dead worker's job is delivered again by the broker;
 * but so is a live one's, after the broker was away; and with its disk a broker may lose its messages.
 */
public final class SignsOfLife {

    /** The time between two looks at a job whose message is given out again. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Database database;
    private final Jdbi jdbi;
    private final RunningJobs running;
    private final JobStarts starts;
    private final Outages outages;
    private final int enough;
    private final long patience;
    private Map<String, Seen> seen = new HashMap<>();

    /**
     * Signs of life.
     *
     * @param enough   a job is lost of which so many looks in a row have seen no sign. Looks are counted, not seconds:
     *                 while the database is away, nobody can give a sign, and nobody looks
     * @param silence  a worker that gives no sign for so long, while the message of its job is given out again, is taken
     *                 for dead; zero where no other node can be at work
     */
    public SignsOfLife(Database database, RunningJobs running, JobStarts starts, Outages outages, int enough,
            Duration silence) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.running = running;
        this.starts = starts;
        this.outages = outages;
        this.enough = enough;
        this.patience = silence.dividedBy(LOOK);
    }

    /** A job at work. */
    private record Sign(String jobId, int attempt, int beats) {
    }

    /** How often a sign was seen in a row. */
    private record Seen(Sign sign, int times) {
    }

    /** Gives a sign of the attempts at work in this process. */
    public void give() {
        List<Attempt> attempts = running.all();
        if (attempts.isEmpty()) {
            return;
        }
        database.write(handle -> {
            try (PreparedBatch batch = handle.prepareBatch("""
                    update jobs set beats = beats + 1
                    where id = :id and attempts = :attempt and status = 'processing'""")) {
                attempts.forEach(attempt ->
                        batch.bind("id", attempt.job().id()).bind("attempt", attempt.number()).add());
                return batch.execute();
            }
        });
    }

    /**
     * Is a job at work, though the broker gives out again the message that began it? After the broker was away it does
     * so with the messages of all workers, and most of them live. Should this one die later, its job is found as lost.
     */
    boolean areGivenOf(String jobId, String messageId) {
        Optional<Sign> first = sign(jobId, messageId);
        if (first.isEmpty()) {
            return false;
        }
        if (running.has(jobId, first.get().attempt())) {
            return true;
        }
        Optional<Sign> last = first;
        for (int look = 0; look < patience && last.equals(first); look++) {
            if (outages.isEndedWithin(LOOK)) {
                throw new IllegalStateException("This node ends, and leaves " + jobId + " to another");
            }
            last = sign(jobId, messageId);
        }
        return last.isPresent() && !last.equals(first);
    }

    /** Of a job that is at work since this message came. */
    private Optional<Sign> sign(String jobId, String messageId) {
        return outages.outlast(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        select id, attempts, beats from jobs
                        where id = :id and message_id = :message and status = 'processing'""")
                .bind("id", jobId).bind("message", messageId).map((row, context) -> sign(row)).findOne()));
    }

    /** Looks for signs of all jobs at work, on whichever node; those of which there were none for long wait again. */
    public synchronized void look() {
        var next = new HashMap<String, Seen>();
        var lost = new ArrayList<Sign>();
        for (Sign sign : signs()) {
            Seen before = seen.get(sign.jobId());
            int times = before != null && before.sign().equals(sign) ? before.times() + 1 : 1;
            if (times > enough) {
                lost.add(sign);
            } else {
                next.put(sign.jobId(), new Seen(sign, times));
            }
        }
        seen = next;
        lost.forEach(sign -> starts.lost(sign.jobId(), sign.attempt(), sign.beats()));
    }

    private List<Sign> signs() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, attempts, beats from jobs where status = 'processing'")
                .map((row, context) -> sign(row)).list());
    }

    private static Sign sign(ResultSet row) throws SQLException {
        return new Sign(row.getString("id"), row.getInt("attempts"), row.getInt("beats"));
    }
}
