package io.dromedary.watch;

import io.dromedary.database.Database;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Records how the last turn of each watch went, on whichever node, for those who look after it. */
public final class WatchStates {

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;
    private final String node;

    /** @param node name of this node */
    public WatchStates(Database database, Clock clock, String node) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.node = node;
    }

    /**
     * The last turn.
     *
     * @param node         name of the node that had it
     * @param lookedAt     when one succeeded last
     * @param trouble      why it failed
     * @param troubleSince since when turns fail
     */
    public record State(String node, Optional<Long> lookedAt, Optional<String> trouble, Optional<Long> troubleSince) {
    }

    /** How many objects of a watch have got jobs, and how those that have ended ended. */
    public record Progress(long found, long succeeded, long failed, long cancelled) {
    }

    /** A turn succeeded. */
    void well(String watch) {
        long now = clock.millis();
        database.write(handle -> handle.createUpdate("""
                        insert into watch_states (watch, node, looked_at) values (:watch, :node, :now)
                        on conflict (watch) do update set node = :node, looked_at = :now, trouble = null, trouble_since = null""")
                .bind("watch", watch).bind("node", node).bind("now", now).execute());
    }

    /** A turn failed. */
    void troubled(String watch, String reason) {
        long now = clock.millis();
        database.write(handle -> handle.createUpdate("""
                        insert into watch_states (watch, node, trouble, trouble_since) values (:watch, :node, :reason, :now)
                        on conflict (watch) do update set node = :node, trouble = :reason,
                            trouble_since = coalesce(watch_states.trouble_since, :now)""")
                .bind("watch", watch).bind("node", node).bind("reason", reason).bind("now", now).execute());
    }

    /** The last turns of those of these watches that have had one. */
    Map<String, State> of(Collection<String> watches) {
        return watches.isEmpty() ? Map.of() : jdbi.withHandle(handle -> handle
                .createQuery("select * from watch_states where watch in (<watches>)").bindList("watches", watches)
                .reduceRows(new HashMap<>(), (states, row) -> {
                    states.put(row.getColumn("watch", String.class), new State(row.getColumn("node", String.class),
                            Optional.ofNullable(row.getColumn("looked_at", Long.class)),
                            Optional.ofNullable(row.getColumn("trouble", String.class)),
                            Optional.ofNullable(row.getColumn("trouble_since", Long.class))));
                    return states;
                }));
    }

    /** Counts the objects of a watch. */
    Progress progress(String watch) {
        return jdbi.withHandle(handle -> {
            Map<String, Long> counts = handle.createQuery("""
                            select coalesce(outcome, 'open') as outcome, count(*) as objects from watched_objects
                            where watch = :watch group by outcome""")
                    .bind("watch", watch).reduceRows(new HashMap<>(), (sums, row) -> {
                        sums.put(row.getColumn("outcome", String.class), row.getColumn("objects", Long.class));
                        return sums;
                    });
            return new Progress(counts.values().stream().mapToLong(Long::longValue).sum(),
                    counts.getOrDefault("succeeded", 0L), counts.getOrDefault("failed", 0L),
                    counts.getOrDefault("cancelled", 0L));
        });
    }
}
