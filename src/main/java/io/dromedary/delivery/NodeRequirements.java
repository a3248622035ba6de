package io.dromedary.delivery;

import io.dromedary.database.Database;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node needs to do jobs, such as room for their folders, and ffmpeg. While it lacks something it takes none, as
 * that is no fault of theirs; when that is back, those that it had to give back need not wait until their time is over.
 */
public final class NodeRequirements {

    private static final Logger LOG = LoggerFactory.getLogger(NodeRequirements.class);

    /** Nobody looks more often than that, however many ask. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Map<String, Need> needs;
    private final Database database;
    private final String node;
    private final LongSupplier nanos;
    private Map<String, String> lacks = Map.of();
    private long lookedAt;
    private boolean looked;

    /** One thing that must be there. */
    public interface Need {
        /** Says what is not; it is quick. */
        Optional<String> lack();
    }

    /**
     * Needs of a node.
     *
     * @param needs by their names
     * @param node  its id
     * @param nanos a clock that only goes on, in nanoseconds
     */
    public NodeRequirements(Map<String, Need> needs, Database database, String node, LongSupplier nanos) {
        this.needs = Map.copyOf(needs);
        this.database = database;
        this.node = node;
        this.nanos = nanos;
    }

    /** Is all there that jobs need? */
    public synchronized boolean areMet() {
        if (!looked || nanos.getAsLong() - lookedAt > FRESH_NANOS) {
            look();
        }
        return lacks.isEmpty();
    }

    /** Looks whether something has gone, or has come back. */
    public synchronized void look() {
        var found = new TreeMap<String, String>();
        needs.forEach((name, need) -> need.lack().ifPresent(lack -> found.put(name, lack)));
        lookedAt = nanos.getAsLong();
        if (found.isEmpty() && !looked) {
            // What an earlier life of this node lacked may be why it was started again.
            wake();
        } else if (found.isEmpty() && !lacks.isEmpty()) {
            int woken = wake();
            LOG.info("This node has again what it lacked: it takes jobs, and {} that it gave back need not wait", woken);
        } else if (!found.equals(lacks)) {
            LOG.warn("This node takes no jobs, as it lacks something: {}", found);
        }
        // Not before those jobs are called: else nobody would.
        lacks = found;
        looked = true;
    }

    private int wake() {
        return database.write(handle -> handle.createUpdate("""
                        update jobs set due_at = null
                        where status = 'queued' and due_at is not null and lacked_on = :node""")
                .bind("node", node).execute());
    }
}
