package io.dromedary.job;

import io.dromedary.database.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Looks whether jobs went on, many at a time and without reading them whole. */
public final class JobStates {

    /** SQLite takes 32,766 values in a statement; shorter ones keep other readers from waiting. */
    private static final int AT_A_TIME = 500;

    private final Jdbi jdbi;

    public JobStates(Database database) {
        this.jdbi = database.jdbi();
    }

    /** What changes whenever a job goes on. */
    public record State(Job.Status status, int progress, int attempts, long updatedAt) {

        /** The state of a job that was read whole. */
        public static State of(Job job) {
            return new State(job.status(), job.state().progress(), job.attempts(), job.times().updatedAt());
        }
    }

    /** The states of these jobs; one that is not there has none. */
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
