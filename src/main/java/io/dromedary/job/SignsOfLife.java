package io.dromedary.job;

import io.dromedary.database.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Finds jobs that are said to be at work while nobody works on them. A dead worker's job is delivered again by the
 * broker; but a broker may lose its disk, and its messages with it.
 */
public final class SignsOfLife {

    private final Database database;
    private final Jdbi jdbi;
    private final RunningJobs running;
    private final JobStarts starts;
    private final int enough;
    private Map<String, Seen> seen = new HashMap<>();

    /**
     * Signs of life.
     *
     * @param enough a job is lost of which so many looks in a row have seen no sign. Looks are counted, not seconds:
     *               while the database is away, nobody can give a sign, and nobody looks
     */
    public SignsOfLife(Database database, RunningJobs running, JobStarts starts, int enough) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.running = running;
        this.starts = starts;
        this.enough = enough;
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
                .map((row, context) -> new Sign(row.getString("id"), row.getInt("attempts"), row.getInt("beats")))
                .list());
    }
}
