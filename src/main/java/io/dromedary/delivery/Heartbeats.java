package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds nodes that have died. Each node increments a number of its own; if the number of a node stays the same for too
 * long, its jobs are queued again.
 */
public final class Heartbeats {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    /** Stands for the number of a node that holds something but has none. */
    private static final long NONE = -1;

    private static final String INSERT = """
            insert into nodes (id, name, session, beats, roles, heavy_slots, light_slots, version, started_at, seen_at)
            values (:id, :name, :session, 0, :roles, :heavySlots, :lightSlots, :version, :startedAt, :now)""";

    private final Database database;
    private final Jdbi jdbi;
    private final Node node;
    private final Takeovers takeovers;
    private final int enough;
    private final List<Holdings> others;
    private final Clock clock;
    private final String session = Ids.next("session");
    private Map<String, Seen> seen = new HashMap<>();
    private volatile long startedAt;

    /**
     * A node.
     *
     * @param id   from its data folder, so no other node has it
     * @param name its name for people; not necessarily unique
     * @param card what it says of itself
     */
    public record Node(String id, String name, Card card) {
    }

    /**
     * What a node says of itself.
     *
     * @param heavySlots how many heavy jobs it does at a time; 0 if it does none
     */
    public record Card(List<String> roles, int heavySlots, int lightSlots, String version) {
    }

    /**
     * @param enough after this number of looks without a heartbeat, a node is considered dead. Looks are counted
     *               instead of seconds, since while the database is unavailable there are neither heartbeats nor looks
     * @param others what nodes hold beside jobs
     * @param clock  tells people when a node was last seen
     */
    public Heartbeats(Database database, Node node, Takeovers takeovers, int enough, List<Holdings> others, Clock clock) {
        this.clock = clock;
        this.database = database;
        this.jdbi = database.jdbi();
        this.node = node;
        this.takeovers = takeovers;
        this.enough = enough;
        this.others = others;
    }

    /** How often in a row a number was seen. */
    private record Seen(long beats, int times) {
    }

    /** An attempt of a dead node. */
    private record Left(String jobId, int attempt) {
    }

    /** Registers this node. What its previous process held is free at once. */
    public void begin() {
        takeBack(node.id(), handle -> true);
        startedAt = clock.millis();
        database.write(handle -> bound(handle, INSERT + """
                 on conflict (id) do update set name = :name, session = :session, beats = nodes.beats + 1, roles = :roles,
                    heavy_slots = :heavySlots, light_slots = :lightSlots, version = :version, started_at = :startedAt,
                    seen_at = :now""").execute());
    }

    /** Sends a heartbeat of this node. */
    public void give() {
        int given = database.write(handle -> {
            int known = handle.createUpdate("update nodes set beats = beats + 1, seen_at = :now where id = :id and session = :session")
                    .bind("id", node.id()).bind("session", session).bind("now", clock.millis()).execute();
            // Other nodes considered it dead and removed it.
            return known == 1 ? known : bound(handle, INSERT + " on conflict (id) do nothing").execute();
        });
        if (given == 0) {
            LOG.error("Another node has the id of this one, {}: was its data folder copied? Stop this one, delete node.id in"
                    + " its data folder, and start it again", node.id());
        }
    }

    private Update bound(Handle handle, String sql) {
        return handle.createUpdate(sql).bind("id", node.id()).bind("name", node.name()).bind("session", session)
                .bind("roles", String.join(",", node.card().roles())).bind("heavySlots", node.card().heavySlots())
                .bind("lightSlots", node.card().lightSlots()).bind("version", node.card().version())
                .bind("startedAt", startedAt).bind("now", clock.millis());
    }

    /** Looks for heartbeats of all nodes, and frees what the dead ones held. */
    public synchronized void look() {
        Map<String, Seen> before = seen;
        // If the database is unavailable now, the count begins anew for all nodes.
        seen = new HashMap<>();
        var next = new HashMap<String, Seen>();
        numbers().forEach((id, beats) -> {
            Seen last = before.get(id);
            int times = last != null && last.beats() == beats ? last.times() + 1 : 1;
            if (times > enough && !id.equals(node.id())) {
                gone(id, beats);
            } else {
                next.put(id, new Seen(beats, times));
            }
        });
        seen = next;
    }

    private Map<String, Long> numbers() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, beats from nodes
                        union all
                        select distinct node, :none from (HOLDERS) as busy
                        where node is not null and node not in (select id from nodes)""".replace("HOLDERS", holders()))
                .bind("none", NONE).reduceRows(new HashMap<String, Long>(), (all, row) -> {
                    all.put(row.getColumn("id", String.class), row.getColumn("beats", Long.class));
                    return all;
                }));
    }

    private String holders() {
        return Stream.concat(Stream.of("select node from jobs where status = 'processing'"),
                others.stream().map(Holdings::holders)).collect(Collectors.joining(" union all "));
    }

    private void gone(String id, long beats) {
        takeBack(id, handle -> handle.createQuery("select coalesce((select beats from nodes where id = :id), :none)")
                .bind("id", id).bind("none", NONE).mapTo(Long.class).one() == beats);
        database.write(handle -> handle.createUpdate("delete from nodes where id = :id and beats = :beats")
                .bind("id", id).bind("beats", beats).execute());
    }

    private void takeBack(String id, Takeovers.Silence silence) {
        attempts(id).forEach(left -> takeovers.takeBack(left.jobId(), left.attempt(), silence));
        database.write(handle -> {
            boolean silent = silence.holds(handle);
            if (silent) {
                others.forEach(held -> held.free(handle, id));
            }
            return silent;
        });
    }

    private List<Left> attempts(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, attempts from jobs where status = 'processing' and node = :id")
                .bind("id", id).map((row, context) -> new Left(row.getString(1), row.getInt(2))).list());
    }
}
