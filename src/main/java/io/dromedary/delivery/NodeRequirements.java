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
 * What this node requires for jobs, such as ffmpeg and disk space. While something is missing it claims no jobs; when
 * it is back, the jobs that this node gave back are due at once.
 */
public final class NodeRequirements {

    private static final Logger LOG = LoggerFactory.getLogger(NodeRequirements.class);

    /** The requirements are checked no more often than this. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Map<String, Need> needs;
    private final Database database;
    private final String node;
    private final LongSupplier nanos;
    private Map<String, String> lacks = Map.of();
    private long lookedAt;
    private boolean looked;

    /** A requirement. */
    public interface Need {
        /** Tells what is missing, if anything. It returns quickly. */
        Optional<String> lack();
    }

    /**
     * @param needs by name
     * @param node  its id
     * @param nanos a monotonic clock, in nanoseconds
     */
    public NodeRequirements(Map<String, Need> needs, Database database, String node, LongSupplier nanos) {
        this.needs = Map.copyOf(needs);
        this.database = database;
        this.node = node;
        this.nanos = nanos;
    }

    /** Is everything there? */
    public synchronized boolean areMet() {
        if (!looked || nanos.getAsLong() - lookedAt > FRESH_NANOS) {
            look();
        }
        return lacks.isEmpty();
    }

    /** Checks whether something is missing, or is there again. */
    public synchronized void look() {
        var found = new TreeMap<String, String>();
        needs.forEach((name, need) -> need.lack().ifPresent(lack -> found.put(name, lack)));
        lookedAt = nanos.getAsLong();
        if (found.isEmpty() && !looked) {
            // It may have been restarted because of what was missing.
            wake();
        } else if (found.isEmpty() && !lacks.isEmpty()) {
            int woken = wake();
            LOG.info("This node has again what it lacked: it takes jobs, and {} that it gave back need not wait", woken);
        } else if (!found.equals(lacks)) {
            LOG.warn("This node takes no jobs, as it lacks something: {}", found);
        }
        // Only after those jobs were woken: if that fails, the next look repeats it.
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
