package io.dromedary.delivery;

import io.dromedary.database.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Lists the nodes of the database, for operators. A node that is gone is listed until the others consider it dead. */
public final class NodeList {

    private final Jdbi jdbi;

    public NodeList(Database database) {
        this.jdbi = database.jdbi();
    }

    /** How many jobs of a lane a node may do at a time, and how many it does. */
    public record Load(int slots, int running) {
    }

    /**
     * A node. What it says of itself is missing while it is of an older version.
     *
     * @param startedAt  Unix milliseconds
     * @param lastSeenAt of its last heartbeat, in Unix milliseconds
     */
    public record Listed(String id, String name, List<String> roles, Optional<String> version, Load heavy, Load light,
            Optional<Long> startedAt, Optional<Long> lastSeenAt) {
    }

    /** All nodes, by name. */
    public List<Listed> all() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select nodes.*,
                            (select count(*) from jobs where status = 'processing' and jobs.node = nodes.id
                                and lane = 'heavy') as heavy_running,
                            (select count(*) from jobs where status = 'processing' and jobs.node = nodes.id
                                and lane = 'light') as light_running
                        from nodes order by name, id""")
                .map((row, context) -> new Listed(row.getString("id"), row.getString("name"),
                        Optional.ofNullable(row.getString("roles")).map(roles -> List.of(roles.split(","))).orElse(List.of()),
                        Optional.ofNullable(row.getString("version")),
                        new Load(row.getInt("heavy_slots"), row.getInt("heavy_running")),
                        new Load(row.getInt("light_slots"), row.getInt("light_running")),
                        Optional.ofNullable(row.getObject("started_at")).map(time -> ((Number) time).longValue()),
                        Optional.ofNullable(row.getObject("seen_at")).map(time -> ((Number) time).longValue())))
                .list());
    }
}
