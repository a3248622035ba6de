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
 * Tells nodes that live from those that are gone. Each raises a number of its own; what a node had whose number stays the
 * same waits again.
 */
public final class Heartbeats {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    /** Of a node that has something, but no number. */
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
     * @param id   from its data folder, which no other node has
     * @param name as people call it; others may have the same
     */
    public record Node(String id, String name) {
    }

    /**
     * Signs of life.
     *
     * @param enough a node is gone of which so many looks in a row have seen no sign. Looks are counted, not seconds: while
     *               the database is away, nobody can give a sign, and nobody looks
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

    /** How often a number was seen in a row. */
    private record Seen(long beats, int times) {
    }

    /** What is left of an attempt. */
    private record Left(String jobId, int attempt) {
    }

    /** This node begins: what an earlier life of it had waits again, at once. */
    public void begin() {
        takeBack(node.id(), handle -> true);
        database.write(handle -> handle.createUpdate("""
                        insert into nodes (id, name, session, beats) values (:id, :name, :session, 0)
                        on conflict (id) do update set name = :name, session = :session, beats = nodes.beats + 1""")
                .bindMethods(node).bind("session", session).execute());
    }

    /** Gives a sign of this node. */
    public void give() {
        int given = database.write(handle -> {
            int known = handle.createUpdate("update nodes set beats = beats + 1 where id = :id and session = :session")
                    .bindMethods(node).bind("session", session).execute();
            // It was taken for gone, and forgotten.
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

    /** Looks for signs of all nodes; what those had of which there were none for long waits again. */
    public synchronized void look() {
        Map<String, Seen> before = seen;
        // Should the database not be there now, all are looked at for a whole period anew.
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
