package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
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

    private final Database database;
    private final Jdbi jdbi;
    private final Node node;
    private final Takeovers takeovers;
    private final int enough;
    private final List<Holdings> others;
    private final String session = Ids.next("session");
    private Map<String, Seen> seen = new HashMap<>();

    /**
     * A node.
     *
     * @param id   from its data folder, so no other node has it
     * @param name its name for people; not necessarily unique
     */
    public record Node(String id, String name) {
    }

    /**
     * @param enough after this number of looks without a heartbeat, a node is considered dead. Looks are counted
     *               instead of seconds, since while the database is unavailable there are neither heartbeats nor looks
     * @param others what nodes hold beside jobs
     */
    public Heartbeats(Database database, Node node, Takeovers takeovers, int enough, List<Holdings> others) {
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
        database.write(handle -> handle.createUpdate("""
                        insert into nodes (id, name, session, beats) values (:id, :name, :session, 0)
                        on conflict (id) do update set name = :name, session = :session, beats = nodes.beats + 1""")
                .bindMethods(node).bind("session", session).execute());
    }

    /** Sends a heartbeat of this node. */
    public void give() {
        int given = database.write(handle -> {
            int known = handle.createUpdate("update nodes set beats = beats + 1 where id = :id and session = :session")
                    .bindMethods(node).bind("session", session).execute();
            // Other nodes considered it dead and removed it.
            return known == 1 ? known : handle.createUpdate("""
                            insert into nodes (id, name, session, beats) values (:id, :name, :session, 0)
                            on conflict (id) do nothing""")
                    .bindMethods(node).bind("session", session).execute();
        });
        if (given == 0) {
            LOG.error("Another node has the id of this one, {}: was its data folder copied? Stop this one, delete node.id in"
                    + " its data folder, and start it again", node.id());
        }
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
