package io.dromedary.job;

import io.dromedary.database.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Reads the states of many jobs at a time, without the rest of the jobs. */
public final class JobStates {

    /** SQLite allows 32,766 values in a statement; with fewer, other readers need not wait. */
    private static final int AT_A_TIME = 500;

    private final Jdbi jdbi;

    public JobStates(Database database) {
        this.jdbi = database.jdbi();
    }

    /** What changes with every change of a job. */
    public record State(Job.Status status, int progress, int attempts, long updatedAt) {

        /** The state of a job that was read whole. */
        public static State of(Job job) {
            return new State(job.status(), job.state().progress(), job.attempts(), job.times().updatedAt());
        }
    }

    /** The states of those of these jobs that exist. */
    public Map<String, State> of(Collection<String> ids) {
        var states = new HashMap<String, State>();
        List<String> all = new ArrayList<>(ids);
        for (int from = 0; from < all.size(); from += AT_A_TIME) {
            List<String> some = all.subList(from, Math.min(all.size(), from + AT_A_TIME));
            jdbi.useHandle(handle -> handle.createQuery(
                            "select id, status, progress, attempts, updated_at from jobs where id in (<ids>)")
                    .bindList("ids", some)
                    .map((row, context) -> states.put(row.getString("id"), new State(
                            Job.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                            row.getInt("progress"), row.getInt("attempts"), row.getLong("updated_at"))))
                    .list());
        }
        return states;
    }
}
